/** Deterministic simulation of the engine over both services; see tests/simulation/main.ts for what it takes. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './setup.mjs';

ensureDependencies();
const main = fileURLToPath(new URL('../simulation/main.ts', import.meta.url));
// Every processor plays schedules: threads that clean up beside them would only take turns with them.
const options = ['--single-threaded-gc', '--import', 'tsx'];
const result = spawnSync(process.execPath, [...options, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = result.status ?? 1;
