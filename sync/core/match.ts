/**
 * Keys by which a record of one side finds its counterpart: the CRM field that names the Desk record,
 * where there is one; contacts by e-mail, accounts and products by name. More than one candidate is
 * never guessed.
 */
import type { Fields, Kind, Observation, Pair, Side } from '../types';
import type { SyncConfig } from '../types/settings';
import { indexKey, otherSide } from './side';
import { lowerAscii, storable } from './values';

/** Fields that hold a kind's business keys, the first one being decisive. */
export const keyFields: Readonly<Record<Kind, Readonly<Record<Side, readonly string[]>>>> = {
  account: { desk: ['accountName'], crm: ['Account_Name'] },
  contact: { desk: ['email', 'secondaryEmail'], crm: ['Email', 'Secondary_Email'] },
  product: { desk: ['productName'], crm: ['Product_Name'] },
};

/**
 * E-mail key: trimmed, NFC, ASCII lower case, the domain in its ASCII form. Dots and plus signs
 * are kept: whether they matter is the mail host's secret.
 */
export function emailKey(value: string): string | null {
  const text = lowerAscii(storable(value).normalize('NFC').trim());
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return null;
  const domain = text.slice(at + 1);
  return `${text.slice(0, at)}@${asciiDomain(domain)}`;
}

function asciiDomain(domain: string): string {
  if (!/[^\0-\x7f]/.test(domain)) return domain;
  // The URL parser is the platform's own IDNA; anything it refuses stays as it is.
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return domain;
  }
}

/** Name key: trimmed, NFC, case-folded, inner spaces single. Upper case first folds ß and ſ. */
export function nameKey(value: string): string | null {
  const folded = storable(value).normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
  const text = folded.replace(/\s+/gu, ' ').trim();
  return text === '' ? null : text;
}

function keysOf(kind: Kind, side: Side, fields: Fields, config: SyncConfig): (string | null)[] {
  const names = keyFields[kind][side].slice(0, kind === 'contact' && config.secondaryEmail ? 2 : 1);
  return names.map((name) => {
    const value = fields[name];
    if (typeof value !== 'string') return null;
    return kind === 'contact' ? emailKey(value) : nameKey(value);
  });
}

/**
 * The key of a reference: the id of the Desk record, as itself and as CRM's field names it. No
 * address or name begins with a space.
 */
function referenceKey(
  kind: Kind,
  side: Side,
  { id, fields }: Observation,
  { references }: SyncConfig,
): string | null {
  const field = references?.[kind];
  if (field === undefined) return null;
  const named = side === 'desk' ? id : fields[field];
  return typeof named === 'string' ? ` ${named}` : null;
}

/** The match keys of one side of a pair, as they stand in `Pair.matchKeys`. */
export function matchKeysOf(
  kind: Kind,
  side: Side,
  observation: Observation | null,
  config: SyncConfig,
): readonly string[] {
  if (!observation || observation.presence === 'trashed') return [];
  const keys = keysOf(kind, side, observation.fields, config);
  keys.push(referenceKey(kind, side, observation, config));
  return [...new Set(keys)].flatMap((key) => (key === null ? [] : indexKey(kind, side, key)));
}

/** The index key under which a pair waits for another record to be linked. */
export function waitKey(kind: Kind, side: Side, id: string): string {
  return indexKey('wait', side, `${kind}:${id}`);
}

/** A match key without its side; null for other entries of `Pair.matchKeys`. */
export function bareKey(key: string): string | null {
  const end = key.indexOf('|');
  const kind = key.slice(0, end);
  return end < 0 || kind === 'wait' ? null : kind + key.slice(key.indexOf('|', end + 1));
}

/** Keys that reach every pair of either side that shares a business key with this one. */
export function reachKeys(pair: Pair): readonly string[] {
  return pair.matchKeys.flatMap((key) => {
    const bare = bareKey(key);
    if (bare === null) return [];
    const end = bare.indexOf('|');
    const tail = bare.slice(end);
    return [`${bare.slice(0, end)}|desk${tail}`, `${bare.slice(0, end)}|crm${tail}`];
  });
}

/** What a search for the counterpart found. */
export type Match =
  | { readonly type: 'unique'; readonly pair: Pair; readonly by: 'first' | 'second' }
  | { readonly type: 'none' }
  | { readonly type: 'ambiguous'; readonly count: number }
  /** The counterpart has another partner already. */
  | { readonly type: 'taken' };

function livingSide(pair: Pair): Side | null {
  if (pair.desk && pair.crm) return null;
  const side: Side = pair.desk ? 'desk' : 'crm';
  return pair[side]?.presence === 'alive' ? side : null;
}

function best(
  pair: Pair,
  side: Side,
  pool: readonly Pair[],
  config: SyncConfig,
): { found: readonly Pair[]; by: 'first' | 'second' } {
  const own = pair[side];
  if (!own) return { found: [], by: 'first' };
  const other = otherSide(side);
  // CRM lets no two records name one. It was written when the one was made of the other.
  const reference = referenceKey(pair.kind, side, own, config);
  const named = pool.find((candidate) => {
    const seen = candidate[other];
    return seen && reference && referenceKey(pair.kind, other, seen, config) === reference;
  });
  if (named) return { found: [named], by: 'first' };
  const [first] = keysOf(pair.kind, side, own.fields, config);
  const decisive = pool.filter((candidate) => {
    const seen = candidate[other];
    return seen && first !== null && keysOf(pair.kind, other, seen.fields, config)[0] === first;
  });
  if (decisive.length > 0) return { found: decisive, by: 'first' };
  // Those that were seen there: what was sent without an answer is nobody's address yet.
  const keys = new Set(keysOf(pair.kind, side, own.fields, config).filter((key) => key !== null));
  const any = pool.filter((candidate) =>
    keysOf(pair.kind, other, candidate[other]?.fields ?? {}, config).some(
      (key) => key !== null && keys.has(key),
    ),
  );
  return { found: any, by: 'second' };
}

/**
 * The counterpart of an unlinked pair among `candidates` (every pair that shares a key, on either
 * side). Unique only when each is the other's only choice; a link by the decisive key goes before
 * one by a secondary e-mail. `taken` holds keys of pairs that count as linked already.
 */
export function matchPair(
  pair: Pair,
  candidates: readonly Pair[],
  config: SyncConfig,
  taken: ReadonlySet<string> = new Set(),
): Match {
  const side = livingSide(pair);
  if (!side || pair.matchKeys.length === 0) return { type: 'none' };
  const other = otherSide(side);
  const free = candidates.filter((candidate) => !taken.has(candidate.key));
  const opposite = best(
    pair,
    side,
    free.filter((one) => livingSide(one) === other),
    config,
  );
  const [only] = opposite.found;
  if (!only) {
    const own = matchKeysOf(pair.kind, side, pair[side], config);
    const mirrored = new Set(own.map((key) => key.replace(`|${side}|`, `|${other}|`)));
    const claimed = candidates.some(
      (candidate) =>
        (taken.has(candidate.key) || (candidate.desk !== null && candidate.crm !== null)) &&
        candidate.matchKeys.some((key) => mirrored.has(key)),
    );
    return claimed ? { type: 'taken' } : { type: 'none' };
  }
  if (opposite.found.length > 1) return { type: 'ambiguous', count: opposite.found.length };
  const rivals = free.filter((one) => livingSide(one) === side && one.key !== pair.key);
  const back = best(only, other, [pair, ...rivals], config);
  if (!back.found.includes(pair)) return { type: 'taken' };
  if (back.found.length > 1) return { type: 'ambiguous', count: back.found.length };
  return { type: 'unique', pair: only, by: opposite.by };
}
