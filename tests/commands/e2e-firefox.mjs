/** The production build in real Firefox against the sandbox. */
import { ensureDependencies, ensureFirefox } from './setup.mjs';
import { createTally } from './steps.mjs';

ensureDependencies();
const firefox = ensureFirefox();
const tally = createTally();
await tally.step('build for Firefox', 'npx', ['wxt', 'build', '-b', 'firefox']);
await tally.vitest(['firefox'], { FIREFOX_PATH: firefox });
tally.finish();
