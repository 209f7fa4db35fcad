/** The field mapping as a person edits it (MAP-1 to MAP-5): both sides' live metadata, a sample, and saving. */
import type { MappingLineView, MappingView, Rows, SampleView } from '../protocol/administration';
import type { MappingCheckView, UnfitQuery, UnfitRow } from '../protocol/mapping-check';
import {
  fieldTypes,
  kinds,
  type FieldMeta,
  type FieldValue,
  type Kind,
  type Pair,
  type Problem,
  type RecordId,
  type Side,
} from '../types';
import { type FieldPair } from '../types/settings';
import { nameOf, toSide, type LinkOf } from '../core/convert';
import { digest } from '../core/digest';
import { makeMapping, typeRule } from '../core/field-rules';
import { isLinked, titleOf } from '../core/pair';
import type { Premap } from '../core/premap';
import { notConnected, ofScreens, SyncError } from '../core/problem';
import { indexKey, otherSide } from '../core/side';
import { suggest } from '../core/suggest';
import type { Clock, Store } from './ports';
import type { Remote } from './remote-ports';
import { samplesOf } from './samples';
import { createMappingCheck } from './mapping-check';
import { saveConfig } from './save-config';

export interface MappingPorts {
  readonly store: Pick<
    Store,
    | 'control'
    | 'config'
    | 'counts'
    | 'runs'
    | 'changes'
    | 'pair'
    | 'pairsById'
    | 'pairsAfter'
    | 'commit'
    | 'cursor'
  >;
  readonly clock: Clock;
  readonly desk: Pick<Remote, 'fields' | 'knownFields' | 'get' | 'changes'>;
  readonly crm: Pick<Remote, 'fields' | 'knownFields' | 'get' | 'changes'>;
  readonly premap: Premap;
  readonly notifier: { changed(topic: 'status' | 'setup'): void };
  /** Begins a run; answered before it ends. */
  run(): void;
}

export interface Mapping {
  get(kind: Kind): Promise<MappingView>;
  /** What the lines would do to the records there are. */
  check(kind: Kind, lines: readonly MappingLineView[]): Promise<MappingCheckView>;
  /** The records behind one number of the check. */
  unfit(query: UnfitQuery): Promise<Rows<UnfitRow>>;
  /** What each line would carry over for this record. */
  sample(kind: Kind, key: string, lines: readonly MappingLineView[]): Promise<SampleView>;
  save(kind: Kind, version: number, lines: readonly MappingLineView[]): Promise<null>;
}

const sides = ['desk', 'crm'] as const;
/** ms that a sample's records are good for while lines are being tried out. */
const sampleMs = 60_000;

type Metas = Readonly<Record<Side, readonly FieldMeta[]>>;

const signOf = ({ desk, crm }: Metas): string => digest(JSON.stringify([desk, crm]));

/** The read model over both sides' metadata and the settings, and the one command. */
export function createMapping(ports: MappingPorts): Mapping {
  const { store, clock } = ports;
  const looked = createMappingCheck(ports);
  const standard = (kind: Kind, { desk, crm }: Metas) => ports.premap(kind, desk, crm);
  let read: {
    key: string;
    at: number;
    fields: Record<Side, Readonly<Record<string, FieldValue>>>;
  } | null = null;

  /** `knownFields` for what is shown at once; `check` looks at what there is and says so. */
  async function metasOf(kind: Kind, as: 'fields' | 'knownFields' = 'fields'): Promise<Metas> {
    const [desk, crm] = await Promise.all([ports.desk[as](kind), ports.crm[as](kind)]);
    return { desk, crm };
  }

  async function recordsOf(
    kind: Kind,
    pair: Pair,
    metas: Metas,
  ): Promise<NonNullable<typeof read>['fields']> {
    const now = clock.now();
    if (read?.key === pair.key && now - read.at < sampleMs) return read.fields;
    const fieldsOf = async (side: Side) => {
      const id = pair[side]?.id;
      if (id === undefined) return {};
      const names = metas[side]
        .filter(({ type }) => type !== 'unsupported')
        .map(({ name }) => name);
      const [found] = await ports[side].get(kind, [id], names);
      return found?.presence === 'alive' ? found.snapshot.fields : {};
    };
    const [desk, crm] = await Promise.all([fieldsOf('desk'), fieldsOf('crm')]);
    read = { key: pair.key, at: now, fields: { desk, crm } };
    return read.fields;
  }

  /** What the fields that point at other records point at: the counterparts, and their names to be shown. */
  async function parentsOf(
    pairs: readonly FieldPair[],
    fields: NonNullable<typeof read>['fields'],
  ): Promise<{
    linkOf: LinkOf;
    shown(field: FieldPair, side: Side, value: FieldValue): string | null;
  }> {
    const links = new Map<string, RecordId>();
    const titles = new Map<string, string>();
    for (const field of pairs)
      for (const side of sides) {
        const id = fields[side][nameOf(field, side)];
        if (field.lookup === undefined || typeof id !== 'string') continue;
        const [parent] = await store.pairsById(field.lookup, side, [id]);
        if (parent == null) continue;
        const own = indexKey(field.lookup, side, id);
        titles.set(own, titleOf(parent));
        if (!isLinked(parent)) continue;
        const other = otherSide(side);
        links.set(own, parent[other].id);
        titles.set(indexKey(field.lookup, other, parent[other].id), titleOf(parent));
      }
    return {
      linkOf: (kind, side, id) => links.get(indexKey(kind, side, id)) ?? null,
      shown({ lookup }, side, value) {
        const title = lookup && titles.get(indexKey(lookup, side, String(value)));
        return title ?? textOf(value);
      },
    };
  }

  return {
    async get(kind) {
      const [config, metas, counts, samples] = await Promise.all([
        store.config(),
        metasOf(kind, 'knownFields'),
        store.counts(kind),
        samplesOf(store, kind),
      ]);
      if (config === null) throw new SyncError(notConnected);
      const mapped = config.fields[kind];
      const free = (side: Side): readonly FieldMeta[] =>
        metas[side].filter(({ name }) => !mapped.some((pair) => pair[side] === name));
      return {
        kind,
        version: config.version,
        syncType: config.syncType[kind],
        linked: counts.linked,
        mapped: Object.fromEntries(
          kinds.map((each) => [
            each,
            config.fields[each].filter(({ direction }) => direction !== 'off').length,
          ]),
        ) as Record<Kind, number>,
        desk: metas.desk,
        crm: metas.crm,
        metas: signOf(metas),
        lines: mapped.map(({ desk, crm, direction, values, unfit }) => ({
          desk,
          crm,
          direction,
          ...(values !== undefined && { values }),
          ...(unfit !== undefined && { unfit }),
        })),
        rules: fieldTypes.flatMap((desk) =>
          fieldTypes.flatMap((crm) => {
            const rule = typeRule(desk, crm);
            return rule === null ? [] : [{ desk, crm, directions: rule.directions }];
          }),
        ),
        suggestions: suggest(free('desk'), free('crm')),
        samples,
      };
    },

    async check(kind, lines) {
      const [config, metas] = await Promise.all([store.config(), metasOf(kind)]);
      if (config === null) throw new SyncError(notConnected);
      return { ...(await looked.check(kind, lines, config, metas)), metas: signOf(metas) };
    },

    async unfit(query) {
      const [config, metas] = await Promise.all([store.config(), metasOf(query.kind)]);
      if (config === null) throw new SyncError(notConnected);
      return looked.unfit(query, config, metas);
    },

    async sample(kind, key, lines) {
      const [pair, config, metas] = await Promise.all([
        store.pair(key),
        store.config(),
        metasOf(kind, 'knownFields'),
      ]);
      if (pair === null || config === null) return { title: '', rows: [] };
      const fields = await recordsOf(kind, pair, metas);
      const { pairs } = makeMapping(
        standard(kind, metas),
        lines,
        metas,
        config.fields[kind],
        config.syncType[kind],
      );
      const { linkOf, shown } = await parentsOf(pairs, fields);
      return {
        title: titleOf(pair),
        rows: pairs
          .filter(({ direction }) => direction !== 'off')
          .map((field) => {
            const target: Side = field.direction === 'toCrm' ? 'crm' : 'desk';
            const source = otherSide(target);
            const value = fields[source][nameOf(field, source)] ?? null;
            const made = toSide(field, target, value, linkOf);
            return {
              desk: field.desk,
              target,
              from: shown(field, source, value),
              to: made.type === 'value' ? shown(field, target, made.value) : null,
              problem:
                made.type === 'problem' ? made.problem : made.type === 'waits' ? notLinked : null,
            };
          }),
      };
    },

    async save(kind, version, lines) {
      const metas = await metasOf(kind);
      await saveConfig(
        store,
        version,
        (config) => {
          const { pairs, faults } = makeMapping(
            standard(kind, metas),
            lines,
            metas,
            config.fields[kind],
            config.syncType[kind],
          );
          if (faults.length > 0) throw new SyncError(faulty(faults.map(({ name }) => name)));
          return { ...config, fields: { ...config.fields, [kind]: pairs } };
        },
        'readAnew',
      );
      read = null;
      ports.notifier.changed('setup');
      ports.notifier.changed('status');
      ports.run();
      return null;
    },
  };
}

const notLinked = ofScreens('mapping.notLinked', 'conflict');

const faulty = (names: readonly string[]): Problem => ({
  ...ofScreens('mapping.faulty', 'configuration'),
  about: names.slice(0, 5).join(', '),
});

function textOf(value: FieldValue): string | null {
  if (value === null) return null;
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  return text.trim() === '' ? null : text;
}
