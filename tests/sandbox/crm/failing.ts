/** Batches of which CRM does a part: some fail, and the status is 207 (contract 2.1, 2.4). */
import { seededRandom, type World } from '../world';
import { failed, type Result } from './results';

/**
 * What becomes of one of `count` records: a failure of the service, or what `write` makes of it. The
 * code is that of a failing request; which one single records bear is not documented [?].
 */
export function unlessFailing(world: World, count: number, write: () => Result): Result {
  const share = world.leeway.crmFailingShare;
  if (share === 0 || count < 2 || randomOf(world)() >= share) return write();
  return failed({ code: 'INTERNAL_ERROR', message: 'Internal Server Error', details: {} });
}

/** A stream of its own, so that it changes nothing else that the seed decides. */
function randomOf(world: World): () => number {
  const known = world.own.get('failing');
  if (known !== undefined) return known as () => number;
  const random = seededRandom(`${world.seed}/failing`);
  world.own.set('failing', random);
  return random;
}
