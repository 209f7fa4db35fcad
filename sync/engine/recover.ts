/**
 * Settles creates of unknown outcome. A copy that can be nothing else is linked at once. "Not found",
 * and one that may as well be made by hand, is believed only when the target's own clock has left
 * the quarantine, and a copy that was made and deleted is not made again.
 */
import type { Intent, Kind, Pair, RecordId, Side, Snapshot } from '../types';
import { changeOf } from '../core/change';
import { conflictRows } from '../core/conflict';
import { afterCreate } from '../core/outcome';
import { complete, isLinked, readFields } from '../core/pair';
import { quarantineEnd } from '../core/quarantine';
import { findCopy, isYoung, lookBackMs, withDoubts, type Copy } from '../core/recovery';
import { asFound } from '../core/scope';
import { indexKey, otherSide } from '../core/side';
import { countOf } from '../core/tally';
import { giveUp } from './give-up';
import { gather, wakeWaiting } from './planning';
import type { RunContext } from './run-context';
import { reopened, viewsCursor } from './views-cursor';

/** Looks up every open intent. Those still in quarantine stay. */
export async function recover(context: RunContext): Promise<void> {
  const { store } = context.ports;
  const intents = await store.intents();
  const groups = new Map<string, Intent[]>();
  for (const intent of intents) {
    const group = `${intent.kind}/${intent.side}`;
    groups.set(group, [...(groups.get(group) ?? []), intent]);
  }
  let done = 0;
  for (const group of [...groups.keys()].toSorted()) {
    const open = (groups.get(group) ?? []).toSorted((one, two) =>
      one.pairKey < two.pairKey ? -1 : 1,
    );
    const [first] = open;
    if (!first) continue;
    context.progress({
      phase: 'recover',
      kind: first.kind,
      progress: { done, of: intents.length },
    });
    await recoverGroup(context, first.kind, first.side, open);
    done += open.length;
  }
}

async function recoverGroup(
  context: RunContext,
  kind: Kind,
  side: Side,
  intents: readonly Intent[],
): Promise<void> {
  const { store } = context.ports;
  const remote = context.remote(side);
  const names = readFields(context.config, kind, side);
  const since = Math.min(...intents.map((intent) => intent.sentAt)) - lookBackMs;
  let found: readonly Snapshot[] = [];
  let open = intents;
  const listed = new Map<RecordId, Snapshot>();
  try {
    const read = await remote.createdSince(kind, since, names, (row) => listed.set(row.id, row));
    found = read.map((one) => complete(one, names));
  } finally {
    for (const { id } of found) listed.delete(id);
    open = await keepInMind(context, intents, [...listed.values()]);
  }
  const owners = await store.pairsById(
    kind,
    side,
    found.map((one) => one.id),
  );
  const free = new Map<string, Snapshot>();
  const holders = new Map<string, Pair>();
  for (const [index, snapshot] of found.entries()) {
    const owner = owners[index];
    if (owner && isLinked(owner)) continue;
    free.set(snapshot.id, snapshot);
    if (owner) holders.set(snapshot.id, owner);
  }
  const now = remote.serverTime();
  const isOver = (intent: Intent): boolean => now !== null && now > quarantineEnd(intent);
  const copyOf = (intent: Intent): Copy | null => {
    const young = [...free.values()].filter((one) => isYoung(intent, one));
    return findCopy(intent, young, context.config);
  };
  /** The one that looked like it before it was edited further. */
  const likely = ({ alike = '' }: Intent): Copy | null => {
    const snapshot = free.get(alike);
    return snapshot ? { snapshot, isDoubtful: true, isCertain: false } : null;
  };
  const take = async (intent: Intent, copy: Copy): Promise<void> => {
    free.delete(copy.snapshot.id);
    await adopt(context, intent, copy, holders.get(copy.snapshot.id) ?? null);
  };
  // Those that can be nothing else first: to another intent they may look like an edited copy.
  const uncertain: Intent[] = [];
  for (const intent of open) {
    const copy = copyOf(intent);
    if (copy?.isCertain) await take(intent, copy);
    else uncertain.push(intent);
  }
  const missing: Intent[] = [];
  for (const intent of uncertain) {
    const copy = copyOf(intent) ?? likely(intent);
    if (copy && isOver(intent)) {
      await take(intent, copy);
      continue;
    }
    missing.push(intent);
    // Kept in mind: it may be ours, and be deleted before that is known.
    if (copy && intent.alike !== copy.snapshot.id)
      await context.commit({ intents: [{ ...intent, alike: copy.snapshot.id }] }, 'reply');
  }
  const believed = missing.filter(isOver);
  context.ports.log.info('recover', {
    kind,
    side,
    adopted: open.length - missing.length,
    waiting: missing.length - believed.length,
    missing: believed.length,
  });
  if (believed.length > 0) await giveUp(context, kind, side, believed);
}

/**
 * The intents, with a likely copy out of what a list has named and nobody could read: Desk names it
 * nowhere else when it was merged away between the two.
 */
async function keepInMind(
  context: RunContext,
  intents: readonly Intent[],
  listed: readonly Snapshot[],
): Promise<readonly Intent[]> {
  const kept = intents.map((intent) => {
    const young = listed.filter((one) => isYoung(intent, one));
    const copy = intent.alike === undefined ? findCopy(intent, young, context.config) : null;
    return copy ? { ...intent, alike: copy.snapshot.id } : intent;
  });
  const changed = kept.filter((one, index) => one !== intents[index]);
  if (changed.length > 0) await context.commit({ intents: changed }, 'reply');
  return kept;
}

/** Links the copy. What it still shows of what was sent is agreed on. */
async function adopt(
  context: RunContext,
  intent: Intent,
  { snapshot: copy, isDoubtful, isCertain }: Copy,
  holder: Pair | null,
): Promise<void> {
  const { kind, side, pairKey } = intent;
  await context.exclusive(async () => {
    const pair = await context.ports.store.pair(pairKey);
    const source = pair?.[otherSide(side)];
    // The source was deleted and dropped meanwhile: the copy is an unlinked record like others.
    if (!pair || !source || isLinked(pair)) {
      await context.commit({ dropIntents: [pairKey] }, 'reply');
      return;
    }
    const { links } = await gather(context, kind, [pair]);
    const made = afterCreate(
      pair,
      intent,
      copy.id,
      { snapshot: copy, modifiedAt: null },
      'adopt',
      (of, from, id) => links.get(indexKey(of, from, id)) ?? null,
      context.config,
      [],
    );
    const { pair: linked, conflicts } =
      isDoubtful && isLinked(made)
        ? withDoubts(made, intent, context.config)
        : { pair: made, conflicts: [] };
    const { run, ports } = context;
    const found = isCertain
      ? linked
      : asFound(linked, side, holder?.[side] ?? null, context.config);
    const views = side === 'crm' && !isCertain ? await viewsCursor(context, kind) : null;
    const askedAt = context.remote(side).serverTime() ?? 0;
    const rows = conflictRows(linked, conflicts, run().id, ports.clock.now());
    const ids =
      side === 'desk' ? { desk: copy.id, crm: source.id } : { desk: source.id, crm: copy.id };
    await wakeWaiting(context, [{ kind, ids }]);
    await context.commit(
      {
        pairs: [found],
        cursors: views ? [reopened(views, askedAt)] : [],
        dropPairs: holder ? [holder.key] : [],
        dropIntents: [pairKey],
        dropFailures: context.failed([pairKey]),
        conflicts: rows,
        // One that may be made by hand is told as found, not as made.
        history: [
          isCertain ? changeOf(pair, 'create', side, intent.fields) : changeOf(found, 'link', null),
        ],
      },
      'reply',
      { [kind]: { [isCertain ? countOf('created', side) : 'linked']: 1, conflicts: rows.length } },
    );
  });
}
