/** Performance figures; see tests/bench/main.ts for what it takes. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureChromium, ensureDependencies, must } from './setup.mjs';

ensureDependencies();
const chromium = await ensureChromium();
must('npx', ['wxt', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
const main = fileURLToPath(new URL('../bench/main.ts', import.meta.url));
const result = spawnSync(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, CHROMIUM_PATH: chromium },
});
process.exitCode = result.status ?? 1;
