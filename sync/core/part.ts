/** What becomes of a link that a person cuts: two records that are kept apart from then on. */
import type { Pair, RecordId, Side } from '../types';
import type { SyncConfig } from '../types/settings';
import { pairKeyOf, withKeys, type LinkedPair } from './pair';
import { madeOf } from './scope';
import { notesOf } from './sent';
import { otherSide } from './side';

/** Both records as rows of their own, each with the other's id as one that it is not linked with. */
export function parted(
  pair: LinkedPair,
  config: SyncConfig,
): { readonly desk: Pair; readonly crm: Pair } {
  const alone = (side: Side): Pair =>
    withKeys(
      {
        key: pairKeyOf(pair.kind, side, pair[side].id),
        kind: pair.kind,
        desk: side === 'desk' ? pair.desk : null,
        crm: side === 'crm' ? pair.crm : null,
        base: null,
        unseen: null,
        ...notesOf(pair, side),
        ...madeOf(pair, side),
        matchKeys: [],
        linkedBy: null,
        apart: withId(pair.apart, pair[otherSide(side)].id),
        // Each may have another counterpart.
        dirty: true,
      },
      config,
      [],
    );
  return { desk: alone('desk'), crm: alone('crm') };
}

/** Whether a person said that these two do not belong together. */
export function areApart(one: Pair, two: Pair): boolean {
  const ids = (pair: Pair): (RecordId | undefined)[] => [pair.desk?.id, pair.crm?.id];
  return (
    one.apart?.some((id) => ids(two).includes(id)) === true ||
    two.apart?.some((id) => ids(one).includes(id)) === true
  );
}

/** Few people say it more often of one record; more would make the row grow. */
const mostApart = 20;

function withId(ids: readonly RecordId[] | undefined, id: RecordId): readonly RecordId[] {
  return [...new Set([...(ids ?? []), id])].slice(-mostApart);
}
