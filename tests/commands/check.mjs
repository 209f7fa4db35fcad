import { ensureDependencies } from './setup.mjs';
import { check, createTally } from './steps.mjs';

ensureDependencies();
const tally = createTally();
check(tally);
tally.finish();
