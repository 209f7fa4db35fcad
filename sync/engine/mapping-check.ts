/**
 * Looking at real records before a mapping is saved (MAP-2, MAP-5). Mapped fields are stored here,
 * of every record there is, and cost nothing; fields that are new are read from one page of each
 * side, and their counterparts by id.
 */
import type { MappingLineView } from '../protocol/administration';
import type { MappingCheckView } from '../protocol/mapping-check';
import type { FieldMeta, Fields, Kind, Side, Snapshot } from '../types';
import type { FieldPair, SyncConfig } from '../types/settings';
import { effectiveBase } from '../core/base';
import { mayWrite } from '../core/direction';
import { makeMapping } from '../core/field-rules';
import { createEffectCount, createLineChecks, type Rules } from '../core/mapping-check';
import { isLinked, titleOf } from '../core/pair';
import { plainFields } from '../core/side';
import type { Clock, PairPage, Store } from './ports';
import type { Remote } from './remote-ports';

export interface MappingCheckPorts {
  readonly store: Pick<Store, 'pairsAfter' | 'pairsById' | 'runs'>;
  readonly clock: Clock;
  readonly desk: Pick<Remote, 'changes' | 'get'>;
  readonly crm: Pick<Remote, 'changes' | 'get'>;
}

/** Pairs read at a time, and at most: a person waits for it. */
const pageOfPairs = 1000;
const mostPairs = 20_000;
/** ms that what was read of a side is good for while lines are being tried out. */
const readMs = 5 * 60_000;

const sides = ['desk', 'crm'] as const;

interface Sample {
  readonly key: string;
  readonly at: number;
  readonly rows: Promise<Readonly<Record<Side, readonly Snapshot[]>>>;
}

export type MappingCheck = (
  kind: Kind,
  lines: readonly MappingLineView[],
  config: SyncConfig,
  metas: Readonly<Record<Side, readonly FieldMeta[]>>,
) => Promise<MappingCheckView>;

/** Before any record. `null` would begin to read the module whole, and pages ahead of the first. */
const longAgo = Date.UTC(2000);

export function createMappingCheck(ports: MappingCheckPorts): MappingCheck {
  const { store, clock } = ports;
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

  let last: { readonly key: string; readonly view: Promise<MappingCheckView> } | null = null;

  /** Records change by runs: until the next one ends, the same lines have the same answer. */
  async function check(...asked: Parameters<MappingCheck>): Promise<MappingCheckView> {
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

  async function look(
    ...[kind, lines, config, metas]: Parameters<MappingCheck>
  ): Promise<MappingCheckView> {
    const { pairs } = makeMapping(kind, lines, metas, config.fields[kind], config.syncType[kind]);
    const writable = { desk: mayWrite(config, kind, 'desk'), crm: mayWrite(config, kind, 'crm') };
    const rules = (fields: readonly FieldPair[]): Rules => ({
      fields,
      policy: config.policy,
      writable,
    });
    const [before, after] = [rules(config.fields[kind]), rules(pairs)];
    const checks = createLineChecks(pairs, metas, writable);
    const stored = createEffectCount(before, after);

    let seen = 0;
    for (let read: string | null = null; seen < mostPairs;) {
      const page: PairPage = await store.pairsAfter(kind, read, pageOfPairs);
      for (const pair of page.pairs) {
        for (const side of sides) {
          const fields = pair[side]?.fields;
          if (fields === undefined) continue;
          checks.see(side, fields);
        }
        if (isLinked(pair))
          stored.see({
            title: titleOf(pair),
            base: effectiveBase(pair),
            desk: pair.desk.fields,
            crm: pair.crm.fields,
          });
        seen += 1;
      }
      read = page.next;
      if (read === null) break;
    }

    const isNew = (pair: FieldPair): boolean =>
      pair.direction !== 'off' &&
      !config.fields[kind].some(({ desk, crm }) => desk === pair.desk && crm === pair.crm);
    const fresh =
      seen === 0 ? pairs.filter(({ direction }) => direction !== 'off') : pairs.filter(isNew);
    if (fresh.length === 0) return { lines: checks.result(), stored: stored.result(), read: null };

    const names = {
      desk: [...new Set(fresh.map(({ desk }) => desk))],
      crm: [...new Set(fresh.map(({ crm }) => crm))],
    };
    const rows = await sampleOf(kind, names);
    // What is stored was counted above; of a record that is read, only what is new counts here.
    for (const side of sides) {
      const known = new Set(seen === 0 ? [] : config.fields[kind].map((pair) => pair[side]));
      for (const { fields } of rows[side]) checks.see(side, without(fields, known));
    }
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
    const found =
      counterparts.length === 0 ? [] : await ports.crm.get(kind, counterparts, names.crm);
    const crmFields = new Map(
      found.flatMap((each) =>
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

  return check;
}

function without(fields: Fields, names: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
}
