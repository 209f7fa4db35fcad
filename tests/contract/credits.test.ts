/** What syncing costs, held near the least it can cost. `npm run bench` measures more records. */
import { expect, it } from 'vitest';
import { creditFigures } from '../bench/credits';

it('a sync costs little more than its least, and a poll that finds nothing few calls', async () => {
  const { figures } = await creditFigures(400);
  expect(figures.idlePollCalls).toBeLessThanOrEqual(10);
  const { first, c0, c1, c10 } = figures.creditsVsMinimum;
  for (const ratio of [first, c0, c10]) expect(ratio).toBeLessThanOrEqual(1.1);
  // Four records: what is read of the fields once an hour weighs more than they do.
  expect(c1).toBeLessThanOrEqual(1.2);
}, 120_000);
