/**
 * The production build in real Chromium against the sandbox. With `--chaos N --seed S` random runs
 * in its place: tests/chaos/main.ts says what else it takes. With `--soak MINUTES --seed S` one
 * installation at work for that long.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureChromium, ensureDependencies, must } from './setup.mjs';
import { createTally } from './steps.mjs';

ensureDependencies();
const chromium = await ensureChromium();
const chosen = process.argv.slice(2);

const instead = chosen.includes('--chaos')
  ? '../chaos/main.ts'
  : chosen.includes('--soak')
    ? '../chaos/soak-main.ts'
    : null;
if (instead === null && chosen.includes('--help')) {
  console.log('npm run e2e                     every test, in Chromium');
  console.log('npm run e2e -- --chaos N        random runs; more with --chaos --help');
  console.log('npm run e2e -- --soak MINUTES   one installation at work; more with --soak --help');
  process.exit(0);
}
if (instead !== null) {
  must('npx', ['wxt', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const main = fileURLToPath(new URL(instead, import.meta.url));
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', main, ...chosen], {
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_PATH: chromium },
  });
  process.exit(status ?? 1);
}

const tally = createTally();
await tally.step('build for Chromium', 'npx', ['wxt', 'build']);
await tally.vitest(['e2e'], { CHROMIUM_PATH: chromium });
await tally.vitest(['navigation'], { CHROMIUM_PATH: chromium });
tally.finish();
