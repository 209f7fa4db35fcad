/** The conflict log (LOG-3): what both sides had changed, and a person's word on it. */
import type {
  ConflictFilterView,
  ConflictShow,
  ConflictsView,
  ConflictView,
  Rows,
} from '../protocol/administration';
import type { Conflict } from '../types/runs';
import type { FieldPair, SyncConfig } from '../types/settings';
import type { FieldValue, Instant, RecordId, Side } from '../types';
import { choose } from '../core/choice';
import { openConflicts, settledConflicts } from '../core/conflict';
import type { LinkOf } from '../core/convert';
import { csvText } from '../core/csv';
import { folded } from '../core/failure-reason';
import { isLinked } from '../core/pair';
import { ofScreens, SyncError } from '../core/problem';
import { indexKey } from '../core/side';
import { betweenRuns } from './exclusive';
import { createFieldLabels } from './field-labels';
import type { Clock, Locks, Store } from './ports';
import type { Remote } from './remote-ports';
import { saveConfig } from './save-config';

export interface ConflictPorts {
  readonly store: Pick<
    Store,
    | 'control'
    | 'config'
    | 'conflicts'
    | 'conflict'
    | 'conflictCounts'
    | 'conflictPage'
    | 'pair'
    | 'pairsById'
    | 'commit'
    | 'cursor'
  >;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly desk: Pick<Remote, 'knownFields'>;
  readonly crm: Pick<Remote, 'knownFields'>;
  readonly notifier: { changed(topic: 'status' | 'setup'): void };
  /** Begins a run; answered before it ends. */
  run(): void;
}

export interface ConflictLog {
  get(filter: ConflictFilterView): Promise<ConflictsView>;
  rows(
    filter: ConflictFilterView & { readonly show: ConflictShow },
    part: { readonly offset: number; readonly limit: number },
  ): Promise<Rows<ConflictView>>;
  csv(filter: ConflictFilterView): Promise<string>;
  /** Writes `side`'s value to both sides with the next run. `always`: so for every later conflict of this field. */
  decide(id: string, side: Side, always: boolean): Promise<null>;
  /** Null for all that are open and decided. */
  dismiss(id: string | null): Promise<null>;
}

/** The read model over the store, and the commands. */
export function createConflictLog(ports: ConflictPorts): ConflictLog {
  const { store, clock } = ports;
  const labelsOf = createFieldLabels(ports);

  async function view(conflict: Conflict, config: SyncConfig | null): Promise<ConflictView> {
    const { id, kind, field, deskValue, crmValue, kept, at, modifiedAt, pairKey } = conflict;
    const names = await labelsOf(kind);
    const rule = config === null ? undefined : fieldOf(config, conflict)?.policy;
    return {
      id,
      kind,
      title: conflict.title ?? pairKey,
      field: names.get(`desk/${field.desk}`) ?? names.get(`crm/${field.crm}`) ?? field.desk,
      desk: { value: textOf(deskValue), at: modifiedAt?.desk ?? null },
      crm: { value: textOf(crmValue), at: modifiedAt?.crm ?? null },
      kept,
      at,
      settledAt: conflict.settledAt ?? null,
      rule: rule ?? null,
    };
  }

  /** The partner of the record that a lookup's value names, so that it can be written on the other side. */
  async function linksOf(conflict: Conflict, field: FieldPair | undefined): Promise<LinkOf> {
    const links = new Map<string, RecordId>();
    if (field?.lookup !== undefined)
      for (const side of ['desk', 'crm'] as const) {
        const id = side === 'desk' ? conflict.deskValue : conflict.crmValue;
        if (typeof id !== 'string') continue;
        for (const pair of await store.pairsById(field.lookup, side, [id]))
          if (pair !== null && isLinked(pair)) {
            links.set(indexKey(field.lookup, 'desk', pair.desk.id), pair.crm.id);
            links.set(indexKey(field.lookup, 'crm', pair.crm.id), pair.desk.id);
          }
      }
    return (kind, side, id) => links.get(indexKey(kind, side, id)) ?? null;
  }

  async function wanted(
    { kind, search }: ConflictFilterView,
    show: ConflictShow = 'open',
  ): Promise<readonly Conflict[]> {
    const part = folded(search);
    const all = await store.conflicts();
    const shown = show === 'settled' ? settledConflicts(all) : openConflicts(all);
    return shown.filter(
      (one) =>
        (kind ?? one.kind) === one.kind &&
        folded(one.title ?? '').includes(part) &&
        (show !== 'asked' || one.kept === null),
    );
  }

  async function found(id: string): Promise<Conflict> {
    const conflict = openConflicts(await store.conflicts()).find((one) => one.id === id);
    if (conflict === undefined) throw new SyncError(settledProblem);
    return conflict;
  }

  async function carryOut(id: string, side: Side): Promise<Conflict> {
    const conflict = await found(id);
    const [config, control] = await Promise.all([store.config(), store.control()]);
    if (config === null) throw new SyncError(settledProblem);
    const pair = await store.pair(conflict.pairKey);
    const links = await linksOf(conflict, fieldOf(config, conflict));
    const chosen = choose(pair, conflict, side, config, links);
    if (chosen.type === 'problem') throw new SyncError(chosen.problem);
    await store.commit({
      epoch: control.epoch,
      configVersion: config.version,
      pairs: [chosen.pair],
      conflicts: [{ ...conflict, kept: side, settledAt: clock.now() }],
    });
    return conflict;
  }

  /** A rule decides what is yet to come: nothing has to be read anew for it. */
  async function setRule({ kind, field }: Conflict, side: Side): Promise<void> {
    await saveConfig(
      store,
      null,
      (config) => ({
        ...config,
        fields: {
          ...config.fields,
          [kind]: config.fields[kind].map((one) =>
            one.desk === field.desk && one.crm === field.crm ? { ...one, policy: side } : one,
          ),
        },
      }),
      'sameRecords',
    );
  }

  return {
    async get(filter) {
      const [counts, config] = await Promise.all([store.conflictCounts(), store.config()]);
      const matching = isAll(filter) ? null : await wanted(filter);
      const asked = matching?.filter(({ kept }) => kept === null).length ?? counts.asked;
      const settled = matching === null ? counts.settled : (await wanted(filter, 'settled')).length;
      return {
        counts: { open: matching?.length ?? counts.asked + counts.kept, asked, settled },
        decided: counts.kept,
        policy: config?.policy ?? 'crm',
      };
    },
    async rows({ show, ...filter }, { offset, limit }) {
      const config = await store.config();
      if (!isAll(filter)) {
        const all = await wanted(filter, show);
        const shown = all.slice(offset, offset + limit);
        return { rows: await Promise.all(shown.map((one) => view(one, config))), of: all.length };
      }
      const counts = await store.conflictCounts();
      const first = await store.conflictPage(show === 'open' ? 'asked' : show, offset, limit);
      const rest =
        show !== 'open'
          ? []
          : await store.conflictPage(
              'kept',
              Math.max(0, offset - counts.asked),
              limit - first.length,
            );
      return {
        rows: await Promise.all([...first, ...rest].map((one) => view(one, config))),
        of: show === 'open' ? counts.asked + counts.kept : counts[show],
      };
    },
    async csv(filter) {
      const config = await store.config();
      const rows = await Promise.all((await wanted(filter)).map((one) => view(one, config)));
      const time = (at: Instant | null): string => (at === null ? '' : new Date(at).toISOString());
      return csvText(
        [
          'Record',
          'Record type',
          'Field',
          'CRM',
          'CRM changed',
          'Desk',
          'Desk changed',
          'Kept',
          'Found',
        ],
        rows.map(({ title, kind, field, desk, crm, kept, at }) => [
          title,
          kind,
          field,
          crm.value,
          time(crm.at),
          desk.value,
          time(desk.at),
          kept ?? '',
          time(at),
        ]),
      );
    },
    async decide(id, side, always) {
      await betweenRuns(ports, async () => {
        const conflict = await carryOut(id, side);
        if (always) await setRule(conflict, side);
      });
      if (always) ports.notifier.changed('setup');
      ports.notifier.changed('status');
      ports.run();
      return null;
    },
    async dismiss(id) {
      const { epoch } = await store.control();
      const all = id === null ? openConflicts(await store.conflicts()) : [await found(id)];
      const settled = all
        .filter((one) => id !== null || one.kept !== null)
        .map((one) => ({ ...one, settledAt: clock.now() }));
      await store.commit({ epoch, conflicts: settled });
      ports.notifier.changed('status');
      return null;
    },
  };
}

const isAll = ({ kind, search }: ConflictFilterView): boolean =>
  kind === null && search.trim() === '';

const settledProblem = ofScreens('conflict.settled', 'conflict');

function fieldOf(config: SyncConfig, { kind, field }: Conflict): FieldPair | undefined {
  return config.fields[kind].find(({ desk, crm }) => desk === field.desk && crm === field.crm);
}

/** Null where it is empty. */
function textOf(value: FieldValue): string | null {
  if (value === null) return null;
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  return text.trim() === '' ? null : text;
}
