/**
 * Metadata of a side's fields, kept for an hour: values are parsed by it, and a worker that is
 * woken every few minutes must not pay for it each time.
 */
import type { Clock } from '../engine/ports';
import type { FieldMeta, Instant, Kind, Side } from '../types';
import type { SessionStore } from './tokens';

export interface FieldCatalog {
  /** From the service, and remembered. */
  load(kind: Kind): Promise<readonly FieldMeta[]>;
  /** As last read, however long ago; from the service where nothing is remembered. */
  known(kind: Kind): Promise<readonly FieldMeta[]>;
  /** By name; from memory where it is not older than an hour. */
  of(kind: Kind): Promise<ReadonlyMap<string, FieldMeta>>;
}

const lifeMs = 3_600_000;

export interface FieldCatalogPorts {
  readonly side: Side;
  readonly clock: Clock;
  readonly fetchFields: (kind: Kind) => Promise<readonly FieldMeta[]>;
  /** Outlives the worker; without it every start of the worker asks once. */
  readonly session?: SessionStore | undefined;
}

interface Entry {
  readonly at: Instant;
  readonly fields: readonly FieldMeta[];
}

/** Our own writing in our own memory; checked only as far as a version of ours may have differed. */
function parseEntry(text: string | null): Entry | null {
  if (text === null) return null;
  try {
    const entry = JSON.parse(text) as Partial<Entry>;
    return typeof entry.at === 'number' && Array.isArray(entry.fields) ? (entry as Entry) : null;
  } catch {
    return null;
  }
}

export function createFieldCatalog(ports: FieldCatalogPorts): FieldCatalog {
  const known = new Map<Kind, Entry>();
  let epoch = 0;
  const byName = new WeakMap<Entry, ReadonlyMap<string, FieldMeta>>();
  const keyOf = (kind: Kind): string => `fields.${ports.side}.${kind}`;
  const isFresh = (entry: Entry): boolean => Math.abs(ports.clock.now() - entry.at) < lifeMs;

  async function load(kind: Kind): Promise<Entry> {
    const entry = { at: ports.clock.now(), fields: await ports.fetchFields(kind) };
    known.set(kind, entry);
    await ports.session?.set(keyOf(kind), JSON.stringify(entry));
    return entry;
  }

  async function remembered(kind: Kind): Promise<Entry | null> {
    const cleared = ports.session?.epoch?.() ?? 0;
    // Another integration may have other fields.
    if (cleared !== epoch) known.clear();
    epoch = cleared;
    const inMemory = known.get(kind);
    if (inMemory !== undefined && isFresh(inMemory)) return inMemory;
    const stored = parseEntry((await ports.session?.get(keyOf(kind))) ?? null);
    if (stored === null) return inMemory ?? null;
    known.set(kind, stored);
    return stored;
  }

  async function entryOf(kind: Kind): Promise<Entry> {
    const entry = await remembered(kind);
    return entry !== null && isFresh(entry) ? entry : load(kind);
  }

  return {
    async load(kind) {
      return (await load(kind)).fields;
    },
    async known(kind) {
      return ((await remembered(kind)) ?? (await load(kind))).fields;
    },
    async of(kind) {
      const entry = await entryOf(kind);
      let names = byName.get(entry);
      if (names === undefined) {
        names = new Map(entry.fields.map((field) => [field.name, field]));
        byName.set(entry, names);
      }
      return names;
    },
  };
}
