/**
 * Looking at real records before a mapping is saved (MAP-2, MAP-5). Mapped fields are stored here,
 * of every record there is, and cost nothing; fields that are new are read from one page of each
 * side, and their counterparts by id.
 */
import type { MappingLineView, Rows } from '../protocol/administration';
import type { MappingCheckView, UnfitQuery, UnfitRow } from '../protocol/mapping-check';
import type { FieldMeta, Fields, Kind, Pair, Side, Snapshot } from '../types';
import type { FieldPair, SyncConfig } from '../types/settings';
import { effectiveBase } from '../core/base';
import { mayWrite } from '../core/direction';
import { makeMapping } from '../core/field-rules';
import { createEffectCount, createLineChecks, type Rules } from '../core/mapping-check';
import { isLinked, titleOf } from '../core/pair';
import type { Premap } from '../core/premap';
import { otherSide, plainFields } from '../core/side';
import type { Clock, PairPage, Store } from './ports';
import type { Remote } from './remote-ports';

export interface MappingCheckPorts {
  readonly store: Pick<Store, 'pairsAfter' | 'pairsById' | 'runs'>;
  readonly clock: Clock;
  readonly desk: Pick<Remote, 'changes' | 'get'>;
  readonly crm: Pick<Remote, 'changes' | 'get'>;
  readonly premap: Premap;
}

/** Pairs read at a time, and at most: a person waits for it. */
const pageOfPairs = 1000;
const mostPairs = 20_000;
/** ms that what was read of a side is good for while lines are being tried out. */
const readMs = 5 * 60_000;
/** Records listed of those that a line would not take over. */
const mostUnfit = 500;

const sides = ['desk', 'crm'] as const;

interface Sample {
  readonly key: string;
  readonly at: number;
  readonly rows: Promise<Readonly<Record<Side, readonly Snapshot[]>>>;
}

type Metas = Readonly<Record<Side, readonly FieldMeta[]>>;

/** All but which metadata it was. */
type Found = Omit<MappingCheckView, 'metas'>;

export interface MappingCheck {
  check(
    kind: Kind,
    lines: readonly MappingLineView[],
    config: SyncConfig,
    metas: Metas,
  ): Promise<Found>;
  /** The records behind one number of it. */
  unfit(query: UnfitQuery, config: SyncConfig, metas: Metas): Promise<Rows<UnfitRow>>;
}

/** Before any record. `null` would begin to read the module whole, and pages ahead of the first. */
const longAgo = Date.UTC(2000);

export function createMappingCheck(ports: MappingCheckPorts): MappingCheck {
  const { store, clock } = ports;
  const standard = (kind: Kind, { desk, crm }: Metas) => ports.premap(kind, desk, crm);
  let sample: Sample | null = null;

  /** One page of each side with these fields. */
  function sampleOf(kind: Kind, names: Readonly<Record<Side, readonly string[]>>): Sample['rows'] {
    const key = JSON.stringify([kind, names]);
    if (sample?.key === key && clock.now() - sample.at < readMs) return sample.rows;
    const page = async (side: Side): Promise<readonly Snapshot[]> =>
      names[side].length === 0
        ? []
        : (await ports[side].changes(kind, { fields: names[side], since: longAgo, page: null }))
            .records;
    const rows = Promise.all([page('desk'), page('crm')]).then(([desk, crm]) => ({ desk, crm }));
    sample = { key, at: clock.now(), rows };
    rows.catch(() => {
      sample = null;
    });
    return rows;
  }

  let last: { readonly key: string; readonly view: Promise<Found> } | null = null;

  /** Records change by runs: until the next one ends, the same lines have the same answer. */
  async function check(...asked: Parameters<MappingCheck['check']>): Promise<Found> {
    const [kind, lines, { version }, metas] = asked;
    const [run] = await store.runs(1);
    const key = JSON.stringify([kind, lines, version, metas, run?.id, run?.endedAt]);
    if (last?.key === key) return last.view;
    const mine = { key, view: look(...asked) };
    last = mine;
    const forget = (): void => {
      if (last === mine) last = null;
    };
    void mine.view.then(
      // What was read of a service is young for a while only, and what is under way changes.
      ({ read }) => (read !== null || run?.endedAt == null ? forget() : undefined),
      forget,
    );
    return mine.view;
  }

  /** Goes through what is stored; answers how many pairs that were. */
  async function eachStored(kind: Kind, see: (pair: Pair) => void): Promise<number> {
    let seen = 0;
    for (let read: string | null = null; seen < mostPairs;) {
      const page: PairPage = await store.pairsAfter(kind, read, pageOfPairs);
      for (const pair of page.pairs) see(pair);
      seen += page.pairs.length;
      read = page.next;
      if (read === null) break;
    }
    return seen;
  }

  /** One page of each side for what is not stored, of `known` fields nothing; null where all is. */
  async function readNew(
    kind: Kind,
    pairs: readonly FieldPair[],
    config: SyncConfig,
    seen: number,
  ): Promise<{
    readonly names: Readonly<Record<Side, readonly string[]>>;
    readonly rows: Awaited<Sample['rows']>;
    readonly known: Readonly<Record<Side, ReadonlySet<string>>>;
  } | null> {
    const mapped = seen === 0 ? [] : config.fields[kind];
    const fresh = pairs.filter(
      (pair) =>
        pair.direction !== 'off' &&
        !mapped.some(({ desk, crm }) => desk === pair.desk && crm === pair.crm),
    );
    if (fresh.length === 0) return null;
    const namesOf = (of: readonly FieldPair[], side: Side) => [
      ...new Set(of.map((pair) => pair[side])),
    ];
    const names = { desk: namesOf(fresh, 'desk'), crm: namesOf(fresh, 'crm') };
    const known = {
      desk: new Set(namesOf(mapped, 'desk')),
      crm: new Set(namesOf(mapped, 'crm')),
    };
    return { names, rows: await sampleOf(kind, names), known };
  }

  async function unfit(
    { kind, lines, desk, target, why }: UnfitQuery,
    config: SyncConfig,
    metas: Metas,
  ): Promise<Rows<UnfitRow>> {
    const { pairs } = makeMapping(
      standard(kind, metas),
      lines,
      metas,
      config.fields[kind],
      config.syncType[kind],
    );
    const writable = { desk: mayWrite(config, kind, 'desk'), crm: mayWrite(config, kind, 'crm') };
    const checks = createLineChecks(
      pairs.filter((pair) => pair.desk === desk),
      metas,
      writable,
    );
    const side = otherSide(target);
    const rows: UnfitRow[] = [];
    let of = 0;
    const see = (id: string, fields: Fields, titled: Pair | null): void => {
      const found = checks.see(side, fields).find((each) => each.why === why);
      if (found === undefined) return;
      of += 1;
      if (rows.length < mostUnfit)
        rows.push({ id, title: titled === null ? '' : titleOf(titled), value: found.value });
    };
    const seen = await eachStored(kind, (pair) => {
      const record = pair[side];
      if (record !== null) see(record.id, record.fields, pair);
    });
    const read = await readNew(kind, pairs, config, seen);
    const records = read?.rows[side] ?? [];
    const ids = records.map(({ id }) => id);
    const titled = ids.length === 0 ? [] : await store.pairsById(kind, side, ids);
    for (const [at, { id, fields }] of records.entries())
      if (read !== null) see(id, without(fields, read.known[side]), titled[at] ?? null);
    return { rows, of };
  }

  async function look(
    ...[kind, lines, config, metas]: Parameters<MappingCheck['check']>
  ): Promise<Found> {
    const { pairs } = makeMapping(
      standard(kind, metas),
      lines,
      metas,
      config.fields[kind],
      config.syncType[kind],
    );
    const writable = { desk: mayWrite(config, kind, 'desk'), crm: mayWrite(config, kind, 'crm') };
    const rules = (fields: readonly FieldPair[]): Rules => ({
      fields,
      policy: config.policy,
      writable,
    });
    const [before, after] = [rules(config.fields[kind]), rules(pairs)];
    const checks = createLineChecks(pairs, metas, writable);
    const stored = createEffectCount(before, after);

    const seen = await eachStored(kind, (pair) => {
      for (const side of sides) {
        const fields = pair[side]?.fields;
        if (fields !== undefined) checks.see(side, fields);
      }
      if (isLinked(pair))
        stored.see({
          title: titleOf(pair),
          base: effectiveBase(pair),
          desk: pair.desk.fields,
          crm: pair.crm.fields,
        });
    });
    const found = await readNew(kind, pairs, config, seen);
    if (found === null) return { lines: checks.result(), stored: stored.result(), read: null };

    const { names, rows, known } = found;
    // What is stored was counted above; of a record that is read, only what is new counts here.
    for (const side of sides)
      for (const { fields } of rows[side]) checks.see(side, without(fields, known[side]));
    const read = createEffectCount(before, after);
    const linked = (
      await store.pairsById(
        kind,
        'desk',
        rows.desk.map(({ id }) => id),
      )
    ).map((pair, at) => ({ pair, row: rows.desk[at] }));
    const counterparts = linked.flatMap(({ pair }) =>
      pair !== null && isLinked(pair) ? [pair.crm.id] : [],
    );
    const partners =
      counterparts.length === 0 ? [] : await ports.crm.get(kind, counterparts, names.crm);
    const crmFields = new Map(
      partners.flatMap((each) =>
        each.presence === 'alive' ? [[each.snapshot.id, each.snapshot.fields] as const] : [],
      ),
    );
    for (const { pair, row } of linked) {
      if (pair === null || !isLinked(pair) || row === undefined) continue;
      const crm = crmFields.get(pair.crm.id);
      if (crm === undefined) continue;
      read.see({
        title: titleOf(pair),
        base: effectiveBase(pair),
        desk: plainFields(pair.desk.fields, row.fields),
        crm: plainFields(pair.crm.fields, crm),
      });
    }
    return { lines: checks.result(), stored: stored.result(), read: read.result() };
  }

  return { check, unfit };
}

function without(fields: Fields, names: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
}
