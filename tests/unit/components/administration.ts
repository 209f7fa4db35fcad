/** What the administrator's pages show of "Halden Instruments" on that Thursday. */
import type {
  ConflictsView,
  ConflictShow,
  ConflictView,
  FailureLogView,
  FailureReasonView,
  FailureRow,
  HistoryFilterView,
  HistorySums,
  Rows,
  RunChangesView,
} from '../../../sync/protocol/administration';
import { now, problem } from './fixtures';
import type { HistoryRow } from '../../../sync/types/runs';

const minute = 60_000;

const reason = (
  name: string,
  records: number,
  message: string,
  code = name,
): FailureReasonView => ({
  reason: name,
  records,
  problem: problem('conflict', message, code),
  lastAt: now - 30 * minute,
});

export const failureLog: FailureLogView = {
  counts: { contact: 24, account: 2, product: 1 },
  paused: false,
  reasons: [
    reason(
      'linkTaken',
      19,
      'CRM ID is already mapped with another Support Entity. Two records claim the same counterpart; merge them or change the e-mail address or name of one.',
      'link.taken',
    ),
    reason(
      'notInteger',
      5,
      "Text value is given for an Integer field. Desk's zip takes whole numbers only; correct the value or change the mapping.",
      'field.typeMismatch',
    ),
    reason(
      'mandatory',
      2,
      "Mandatory field missing: CRM's Last_Name must not be empty.",
      'field.mandatoryMissing',
    ),
    reason('clock.unknown', 1, 'Zoho did not tell its time. The next run asks again.'),
  ],
};

const names = [
  'Søren Ødegård',
  'Siobhán Ní Bhriain',
  'आरव मेहता',
  'عبد الرحمن بن محمد بن عبد العزيز الشهراني القحطاني',
  '=HYPERLINK("https://example.com","Ann")',
];

export const failureRow = (index: number): FailureRow => ({
  key: `contact/desk/${index}`,
  kind: 'contact',
  side: 'crm',
  title: names[index] ?? `Contact ${index}`,
  problem: {
    ...problem('conflict', failureLog.reasons[0]?.problem.message ?? '', 'link.taken'),
    detail: 'crm 400 DUPLICATE_DATA Email',
  },
  at: now - 30 * minute - index * 3 * 60 * minute,
  attempts: index + 1,
  deskId: `99000000000${index}`,
  crmId: null,
});

/** The part of a list of `of` rows that was asked for. */
export function failureRows(of: number, offset: number, limit: number): Rows<FailureRow> {
  const last = Math.min(of, offset + limit);
  return {
    of,
    rows: Array.from({ length: Math.max(0, last - offset) }, (_, at) => failureRow(offset + at)),
  };
}

const conflict = (
  id: string,
  title: string,
  field: string,
  crm: string | null,
  desk: string | null,
  kept: ConflictView['kept'],
  rest: Partial<ConflictView> = {},
): ConflictView => ({
  id,
  kind: 'contact',
  title,
  field,
  desk: { value: desk, at: now - 58 * minute },
  crm: { value: crm, at: now - 62 * minute },
  kept,
  at: now - 50 * minute,
  settledAt: null,
  rule: null,
  ...rest,
});

export const conflictLog: ConflictsView = {
  counts: { open: 5, asked: 1, settled: 1 },
  decided: 4,
  policy: 'crm',
};

const conflicts: readonly ConflictView[] = [
  conflict('1', 'Nadia Benali', 'E-mail', 'n.benali@atlas-dist.ma', 'nadia@atlas-dist.ma', null),
  conflict('2', 'Ada Lindqvist', 'Title', 'Head of IT', 'IT manager', 'crm'),
  conflict('3', 'Tanabe Seiki K.K.', 'Phone', '+81 3 5550 1100', '+81 3 5550 1187', 'crm', {
    kind: 'account',
  }),
  conflict('4', 'Émilie Gagné-Tremblay', 'Mobile', null, '+1 418 555 0199', 'desk', {
    rule: 'desk',
  }),
  conflict(
    '5',
    'عبد الرحمن بن محمد بن عبد العزيز الشهراني القحطاني',
    'Street',
    'Industriestraße 14',
    'Industriestr. 14, Tor 3, 2. Obergeschoss links',
    'crm',
  ),
];

export const conflictRows = (
  show: ConflictShow,
  offset: number,
  limit: number,
): Rows<ConflictView> => {
  const settled = conflicts.slice(1, 2).map((one) => ({ ...one, id: '6', settledAt: one.at }));
  const all =
    show === 'settled' ? settled : conflicts.filter(({ kept }) => show === 'open' || kept === null);
  return { rows: all.slice(offset, offset + limit), of: all.length };
};

const runAt = (day: number, hour: number, minutes: number): number =>
  new Date(2026, 2, day, hour, minutes).getTime();

const line = (
  runId: string,
  at: number,
  to: HistoryRow['to'],
  kind: HistoryRow['kind'],
  numbers: readonly [number, number, number, number],
  problemOfRun: HistoryRow['problem'] = null,
): HistoryRow => ({
  runId,
  at,
  kind,
  to,
  added: numbers[0],
  updated: numbers[1],
  deleted: numbers[2],
  failed: numbers[3],
  problem: problemOfRun,
});

const lines: readonly HistoryRow[] = [
  line('a', runAt(12, 11, 56), 'desk', 'contact', [0, 3, 0, 0]),
  line('b', runAt(12, 11, 30), 'crm', 'contact', [2, 5, 0, 0]),
  line('b', runAt(12, 11, 30), 'desk', 'account', [1, 0, 0, 0]),
  line('c', runAt(12, 9, 12), 'desk', 'contact', [6, 98, 0, 0]),
  line(
    'd',
    runAt(12, 8, 2),
    null,
    null,
    [0, 0, 0, 0],
    problem('transient', 'Desk did not answer for 2 minutes. Tandem tried again by itself.'),
  ),
  line('e', runAt(11, 17, 5), 'desk', 'product', [0, 41, 0, 1]),
  line('f', runAt(11, 14, 48), 'crm', 'contact', [14, 201, 0, 4]),
  line('g', runAt(9, 8, 31), 'desk', 'contact', [64, 340, 2, 19]),
  line('h', runAt(8, 8, 31), 'desk', 'contact', [0, 4, 0, 0]),
  line('i', runAt(6, 8, 31), 'crm', 'contact', [18, 142, 0, 0]),
];

export const historyRows = (
  { since, until, kind, to, failed }: HistoryFilterView,
  offset: number,
  limit: number,
): Rows<HistoryRow> => {
  const all = lines.filter(
    (each) =>
      each.at >= since &&
      each.at < (until ?? Number.POSITIVE_INFINITY) &&
      (kind ?? each.kind) === each.kind &&
      (to ?? each.to) === each.to &&
      (!failed || each.failed > 0),
  );
  return { rows: all.slice(offset, offset + limit), of: all.length };
};

export const historyDays = (from: readonly number[]): readonly HistorySums[] =>
  from.map((start, index) => {
    const inside = lines.filter(
      ({ at }) => at >= start && at < (from[index + 1] ?? Number.POSITIVE_INFINITY),
    );
    const sum = (name: keyof HistorySums): number =>
      inside.reduce((all, each) => all + each[name], 0);
    return {
      added: sum('added'),
      updated: sum('updated'),
      deleted: sum('deleted'),
      failed: sum('failed'),
    };
  });

export const runChanges: RunChangesView = {
  of: 540,
  changes: [
    {
      id: '1',
      title: 'Ada Lindqvist',
      action: 'update',
      fields: [{ label: 'Phone', before: '+46 31 555 01 40', after: '+46 31 555 01 42' }],
    },
    {
      id: '2',
      title: 'Zsófia Szőke-Nagy',
      action: 'update',
      fields: [
        { label: 'Title', before: 'Buyer', after: 'Head of purchasing' },
        { label: 'Mobile', before: '+36 1 555 0199', after: null },
      ],
    },
    {
      id: '3',
      title: 'عبد الرحمن بن محمد',
      action: 'create',
      fields: [{ label: 'Last name', before: null, after: 'القحطاني' }],
    },
  ],
};
