/** Each defence of SECURITY taken away in turn, against the tests that guard it; see tests/defences/main.ts. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './setup.mjs';

ensureDependencies();
const main = fileURLToPath(new URL('../defences/main.ts', import.meta.url));
const result = spawnSync(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = result.status ?? 1;
