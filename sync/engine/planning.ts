/** Gathers what planning needs to know from the store: a few index reads for a page of pairs. */
import { bareKey, reachKeys, waitKey } from '../core/match';
import { activeFields, asDirty, isLinked } from '../core/pair';
import type { PlanContext } from '../core/plan';
import { indexKey } from '../core/side';
import type { Kind, Pair, RecordId, Side } from '../types';
import { chunks, pageSize } from './pool';
import type { RunContext } from './run-context';

const sides = ['desk', 'crm'] as const;

/** The context of planning these pairs of one kind. */
export async function gather(
  context: RunContext,
  kind: Kind,
  pairs: readonly Pair[],
): Promise<PlanContext> {
  const { store } = context.ports;
  const unlinked = pairs.filter((pair) => !isLinked(pair));
  const keys = [...new Set(unlinked.flatMap(reachKeys))];
  const candidates = keys.length === 0 ? [] : [...(await store.pairsByMatchKey(keys))];
  // A record with two addresses may reach one that is nearer to somebody else: ask them too.
  if (kind === 'contact' && context.config.secondaryEmail) {
    const known = new Set(keys);
    const further = [...new Set(candidates.flatMap(reachKeys))].filter((key) => !known.has(key));
    const had = new Set(candidates.map((pair) => pair.key));
    if (further.length > 0)
      for (const pair of await store.pairsByMatchKey(further))
        if (!had.has(pair.key)) candidates.push(pair);
  }
  return {
    candidates,
    links: await linksOf(context, kind, pairs),
    tombstoned: await tombstonedOf(context, kind, unlinked),
    blocked: await blockedKeys(context),
  };
}

async function linksOf(
  context: RunContext,
  kind: Kind,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<string, RecordId>> {
  const links = new Map<string, RecordId>();
  const lookups = activeFields(context.config, kind).filter((field) => field.type === 'lookup');
  for (const field of lookups)
    for (const side of sides) {
      if (!field.lookup) continue;
      const name = side === 'desk' ? field.desk : field.crm;
      const ids = new Set<string>();
      for (const pair of pairs) {
        const id = pair[side]?.fields[name];
        if (typeof id === 'string' && id.trim() !== '') ids.add(id.trim());
      }
      if (ids.size === 0) continue;
      for (const parent of await context.ports.store.pairsById(field.lookup, side, [...ids]))
        if (parent && isLinked(parent)) {
          links.set(indexKey(field.lookup, 'desk', parent.desk.id), parent.crm.id);
          links.set(indexKey(field.lookup, 'crm', parent.crm.id), parent.desk.id);
        }
    }
  return links;
}

async function tombstonedOf(
  context: RunContext,
  kind: Kind,
  pairs: readonly Pair[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const side of sides) {
    const ids = pairs.map((pair) => pair[side]?.id).filter((id) => id !== undefined);
    if (ids.length === 0) continue;
    for (const one of await context.ports.store.tombstones(kind, side, ids))
      found.add(`${side}/${one.id}`);
  }
  return found;
}

/** Pairs under a create of unknown outcome, and the business keys of look-alikes. */
async function blockedKeys(context: RunContext): Promise<ReadonlySet<string>> {
  const blocked = new Set<string>();
  for (const intent of await context.ports.store.intents()) {
    blocked.add(intent.pairKey);
    const pair = await context.ports.store.pair(intent.pairKey);
    for (const key of pair?.matchKeys ?? []) {
      const bare = bareKey(key);
      if (bare !== null) blocked.add(bare);
    }
  }
  return blocked;
}

/**
 * Marks records that wait for these links as dirty. Committed before the links themselves: were
 * the worker killed between, the links come again and so does the waking, never the reverse.
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
