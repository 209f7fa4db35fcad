import type { Patch } from '../patches';

/** One promise of SECURITY without its defence, as a patch on the product's sources. */
export interface Defence {
  /** What would be possible without it. */
  readonly loss: string;
  readonly patch: Patch;
  /** Tests that tell, below `tests`, without their ending. */
  readonly told: readonly string[];
}

/** One defence, and the tests that miss it. */
export const without = (
  loss: string,
  file: string,
  find: string,
  replace: string,
  ...told: readonly string[]
): Defence => ({ loss, patch: { file, find, replace }, told });
