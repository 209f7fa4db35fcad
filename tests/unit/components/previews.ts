/** A plan as screens are shown it. Sums agree with the mock-ups. */
import type { Rows } from '../../../sync/protocol/administration';
import type {
  PreviewFilterView,
  PreviewRowView,
  PreviewSumView,
  PreviewView,
  TicksView,
} from '../../../sync/protocol/preview';
import { now } from './fixtures';

export const plan: PreviewView = {
  look: { state: 'ready', isSetup: true },
  hash: 'plan',
  at: now - 60_000,
  importFrom: now - 365 * 86_400_000,
  rows: 1_760,
  counts: [
    { kind: 'account', action: 'link', side: null, records: 150 },
    { kind: 'account', action: 'create', side: 'desk', records: 54 },
    { kind: 'contact', action: 'link', side: null, records: 1_054 },
    { kind: 'contact', action: 'create', side: 'desk', records: 258 },
    { kind: 'contact', action: 'create', side: 'crm', records: 87 },
    { kind: 'contact', action: 'update', side: 'desk', records: 100 },
    { kind: 'contact', action: 'update', side: 'crm', records: 48 },
    { kind: 'contact', action: 'delete', side: 'desk', records: 9 },
  ],
  needs: [
    { kind: 'account', records: 2 },
    { kind: 'contact', records: 7 },
  ],
  ms: 14 * 60_000,
  credits: { desk: 1_932, crm: 214 },
  creditsLeft: { desk: 18_600, crm: null },
  creditsPerDay: { desk: null, crm: null },
  progress: null,
  problem: null,
};

const row = (
  key: string,
  title: string,
  action: PreviewRowView['action'],
  side: PreviewRowView['side'],
  fields: readonly (readonly [string, string | null, string | null])[],
  more: Partial<PreviewRowView> = {},
): PreviewRowView => ({
  id: `${key}/${action}/${side}`,
  key,
  kind: 'contact',
  action,
  side,
  title,
  fields: fields.map(([label, before, after]) => ({ label, before, after })),
  credits: 1,
  overwritesEmail: false,
  why: null,
  because: action === 'link' ? 'matched' : null,
  ...more,
});

const rows: readonly PreviewRowView[] = [
  row('1', 'Ada Lindqvist', 'link', null, []),
  row('1', 'Ada Lindqvist', 'update', 'desk', [
    ['Phone', '+46 31 555 01 40', '+46 31 555 01 42'],
    ['Title', null, 'Head of IT'],
  ]),
  row(
    '2',
    'João Figueiredo',
    'update',
    'desk',
    [
      ['E-mail', 'joao@figueiredo.pt', 'j.figueiredo@atlantico-energia.pt'],
      ['City', 'Porto', 'Lisboa'],
    ],
    { overwritesEmail: true },
  ),
  row(
    '3',
    'Tanabe Seiki K.K.',
    'create',
    'desk',
    [
      ['Account name', null, 'Tanabe Seiki K.K.'],
      ['Phone', null, '+81 3 5550 1100'],
      ['City', null, '東京'],
    ],
    { kind: 'account' },
  ),
  row('4', 'Nadia Benali', 'create', 'crm', [
    ['Last name', null, 'Benali'],
    ['Mobile', null, '+212 661 555 044'],
  ]),
  row('5', 'عبد الرحمن بن محمد بن عبد العزيز الشهراني القحطاني', 'update', 'crm', [
    ['Description', 'Ältere Notiz, die niemand mehr braucht, und noch ein langer Satz dazu', null],
  ]),
  row('6', 'Former customer Ltd', 'delete', 'desk', []),
  row('7', 'Jordan Smith', 'need', null, [], {
    why: {
      reason: 'ambiguous',
      problem: {
        code: 'match.ambiguous',
        kind: 'conflict',
        message: '2 records could be the counterpart. Merge the duplicates or link one by hand.',
      },
    },
  }),
  row('8', 'Noura Haddad', 'need', null, [['Title', 'IT manager', 'Head of all IT']], {
    why: {
      reason: 'undecided',
      problem: { code: 'conflict.undecided', kind: 'conflict', message: 'Changed on both sides.' },
    },
  }),
];

export const planRows = (
  { kind, action, side, search, emails }: PreviewFilterView,
  offset: number,
  limit: number,
): Rows<PreviewRowView> => {
  const found = rows.filter(
    (each) =>
      (kind ?? each.kind) === each.kind &&
      (action ?? each.action) === each.action &&
      (side ?? each.side) === each.side &&
      (emails !== true || each.overwritesEmail) &&
      each.title.toLowerCase().includes(search.toLowerCase()),
  );
  return { rows: found.slice(offset, offset + limit), of: found.length };
};

export const planSum = (ticks: TicksView): PreviewSumView => ({
  rows: ticks.all ? plan.rows - ticks.except.length : ticks.only.length,
  ms: ticks.all ? 14 * 60_000 : 0,
  credits: ticks.all ? { desk: 1_930, crm: 214 } : { desk: 0, crm: 0 },
});
