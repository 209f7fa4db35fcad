/**
 * The same cases in every run of the tests, so that a red one is the change's own doing and not
 * chance's. `SEED=… npx vitest …` draws others.
 */
import * as fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20_261_122) });
