/** A board of Halden Instruments' help desk, as the mock-up has it. */
import type { BoardCard, BoardView, RequesterType } from '../../../sync/protocol/handshake';
import { now } from './fixtures';

const hour = 3_600_000;
const renewal = {
  name: 'Renewal 25',
  stage: 'Closed won',
  status: 'won',
  amount: { amount: 12_000, currency: 'EUR' },
  closesOn: '2025-03-03',
} as const;

const type = (value: RequesterType['value'], rest: Partial<RequesterType> = {}): RequesterType => ({
  value,
  source: 'deals',
  module: value === 'new' ? null : 'Contacts',
  because: null,
  openDeals: 0,
  open: [],
  lostDeals: 0,
  matches: value === 'new' ? 0 : 1,
  deskSays: null,
  ...rest,
});

export const card = (
  id: string,
  subject: string,
  of: RequesterType | null,
  dueAt: number | null = null,
  rest: Partial<BoardCard> = {},
): BoardCard => ({
  ticketId: id,
  number: id.slice(-3),
  subject,
  priority: null,
  dueAt,
  requester: 'Ada Lindqvist',
  company: 'Nordwind AB',
  url: `https://desk.zoho.eu/agent/halden/all/tickets/details/${id}`,
  type: of,
  ...rest,
});

const customer = type('customer', {
  because: renewal,
  openDeals: 1,
  open: [{ amount: 61_100, currency: 'EUR' }],
});

export const board: BoardView = {
  state: 'shown',
  departments: [
    { id: '10000001', name: 'Support' },
    { id: '10000002', name: 'Service' },
  ],
  departmentId: '10000001',
  columns: [
    {
      type: 'customer',
      cards: [
        card('20000101', 'SAML sign-in fails', customer, now - 3 * hour, { priority: 'High' }),
        card('20000102', 'Invoices show the old company address', customer, now + hour),
        card('20000103', 'Export stops at row 10,000', type('customer', { because: renewal })),
      ],
      open: [
        { amount: 61_100, currency: 'EUR' },
        { amount: 310_000, currency: 'SEK' },
      ],
    },
    {
      type: 'potential',
      cards: [
        card(
          '20000201',
          'Which sensors fit the pilot plant?',
          type('potential', {
            because: { ...renewal, name: 'Pilot', stage: 'Proposal', status: 'open' },
            openDeals: 1,
            open: [{ amount: 42_000, currency: 'CHF' }],
            matches: 2,
            deskSays: 'contact',
          }),
          now + 30 * hour,
        ),
      ],
      open: [{ amount: 42_000, currency: 'CHF' }],
    },
    { type: 'contact', cards: [], open: [] },
    {
      type: 'new',
      cards: [
        card('20000401', 'Opening hours?', type('new'), null, { requester: null, company: null }),
      ],
      open: [],
    },
  ],
  complete: true,
  crmProblem: null,
  dealsHidden: false,
  problem: null,
  updatedAt: now - 60_000,
  refreshing: false,
};

/** The same board with its first column turned round. */
export const turned: BoardView = {
  ...board,
  columns: board.columns.map((column, at) =>
    at === 0 ? { ...column, cards: column.cards.toReversed() } : column,
  ),
};
