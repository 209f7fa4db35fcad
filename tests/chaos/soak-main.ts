/** `npm run e2e -- --soak MINUTES --seed S`: real Chromium at work for that long. The last line is JSON. */
import { parseArgs } from 'node:util';
import { soak } from './soak';

const { values } = parseArgs({
  options: {
    /** How long, in minutes of the real clock. */
    soak: { type: 'string', default: '60' },
    /** Same seed, same people. */
    seed: { type: 'string', default: String(Date.now()) },
  },
});

const minutes = Number(values.soak);
if (!(minutes > 0)) throw new Error('--soak takes minutes');
const soaked = await soak(minutes, values.seed, (line) => console.log(line));
for (const violation of soaked.violations) console.log(`  !  ${violation}`);
console.log(JSON.stringify(soaked));
process.exitCode = soaked.violations.length === 0 ? 0 : 1;
