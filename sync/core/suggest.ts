/** Pairs of fields that look as if they belonged together. Nothing is mapped by it (MAP-1). */
import type { FieldMeta } from '../types';
import { fieldRule } from './field-rules';

/** A pair worth confirming, and why. */
export interface Suggestion {
  readonly desk: string;
  readonly crm: string;
  readonly because: 'sameName' | 'likeName';
}

/** Shorter names are part of too many others. */
const shortest = 4;

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/^cf[._]+(cf_)?/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const namesOf = ({ name, label }: FieldMeta): ReadonlySet<string> =>
  new Set([plain(label), plain(name)].filter((text) => text !== ''));

/** A field with its names worked out once: with hundreds on each side they are compared by the 100,000. */
interface Named {
  readonly field: FieldMeta;
  readonly names: ReadonlySet<string>;
}

const named = (fields: readonly FieldMeta[]): readonly Named[] =>
  fields.map((field) => ({ field, names: namesOf(field) }));

function likeness({ names: one }: Named, { names: two }: Named): Suggestion['because'] | null {
  if ([...one].some((name) => two.has(name))) return 'sameName';
  const isPart = (name: string, of: string): boolean =>
    name.length >= shortest && of.includes(name);
  const alike = [...one].some((name) =>
    [...two].some((other) => isPart(name, other) || isPart(other, name)),
  );
  return alike ? 'likeName' : null;
}

/** At most one for each field that has no partner yet; equal names before similar ones. */
export function suggest(
  desk: readonly FieldMeta[],
  crm: readonly FieldMeta[],
): readonly Suggestion[] {
  const found: Suggestion[] = [];
  const taken = new Set<Named>();
  const [ours, theirs] = [named(desk), named(crm)];
  for (const wanted of ['sameName', 'likeName'] as const)
    for (const one of ours) {
      if (taken.has(one)) continue;
      const two = theirs.find(
        (each) =>
          !taken.has(each) &&
          likeness(one, each) === wanted &&
          fieldRule(one.field, each.field) !== null,
      );
      if (two === undefined) continue;
      taken.add(one).add(two);
      found.push({ desk: one.field.name, crm: two.field.name, because: wanted });
    }
  return found;
}
