/** What the administrator's pages show of "Halden Instruments" on that Thursday. */
import type {
  ConflictsView,
  ConflictView,
  FailureLogView,
  FailureReasonView,
  FailureRow,
  Rows,
} from '../../../sync/protocol/administration';
import { now, problem } from './fixtures';

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
  rule: null,
  ...rest,
});

export const conflictLog: ConflictsView = {
  of: 5,
  policy: 'crm',
  open: [
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
  ],
};
