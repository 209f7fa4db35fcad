/** Many tickets and contacts of Desk in few calls, for lists and the board (contract 3.3, 3.8, 3.9). */
import * as v from 'valibot';
import type { TicketReader, TicketRow } from '../engine/handshake-ports';
import type { DeskContactFacts } from '../engine/profile-ports';
import type { RecordId } from '../types';
import { SyncError } from '../core/problem';
import { readDeskRows } from './desk-records';
import type { Http } from './http';
import { idOf, instantIn, nameIn, orNull, rowIn, textIn, type Row } from './reader-rows';
import { idShape, ownValue, parse, recordShape } from './record-page';

const ticketsPerPage = 100;
/** Pages of open tickets that are read: beyond it nobody triages by eye. */
const mostPages = 10;
/** Contract 3.3: ids of one call. */
const contactsPerCall = 20;
/** Contract 3.9. */
const departmentsPerCall = 200;

/** The status that every portal has; others of the open type are found in the field's metadata. */
const plainOpen = 'Open';
const statusShape = v.array(
  v.object({
    apiName: v.nullish(v.string()),
    pickListValues: v.nullish(
      v.array(v.object({ value: v.nullish(v.string()), statusType: v.nullish(v.string()) })),
    ),
  }),
);

/** Rights and calls that an agent or a portal may lack. */
const lacking: ReadonlySet<string> = new Set([
  'record.gone',
  'zoho.noPermission',
  'oauth.scopeMissing',
  'defect.request',
]);

function isLacking(thrown: unknown): boolean {
  return thrown instanceof SyncError && lacking.has(thrown.problem.code);
}

function personName(row: Row): string | null {
  const parts = [textIn(row, 'firstName'), textIn(row, 'lastName')].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' ') : textIn(row, 'email');
}

/** `/support/{portal}/…` or `/agent/{portal}/…`; a portal's own domain names none. */
function portalOf(url: string | null): string | null {
  return /^https:\/\/[^/]+\/(?:support|agent)\/([^/?#]+)\//.exec(url ?? '')?.[1] ?? null;
}

/** Desk's address of a ticket may hide the id behind a hash, which nobody else can read (contract section 5). */
function withId(url: string | null, id: RecordId): string | null {
  return url?.replace(/(#\/?Cases\/dv\/)[\da-f]+$/i, `$1${id}`) ?? null;
}

function ticketOf(row: Row): TicketRow {
  const contact = rowIn(row, 'contact');
  const account = contact === null ? null : rowIn(contact, 'account');
  const id = parse(idShape, ownValue(row, 'id'), 'desk ticket id');
  const url = withId(textIn(row, 'webUrl'), id);
  const email = textIn(row, 'email');
  return {
    id,
    number: textIn(row, 'ticketNumber') ?? '',
    subject: textIn(row, 'subject') ?? '',
    open: (textIn(row, 'statusType') ?? textIn(row, 'status')) === plainOpen,
    priority: textIn(row, 'priority'),
    dueAt: instantIn(row, 'dueDate'),
    contactId: idOf(ownValue(row, 'contactId')),
    email,
    requester: (contact === null ? null : personName(contact)) ?? email,
    company: account === null ? null : (textIn(account, 'accountName') ?? nameIn(row, 'account')),
    url,
    portal: portalOf(url),
  };
}

function contactOf(row: Row): DeskContactFacts {
  const crm = rowIn(row, 'zohoCRMContact');
  const type = crm === null ? null : ownValue(crm, 'type');
  return {
    id: parse(idShape, ownValue(row, 'id'), 'desk contact id'),
    name: personName(row) ?? '',
    email: textIn(row, 'email'),
    secondaryEmail: textIn(row, 'secondaryEmail'),
    phone: textIn(row, 'phone'),
    mobile: textIn(row, 'mobile'),
    accountId: idOf(ownValue(row, 'accountId')),
    crmId: idOf(crm),
    // Seen as a word and as a list of one (features 1.2).
    crmType: [type].flat().find((word): word is string => typeof word === 'string') ?? null,
  };
}

export function createTicketReader(http: Http): TicketReader {
  let openStatuses: Promise<string> | null = null;

  async function get(
    path: string,
    query: Readonly<Record<string, string>>,
    credits: number,
  ): Promise<readonly Row[]> {
    const answer = await http.send({
      method: 'GET',
      path: `/api/v1/${path}`,
      query,
      writing: false,
      lane: 'interactive',
      credits,
    });
    return readDeskRows(answer, `desk ${path}`).rows;
  }

  /** Names of the statuses of the open type. Without the right to read them: the one that all portals have. */
  async function readStatuses(): Promise<string> {
    try {
      const fields = parse(
        statusShape,
        await get('fields', { module: 'tickets', apiNames: 'status' }, 1),
        'desk status',
      );
      const names = fields
        .filter(({ apiName }) => apiName === 'status')
        .flatMap(({ pickListValues }) => pickListValues ?? [])
        .filter(({ statusType }) => statusType === plainOpen)
        .flatMap(({ value }) => (value == null || value.includes(',') ? [] : [value]));
      return [...new Set([plainOpen, ...names])].join(',');
    } catch (thrown) {
      if (!isLacking(thrown)) throw thrown;
      return plainOpen;
    }
  }

  function statuses(): Promise<string> {
    const read = openStatuses ?? readStatuses();
    openStatuses = read;
    read.catch(() => {
      openStatuses = null;
    });
    return read;
  }

  /** Page 0 without `from`, whose base differs per list (contract 3.1): then a row may come twice. */
  async function tickets(
    page: number,
    query: Readonly<Record<string, string>>,
  ): Promise<readonly TicketRow[]> {
    const rows = await get(
      'tickets',
      {
        ...query,
        include: 'contacts',
        limit: String(ticketsPerPage),
        ...(page === 0 ? {} : { from: String(page * ticketsPerPage) }),
      },
      3,
    );
    return rows.map(ticketOf);
  }

  return {
    async departments() {
      const rows = await get('departments', { limit: String(departmentsPerCall) }, 3);
      return rows
        .filter((row) => ownValue(row, 'isEnabled') !== false)
        .map((row) => ({
          id: parse(idShape, ownValue(row, 'id'), 'desk department id'),
          name: textIn(row, 'name') ?? '',
        }));
    },

    async openTickets(departmentId) {
      const query = {
        status: await statuses(),
        sortBy: 'dueDate',
        ...(departmentId === null
          ? {}
          : { departmentIds: parse(idShape, departmentId, 'desk id') }),
      };
      const found = new Map<RecordId, TicketRow>();
      for (let page = 0; page < mostPages; page += 1) {
        const rows = await tickets(page, query);
        for (const row of rows) if (row.open) found.set(row.id, row);
        if (rows.length < ticketsPerPage) return { tickets: [...found.values()], complete: true };
      }
      return { tickets: [...found.values()], complete: false };
    },

    newestTickets: (page) => tickets(page, { sortBy: '-createdTime' }),

    ticketRow: (id) =>
      orNull(async () => {
        const answer = await http.send({
          method: 'GET',
          path: `/api/v1/tickets/${parse(idShape, id, 'desk id')}`,
          query: { include: 'contacts' },
          writing: false,
          lane: 'interactive',
          credits: 1,
          results: [422],
        });
        if (answer.status === 422 || answer.body === null) return null;
        const row = ticketOf(parse(recordShape, answer.body, 'desk ticket'));
        return row.id === id ? row : null;
      }),

    async contacts(ids) {
      const found: DeskContactFacts[] = [];
      for (let at = 0; at < ids.length; at += contactsPerCall) {
        const rows = await get(
          'contacts/contactsByIds',
          { ids: ids.slice(at, at + contactsPerCall).join(',') },
          3,
        );
        found.push(...rows.map(contactOf));
      }
      return found;
    },
  };
}
