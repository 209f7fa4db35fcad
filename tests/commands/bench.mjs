/** Performance figures; see tests/bench/main.ts for what it takes. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './setup.mjs';

ensureDependencies();
const main = fileURLToPath(new URL('../bench/main.ts', import.meta.url));
const result = spawnSync(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = result.status ?? 1;
