import { ensureDependencies } from './setup.mjs';
import { check, createTally } from './steps.mjs';

ensureDependencies();
const tally = createTally();
await check(tally);
tally.finish();
