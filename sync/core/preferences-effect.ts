/** What other preferences would do to the records there are, counted pair by pair. */
import type { PreferencesEffectView } from '../protocol/preferences-effect';
import { kinds, type Kind, type Pair } from '../types';
import type { SyncConfig } from '../types/settings';
import { effectiveBase } from './base';
import { mayWrite } from './direction';
import { createEffectCount, type Rules } from './mapping-check';
import { bareKey, matchPair } from './match';
import { isLinked, titleOf, withKeys } from './pair';
import { otherSide } from './side';
import { canon } from './values';

const sides = ['desk', 'crm'] as const;

/** Contacts shown of those whose address would change. */
const mostRows = 100;

/** Settings that decide which linked records are written, and how. */
function rulesOf(config: SyncConfig, kind: Kind): Rules {
  return {
    fields: config.fields[kind],
    policy: config.policy,
    writable: { desk: mayWrite(config, kind, 'desk'), crm: mayWrite(config, kind, 'crm') },
  };
}

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Types of whose records anything would become another, or is told. None: there is nothing to look at. */
export function concernedKinds(before: SyncConfig, after: SyncConfig): readonly Kind[] {
  const accounts = after.deletions?.account.crmDeleted === 'always';
  return kinds.filter(
    (kind) =>
      !isSame(rulesOf(before, kind), rulesOf(after, kind)) ||
      after.importFrom < before.importFrom ||
      (kind === 'contact' && after.secondaryEmail && !before.secondaryEmail) ||
      (kind !== 'product' && accounts),
  );
}

/** Whether this one-sided record would be given a counterpart, if none is found. */
function isImported(pair: Pair, config: SyncConfig): boolean {
  const side = pair.desk === null ? 'crm' : 'desk';
  const own = pair[side];
  return (
    own?.presence === 'alive' &&
    mayWrite(config, pair.kind, otherSide(side)) &&
    own.createdAt !== null &&
    own.createdAt >= config.importFrom
  );
}

/** Contacts of either side that only a secondary address brings together. */
function byAddress(alone: readonly Pair[], after: SyncConfig): PreferencesEffectView['addresses'] {
  const byKey = new Map<string, Pair[]>();
  const keyed = alone.map((pair) => withKeys(pair, after, []));
  for (const pair of keyed)
    for (const key of pair.matchKeys) {
      const bare = bareKey(key) ?? '';
      byKey.set(bare, [...(byKey.get(bare) ?? []), pair]);
    }
  const near = (pair: Pair): readonly Pair[] =>
    pair.matchKeys.flatMap((key) => byKey.get(bareKey(key) ?? '') ?? []);
  const rows: PreferencesEffectView['addresses']['rows'][number][] = [];
  let count = 0;
  for (const pair of keyed) {
    if (pair.desk === null) continue;
    // Two hops, as where it is planned: rivals of the candidates matter as much.
    const reach = new Set(near(pair).flatMap((one) => [one, ...near(one)]));
    reach.delete(pair);
    const match = matchPair(pair, [...reach], after);
    if (match.type !== 'unique' || match.by !== 'second') continue;
    const held = pair.desk.fields['email'];
    const address = match.pair.crm?.fields['Email'];
    if (typeof address !== 'string' || isSame(canon('email', address), canon('email', held ?? '')))
      continue;
    count += 1;
    if (rows.length < mostRows)
      rows.push({
        title: titleOf(pair),
        before: typeof held === 'string' && held !== '' ? held : null,
        after: address,
      });
  }
  return { count, rows };
}

export interface PreferencesEffect {
  see(pair: Pair): void;
  result(): Omit<PreferencesEffectView, 'of'>;
}

/** Counts what `after` would do that `before` does not. */
export function createPreferencesEffect(before: SyncConfig, after: SyncConfig): PreferencesEffect {
  const counts = Object.fromEntries(
    kinds.map((kind) => [kind, createEffectCount(rulesOf(before, kind), rulesOf(after, kind))]),
  ) as Record<Kind, ReturnType<typeof createEffectCount>>;
  const matchesMore = after.secondaryEmail && !before.secondaryEmail;
  const created = { desk: 0, crm: 0 };
  const alone: Pair[] = [];
  const accounts = new Set<string>();
  const parents = new Set<unknown>();
  let looked = 0;
  return {
    see(pair) {
      looked += 1;
      if (pair.kind === 'contact' && pair.desk !== null) parents.add(pair.desk.fields['accountId']);
      if (isLinked(pair)) {
        if (pair.kind === 'account') accounts.add(pair.desk.id);
        counts[pair.kind].see({
          title: '',
          base: effectiveBase(pair),
          desk: pair.desk.fields,
          crm: pair.crm.fields,
        });
        return;
      }
      if (matchesMore && pair.kind === 'contact') alone.push(pair);
      if (isImported(pair, after) && !isImported(pair, before))
        created[pair.desk === null ? 'desk' : 'crm'] += 1;
    },
    result() {
      const written = { desk: 0, crm: 0 };
      let asking = 0;
      for (const kind of kinds) {
        const effect = counts[kind].result();
        for (const side of sides) written[side] += effect[side];
        asking += effect.asking;
      }
      return {
        looked,
        written,
        asking,
        created,
        addresses: matchesMore ? byAddress(alone, after) : { count: 0, rows: [] },
        peopled: [...accounts].filter((id) => parents.has(id)).length,
      };
    },
  };
}
