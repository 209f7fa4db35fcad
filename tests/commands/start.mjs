/** `npm start`: the whole product against the sandbox, in a window or unattended with pictures. */
import { spawnSync } from 'node:child_process';
import { ensureChromium, ensureDependencies, must, root } from './setup.mjs';

ensureDependencies();
const chromium = await ensureChromium();
must('npx', ['wxt', 'build']);
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', 'tests/e2e/tour.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: chromium } },
);
process.exit(status ?? 1);
