/** Gathers what planning needs to know from the store: a few index reads for a page of pairs. */
import { bareKey, reachKeys, waitKey } from '../core/match';
import { activeFields, asDirty, isLinked } from '../core/pair';
import type { Returned } from '../core/draft';
import type { FormerLink } from '../core/deletion';
import type { PlanContext } from '../core/plan';
import { copyKey, mayHaveLeft } from '../core/recovery';
import { isStillOurs } from '../core/scope';
import { indexKey, otherSide } from '../core/side';
import type { Intent, Kind, Pair, RecordId, Side } from '../types';
import { byId } from './by-id';
import { chunks, pageSize } from './pool';
import type { RunContext } from './run-context';

const sides = ['desk', 'crm'] as const;

/** The pairs that these may be matched with, themselves among them. */
async function candidatesOf(
  context: RunContext,
  kind: Kind,
  unlinked: readonly Pair[],
): Promise<readonly Pair[]> {
  const { store } = context.ports;
  const keys = [...new Set(unlinked.flatMap(reachKeys))];
  const candidates = keys.length === 0 ? [] : [...(await store.pairsByMatchKey(keys))];
  // A record with two keys may reach one that is nearer to somebody else: ask them too.
  const { references, secondaryEmail } = context.config;
  if (references?.[kind] !== undefined || (kind === 'contact' && secondaryEmail)) {
    const known = new Set(keys);
    const further = [...new Set(candidates.flatMap(reachKeys))].filter((key) => !known.has(key));
    const had = new Set(candidates.map((pair) => pair.key));
    if (further.length > 0)
      for (const pair of await store.pairsByMatchKey(further))
        if (!had.has(pair.key)) candidates.push(pair);
  }
  return candidates;
}

/** The context of planning these pairs of one kind. */
export async function gather(
  context: RunContext,
  kind: Kind,
  pairs: readonly Pair[],
): Promise<PlanContext> {
  const unlinked = pairs.filter((pair) => !isLinked(pair));
  // None of these asks for what another answers.
  const [candidates, links, buried, intents] = await Promise.all([
    candidatesOf(context, kind, unlinked),
    linksOf(context, kind, pairs),
    buriedOf(context, kind, unlinked),
    context.ports.store.intents(),
  ]);
  return {
    candidates,
    links,
    ...buried,
    blocked: new Set([
      ...buried.blocked,
      ...(await blockedKeys(context, intents)),
      ...possibleCopies(context, kind, unlinked, intents),
      ...(await namingUnseen(context, kind, unlinked)),
    ]),
    runId: context.run().id,
    clocks: { desk: context.remote('desk').serverTime(), crm: context.remote('crm').serverTime() },
  };
}

/** Asks for what is not known yet of the records that these pairs refer to. */
async function linksOf(
  context: RunContext,
  kind: Kind,
  pairs: readonly Pair[],
): Promise<PlanContext['links']> {
  const links = context.links.now();
  for (const { lookup, desk, crm } of activeFields(context.config, kind))
    for (const side of sides) {
      if (!lookup) continue;
      const name = side === 'desk' ? desk : crm;
      const ids = new Set<string>();
      for (const pair of pairs) {
        // What was agreed on as well: an emptied reference may have lost what it pointed at.
        for (const id of [pair[side]?.fields[name], pair.base?.[side][name]]) {
          const parent = typeof id === 'string' ? id.trim() : '';
          // Known already, also as the partner of what the other side points at.
          if (parent !== '' && !links.has(indexKey(lookup, side, parent))) ids.add(parent);
        }
      }
      if (ids.size === 0) continue;
      const parents = await context.ports.store.pairsById(lookup, side, [...ids]);
      for (const id of ids) links.set(indexKey(lookup, side, id), null);
      for (const parent of parents)
        if (
          parent &&
          isLinked(parent) &&
          sides.every((one) => parent[one].presence !== 'trashed')
        ) {
          links.set(indexKey(lookup, 'desk', parent.desk.id), parent.crm.id);
          links.set(indexKey(lookup, 'crm', parent.crm.id), parent.desk.id);
        }
    }
  return links;
}

type Buried = Required<Pick<PlanContext, 'tombstoned' | 'returned' | 'former' | 'blocked'>>;

/**
 * What is known of these records from cut links. One whose counterpart lives unlinked goes back to
 * it. One that was deleted itself and is alive again is new, if its counterpart followed it; one
 * whose counterpart was kept and deleted by itself, or that was itself, is not made again.
 */
async function buriedOf(context: RunContext, kind: Kind, pairs: readonly Pair[]): Promise<Buried> {
  const { store } = context.ports;
  const tombstoned = new Set<string>();
  const returned = new Map<string, Returned>();
  const former = new Map<string, FormerLink>();
  const blocked = new Set<string>();
  const look = async (side: Side): Promise<void> => {
    const other = otherSide(side);
    const keys = new Map(pairs.map((pair) => [pair[side]?.id ?? '', pair.key]));
    keys.delete('');
    if (keys.size === 0) return;
    const buried = await store.tombstones(kind, side, [...keys.keys()]);
    if (buried.length === 0) return;
    const partners = buried.map((one) => one.partner ?? '');
    const found = await store.pairsById(kind, other, partners);
    const counterparts = new Map(
      (await store.tombstones(kind, other, partners)).map((lost) => [lost.id, lost]),
    );
    for (const [index, one] of buried.entries()) {
      const record = `${side}/${one.id}`;
      const pair = found[index] ?? null;
      const seen = pair?.[other];
      const theirs = counterparts.get(one.partner ?? '');
      const last = theirs?.partner;
      const { partner, base: agreed } = one;
      if (partner !== undefined) former.set(record, { partner, base: agreed });
      // One that has had another counterpart since waits for that one.
      const isFree =
        pair?.[side] === null &&
        seen != null &&
        seen.presence !== 'trashed' &&
        (last ?? one.id) === one.id;
      // The record in the bin entered no view; the one that was kept may have, and left it again.
      const made = one.made === true && (side === 'crm' || (pair !== null && isStillOurs(pair)));
      // Of older rows nobody knows whom it met meanwhile: the two begin anew.
      const base = last === undefined ? null : (agreed ?? null);
      if (isFree) returned.set(record, { pair, base, made });
      else if (one.reason !== 'deleted' || partner === undefined || pair !== null)
        tombstoned.add(record);
      else if (one.alone || theirs?.alone || last !== one.id) tombstoned.add(record);
      else if ((await byId(context, kind, other, [partner]))[0]?.presence === 'alive')
        // Restored as well and not in its feed yet: creating one now would make a second.
        blocked.add(keys.get(one.id) ?? '');
    }
  };
  await Promise.all(sides.map(look));
  return { tombstoned, returned, former, blocked };
}

/** Pairs under a create of unknown outcome, and the business keys of look-alikes. */
async function blockedKeys(
  context: RunContext,
  intents: readonly Intent[],
): Promise<ReadonlySet<string>> {
  const { store } = context.ports;
  const blocked = new Set<string>();
  for (const intent of intents) {
    blocked.add(intent.pairKey);
    // The copy bears the key that was sent, whatever its source has become since.
    const sent = copyKey(intent);
    if (sent !== null) blocked.add(sent);
    const pairs = [await store.pair(intent.pairKey)];
    if (intent.alike !== undefined)
      pairs.push(...(await store.pairsById(intent.kind, intent.side, [intent.alike])));
    for (const pair of pairs) {
      if (pair) blocked.add(pair.key);
      for (const key of pair?.matchKeys ?? []) {
        const bare = bareKey(key);
        if (bare !== null) blocked.add(bare);
      }
    }
  }
  return blocked;
}

/**
 * Those of these pairs whose record may be what an open create has left: it came after the run had
 * looked for it. Without an address or a name no key tells it, and as a stranger it would be given
 * a copy of its own. The next run's look-up knows it.
 */
function possibleCopies(
  { config }: RunContext,
  kind: Kind,
  unlinked: readonly Pair[],
  intents: readonly Intent[],
): readonly string[] {
  const open = intents.filter((intent) => intent.kind === kind);
  if (open.length === 0) return [];
  return unlinked
    .filter((pair) =>
      open.some((intent) => {
        const seen = pair[intent.side];
        return seen !== null && mayHaveLeft(intent, seen, config);
      }),
    )
    .map((pair) => pair.key);
}

/**
 * Those of these pairs whose CRM record names a Desk record that lives and that no feed has shown
 * yet: it is no stranger's, and its counterpart is on its way.
 */
async function namingUnseen(
  context: RunContext,
  kind: Kind,
  unlinked: readonly Pair[],
): Promise<readonly string[]> {
  const field = context.config.references?.[kind];
  if (field === undefined) return [];
  const naming = unlinked.flatMap(({ key, crm }) => {
    const id = crm?.fields[field];
    return typeof id === 'string' ? [{ key, id }] : [];
  });
  const ids = naming.map(({ id }) => id);
  const known = await context.ports.store.pairsById(kind, 'desk', ids);
  const unseen = naming.filter((_, index) => !known[index]);
  const found = await byId(
    context,
    kind,
    'desk',
    unseen.map(({ id }) => id),
  );
  return unseen.flatMap(({ key }, index) => (found[index]?.presence === 'alive' ? key : []));
}

/**
 * Links whose records are all there again, after one had been deleted: before and after. Who refers
 * to them waits, as for a new link.
 */
export function mended(
  changes: readonly { readonly before: Pair | undefined; readonly after: Pair }[],
): Parameters<typeof wakeWaiting>[1] {
  return changes.flatMap(({ before, after }) => {
    const isWhole = (pair: Pair): boolean =>
      isLinked(pair) && !pair.gone && sides.every((side) => pair[side].presence !== 'trashed');
    if (!before || !isLinked(before) || isWhole(before)) return [];
    return isLinked(after) && isWhole(after)
      ? [{ kind: after.kind, ids: { desk: after.desk.id, crm: after.crm.id } }]
      : [];
  });
}

/**
 * Marks records that wait for these links, made or cut, as dirty. Committed before the links
 * themselves: were the worker killed between, the links come again and so does the waking, never
 * the reverse.
 */
export async function wakeWaiting(
  context: RunContext,
  linked: readonly { kind: Kind; ids: Readonly<Record<Side, RecordId>> }[],
): Promise<void> {
  const keys = linked
    .filter((one) => one.kind !== 'contact')
    .flatMap((one) => sides.map((side) => waitKey(one.kind, side, one.ids[side])));
  for (const part of chunks(keys, pageSize)) {
    const waiting = (await context.ports.store.pairsByMatchKey(part)).filter((pair) => !pair.dirty);
    for (const pairs of chunks(waiting, pageSize))
      await context.commit({ pairs: pairs.map(asDirty) }, 'reply');
  }
}
