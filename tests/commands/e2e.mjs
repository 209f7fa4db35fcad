/** The production build in real Chromium against the sandbox. */
import { ensureChromium, ensureDependencies } from './setup.mjs';
import { createTally } from './steps.mjs';

ensureDependencies();
const chromium = await ensureChromium();
const tally = createTally();
tally.step('build for Chromium', 'npx', ['wxt', 'build']);
tally.vitest(['e2e'], { CHROMIUM_PATH: chromium });
tally.vitest(['navigation'], { CHROMIUM_PATH: chromium });
tally.finish();
