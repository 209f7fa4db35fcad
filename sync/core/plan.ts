/**
 * The one door to every write: what makes both sides agree, as data. Pure and deterministic:
 * the same pairs, context and configuration give the same plan in the same order.
 */
import { kinds, type Instant, type Pair, type Problem, type RecordId, type Side } from '../types';
import type { LinkReason } from '../types/runs';
import { type SyncConfig } from '../types/settings';
import { settle, type Action, type Plan } from './action';
import { effectiveBase } from './base';
import { nameOf, type LinkOf } from './convert';
import { mayWrite } from './direction';
import { planGone, unlink, type FormerLink } from './deletion';
import { draft, joined, rejoined, waitKeys, type Returned } from './draft';
import { bareKey, matchKeysOf, matchPair } from './match';
import { mergeFields, type FieldConflict, type Merge } from './merge';
import { activeFields, isLinked, type LinkedPair } from './pair';
import { areApart } from './part';
import { asInside } from './scope';
import { mayBeCleared, mayStillCome } from './sent';
import { indexKey, otherSide } from './side';

/** What planning knows beside the pairs themselves. */
export interface PlanContext {
  /** Every pair that shares a match key with one of the planned pairs. */
  readonly candidates: readonly Pair[];
  /** Partners of the records that lookups point at, by `{kind}|{side}|{id}`. */
  readonly links: ReadonlyMap<string, RecordId | null>;
  /** `{side}/{id}` of records whose counterpart must not be created (again). */
  readonly tombstoned: ReadonlySet<string>;
  /** Pair keys and side-less match keys under an open intent. */
  readonly blocked: ReadonlySet<string>;
  /** Pairs that are linked and keys that are used up by other pages of the same plan. */
  readonly taken?: Set<string> | undefined;
  readonly claimed?: Set<string> | undefined;
  /** The run that plans: what it saw deleted itself it does not follow yet. */
  readonly runId?: string | undefined;
  /** The services' own clocks; unknown ones prove nothing. */
  readonly clocks?: Readonly<Record<Side, Instant | null>> | undefined;
  /** By `{side}/{id}`: deleted records that are alive again, with the counterpart they had. */
  readonly returned?: ReadonlyMap<string, Returned> | undefined;
  /** By `{side}/{id}`: the last link of a record that has none. */
  readonly former?: ReadonlyMap<string, FormerLink> | undefined;
}

/** Ranks within one kind: what costs nothing first, deletions last. */
const ranks = { link: 0, unlink: 1, settle: 2, hold: 3, update: 4, create: 5, delete: 6 } as const;

const order = (action: Action): number => kinds.indexOf(action.kind) * 10 + ranks[action.type];

const ambiguous = (count: number): Problem => ({
  code: 'match.ambiguous',
  kind: 'conflict',
  message:
    'Several records could be the counterpart. Merge the duplicates or link one by hand; Tandem does not guess.',
  detail: `${count} records`,
});

/** The counterpart has a partner already; Zoho's own words. */
export const linkTaken: Problem = {
  code: 'link.taken',
  kind: 'conflict',
  message:
    'CRM ID is already mapped with another Support Entity. Two records claim the same counterpart; merge them or change the e-mail address or name of one.',
};

function merged(pair: LinkedPair, linkOf: LinkOf, config: SyncConfig): Merge {
  return mergeFields({
    fields: activeFields(config, pair.kind),
    base: effectiveBase(pair),
    desk: pair.desk.fields,
    crm: pair.crm.fields,
    policy: config.policy,
    chosen: pair.chosen,
    writes: pair.writes,
    writable: {
      desk: mayWrite(config, pair.kind, 'desk'),
      crm: mayWrite(config, pair.kind, 'crm'),
    },
    linkOf,
  });
}

/** Whether a linked pair has anything left to write. */
export function isSettled(pair: LinkedPair, linkOf: LinkOf, config: SyncConfig): boolean {
  const { writes, conflicts, problems, waits } = merged(pair, linkOf, config);
  const fields = Object.keys(writes.desk).length + Object.keys(writes.crm).length;
  return fields + conflicts.length + problems.length + waits.length === 0;
}

/** Writes that may undo what somebody cleared, after an answer was lost, as conflicts to be on record. */
function clearings(pair: LinkedPair, merge: Merge, config: SyncConfig): readonly FieldConflict[] {
  if (!pair.sent) return [];
  return activeFields(config, pair.kind).flatMap((field) =>
    (['desk', 'crm'] as const)
      .filter((side) => {
        const value = merge.writes[side][nameOf(field, side)];
        const isLogged = merge.conflicts.some((one) => one.field === field);
        return !isLogged && mayBeCleared(pair, side, field, value);
      })
      .map((side) => ({
        field,
        deskValue: pair.desk.fields[field.desk] ?? null,
        crmValue: pair.crm.fields[field.crm] ?? null,
        kept: otherSide(side),
      })),
  );
}

/** What a linked pair needs; `wait`: an earlier write to the record may still take effect. */
function planLinked(
  pair: LinkedPair,
  linkOf: LinkOf,
  config: SyncConfig,
  clocks: PlanContext['clocks'],
): readonly Action[] | 'wait' {
  const { key: pairKey, kind } = pair;
  if (pair.desk.presence === 'outOfScope' || pair.crm.presence === 'outOfScope')
    return [settle(pairKey, kind, 'outOfScope')];
  const merge = merged(pair, linkOf, config);
  const waits = waitKeys(merge.waits);
  const cleared = clearings(pair, merge, config);
  const sides = (['desk', 'crm'] as const).filter(
    (side) => Object.keys(merge.writes[side]).length > 0,
  );
  const asked = merge.conflicts.filter((conflict) => conflict.kept === null);
  const problem = merge.problems[0] ?? null;
  if (sides.length === 0) {
    const reason = waits.length > 0 ? 'waitsForLink' : 'agreed';
    return [
      { type: 'settle', pairKey, kind, reason, base: merge.base, conflicts: asked, waits, problem },
    ];
  }
  const ready = sides.filter((side) => !mayStillCome(pair, side, clocks?.[side] ?? null));
  if (ready.length === 0) return 'wait';
  return ready.map((side, index) => ({
    type: 'update',
    pairKey,
    kind,
    side,
    id: pair[side].id,
    fields: merge.writes[side],
    base: merge.base,
    conflicts: [
      ...[...merge.conflicts, ...cleared].filter((one) => one.kept === otherSide(side)),
      ...(index === 0 ? asked : []),
    ],
    waits,
    problem: problem?.problem ?? null,
    precondition: { modifiedAt: pair[side].modifiedAt },
    reason: 'changed',
  }));
}

/** Plans dirty pairs of any kinds. What it leaves out stays dirty. */
export function planPairs(pairs: readonly Pair[], context: PlanContext, config: SyncConfig): Plan {
  const linkOf: LinkOf = (kind, side, id) => context.links.get(indexKey(kind, side, id)) ?? null;
  const actions: Action[] = [];
  const waiting: string[] = [];
  const { taken = new Set<string>(), claimed = new Set<string>() } = context;
  const byKey = new Map<string, Pair[]>();
  for (const candidate of context.candidates)
    for (const key of candidate.matchKeys) {
      const bare = bareKey(key);
      if (bare === null) continue;
      const list = byKey.get(bare);
      if (list) list.push(candidate);
      else byKey.set(bare, [candidate]);
    }

  const recordOf = ({ desk, crm }: Pair): string => (desk ? `desk/${desk.id}` : `crm/${crm?.id}`);
  const backOf = (pair: Pair): Returned | undefined => context.returned?.get(recordOf(pair));

  const planUnlinked = (pair: Pair): void => {
    const source: Side = pair.desk ? 'desk' : 'crm';
    const observation = pair[source];
    const target = otherSide(source);
    const { key: pairKey, kind } = pair;
    const hold = (problem: Problem, reason: string): void => {
      actions.push({ type: 'hold', pairKey, kind, side: target, problem, reason });
    };
    if (!observation || observation.presence === 'trashed') {
      actions.push(
        unlink(pair, source, config, 'recordDeleted', context.former?.get(recordOf(pair))),
      );
      return;
    }
    const link = (partner: Pair, pairNow: LinkedPair, reason: LinkReason): void => {
      const done = isSettled(pairNow, linkOf, config);
      // What is equal now is agreed on, whatever else is still to be written.
      const { base } = merged(pairNow, linkOf, config);
      taken.add(pairKey).add(partner.key);
      actions.push({
        type: 'link',
        pairKey: pairNow.key,
        kind,
        pair: { ...pairNow, base, dirty: !done },
        dropKey: pairNow.key === pairKey ? partner.key : pairKey,
        settled: done,
        reason,
      });
    };
    // A restored record goes back to its counterpart, whatever else bears its address by now.
    const back = backOf(pair);
    if (back && !taken.has(back.pair.key)) {
      link(back.pair, rejoined(pair, back, config), 'restored');
      return;
    }
    if (observation.presence === 'outOfScope') {
      actions.push(settle(pairKey, kind, 'outOfScope'));
      return;
    }
    const own = matchKeysOf(kind, source, observation, config);
    const bare = own.map(bareKey).filter((key) => key !== null);
    // Two hops: the rivals of my candidates matter as much as my own.
    const near = new Set(bare.flatMap((key) => byKey.get(key) ?? []));
    const reach = new Set(near);
    for (const one of near)
      for (const key of one.matchKeys)
        for (const two of byKey.get(bareKey(key) ?? '') ?? []) reach.add(two);
    const rivals = [...reach].filter((one) => one.key !== pairKey && !areApart(pair, one));
    const inside = matchPair(pair, rivals, config, taken);
    // A counterpart outside the scope is linked, or its twin would be created beside it.
    const match =
      inside.type === 'none' ? matchPair(pair, rivals.map(asInside), config, taken) : inside;
    if (match.type === 'unique') {
      const partner = rivals.find((one) => one.key === match.pair.key) ?? match.pair;
      link(
        partner,
        joined(pair, partner, match.by, config),
        match.by === 'first' ? 'matched' : 'matchedBySecondary',
      );
    } else if (match.type === 'ambiguous') hold(ambiguous(match.count), 'ambiguous');
    else if (match.type === 'taken' || bare.some((key) => claimed.has(`${target} ${key}`)))
      hold(linkTaken, 'taken');
    else if (!mayWrite(config, kind, target)) actions.push(settle(pairKey, kind, 'oneWay'));
    else if (back || context.tombstoned.has(`${source}/${observation.id}`))
      actions.push(settle(pairKey, kind, 'unlinked'));
    // A record whose age is unknown is taken for an old one: matched, never created.
    else if (observation.createdAt === null || observation.createdAt < config.importFrom)
      actions.push(settle(pairKey, kind, 'outsideWindow'));
    // What was sent to a record without an answer may yet give it this one's address or name.
    else if ([...near].some((one) => mayStillCome(one, target, context.clocks?.[target] ?? null)))
      waiting.push(pairKey);
    else {
      const made = draft(pair, source, linkOf, config);
      if ('problem' in made) hold(made.problem, 'incomplete');
      else {
        for (const key of bare) claimed.add(`${target} ${key}`);
        actions.push(made.action);
      }
    }
  };

  // Those that came back first, before others match what they go back to.
  for (const pair of pairs.toSorted(
    (one, two) => Number(!backOf(one)) - Number(!backOf(two)) || (one.key < two.key ? -1 : 1),
  )) {
    if (taken.has(pair.key)) continue;
    const isBlocked =
      context.blocked.has(pair.key) ||
      (!isLinked(pair) && pair.matchKeys.some((key) => context.blocked.has(bareKey(key) ?? '')));
    if (isBlocked) waiting.push(pair.key);
    else if (config.syncType[pair.kind] === 'displayOnly')
      actions.push(settle(pair.key, pair.kind, 'displayOnly'));
    else if (isLinked(pair)) {
      const gone = planGone(pair, linkOf, config, context.runId ?? null);
      if (gone === 'wait') waiting.push(pair.key);
      else if (gone) actions.push(gone);
      else {
        const planned = planLinked(pair, linkOf, config, context.clocks);
        if (planned === 'wait') waiting.push(pair.key);
        else actions.push(...planned);
      }
    } else planUnlinked(pair);
  }

  // A record outside was put to rest before somebody was linked with it.
  const live = actions.filter((one) => one.type !== 'settle' || !taken.has(one.pairKey));
  return { actions: live.toSorted((one, two) => order(one) - order(two)), waiting };
}
