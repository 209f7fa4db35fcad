/** `npm run e2e -- --soak MINUTES --seed S`: real Chromium at work for that long. The last line is JSON. */
import { readOptions, refuse } from '../command-line';
import { soak } from './soak';

const values = readOptions('npm run e2e', {
  soak: { type: 'string', default: '60', says: 'minutes of the real clock' },
  seed: { type: 'string', says: 'same seed, same people; without it any' },
});

const minutes = Number(values.soak);
if (!(minutes > 0)) refuse('--soak takes minutes');
const soaked = await soak(minutes, values.seed ?? String(Date.now()), (line) => console.log(line));
for (const violation of soaked.violations) console.log(`  !  ${violation}`);
console.log(JSON.stringify(soaked));
process.exitCode = soaked.violations.length === 0 ? 0 : 1;
