/** Everything, from a fresh clone too: check, unit, property and contract tests, then a real browser. */
import { ensureChromium, ensureDependencies, ensureFirefox } from './setup.mjs';
import { check, createTally } from './steps.mjs';

ensureDependencies();
const chromium = await ensureChromium();
const firefox = ensureFirefox();
const tally = createTally();
check(tally);
tally.vitest(['unit', 'components', 'property', 'contract', 'simulation']);
// Leaves the build for Firefox behind, too.
tally.step('reproducible zips', 'node', ['tests/commands/reproducible.mjs']);
tally.step('web-ext lint', 'npx', [
  'web-ext',
  'lint',
  '--source-dir',
  '.output/firefox-mv3',
  '--no-config-discovery',
]);
tally.vitest(['e2e', 'firefox'], { CHROMIUM_PATH: chromium, FIREFOX_PATH: firefox });
tally.vitest(['navigation'], { CHROMIUM_PATH: chromium });
tally.finish();
