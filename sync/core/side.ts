import type { Kind, Side } from '../types';

/** The counterpart of a side. */
export function otherSide(side: Side): Side {
  return side === 'desk' ? 'crm' : 'desk';
}

/** The names by which a business key is told apart in one shared index: `{kind}|{side}|{key}`. */
export function indexKey(kind: Kind | 'wait', side: Side, key: string): string {
  return `${kind}|${side}|${key}`;
}

/** A copy of fields without a prototype: a field named `__proto__` is data like any other. */
export function plainFields<T>(
  ...sources: readonly (Readonly<Record<string, T>> | null | undefined)[]
): Record<string, T> {
  const fields = Object.create(null) as Record<string, T>;
  for (const source of sources) {
    if (!source) continue;
    for (const name of Object.keys(source)) fields[name] = source[name] as T;
  }
  return fields;
}
