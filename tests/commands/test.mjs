/** Everything, from a fresh clone too: check, unit, property and contract tests, then a real browser. */
import { ensureChromium, ensureDependencies, ensureFirefox } from './setup.mjs';
import { check, createTally } from './steps.mjs';

ensureDependencies();
const chromium = await ensureChromium();
const firefox = ensureFirefox();
const tally = createTally();
await check(tally);
// The one browser that is judged by the clock has the processors first; it leaves most of them.
await Promise.all([
  tally.vitest(['navigation'], { CHROMIUM_PATH: chromium }),
  tally.vitest(['unit', 'components', 'property', 'contract', 'simulation'], {}, { behind: true }),
]);
// Leaves the build for Firefox behind, too.
await tally.step('reproducible zips', 'node', ['tests/commands/reproducible.mjs']);
await tally.step('web-ext lint', 'npx', [
  'web-ext',
  'lint',
  '--source-dir',
  '.output/firefox-mv3',
  '--no-config-discovery',
]);
await tally.vitest(['e2e', 'firefox'], { CHROMIUM_PATH: chromium, FIREFOX_PATH: firefox });
tally.finish();
