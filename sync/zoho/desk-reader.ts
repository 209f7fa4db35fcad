/** What the sidebar reads of Desk: single records by id, ahead of the sync's calls. */
import type { DeskReader } from '../engine/profile-ports';
import type { RecordId } from '../types';
import type { Http } from './http';
import { idShape, ownValue, parse, recordShape } from './record-page';
import { idOf, orNull, rowIn, textIn, type Row } from './reader-rows';

/** First and last name as Desk shows them, else the address: a contact has at least one. */
function personName(row: Row): string {
  const parts = [textIn(row, 'firstName'), textIn(row, 'lastName')].filter((part) => part !== null);
  return parts.join(' ') || (textIn(row, 'email') ?? '');
}

/** Written where others read it, so nothing but an address of the web. */
function pageAddress(value: string | null): string | null {
  if (value === null || /\s/.test(value) || !URL.canParse(value)) return null;
  return new URL(value).protocol === 'https:' ? value : null;
}

export function createDeskReader(http: Http): DeskReader {
  async function read(
    module: 'tickets' | 'contacts' | 'accounts',
    id: RecordId,
  ): Promise<Row | null> {
    return orNull(async () => {
      const answer = await http.send({
        method: 'GET',
        path: `/api/v1/${module}/${parse(idShape, id, 'desk id')}`,
        writing: false,
        lane: 'interactive',
        credits: 1,
        // A trashed id may be called unprocessable (contract 3.2 [?]).
        results: [422],
      });
      if (answer.status === 422 || answer.body === null) return null;
      const row = parse(recordShape, answer.body, `desk ${module}`);
      const gone = ownValue(row, 'isTrashed') === true || ownValue(row, 'isDeleted') === true;
      return gone || ownValue(row, 'id') !== id ? null : row;
    });
  }

  return {
    async ticket(id) {
      const row = await read('tickets', id);
      return row === null
        ? null
        : {
            id,
            number: textIn(row, 'ticketNumber') ?? '',
            subject: textIn(row, 'subject') ?? '',
            contactId: idOf(ownValue(row, 'contactId')),
            accountId: idOf(ownValue(row, 'accountId')),
            url: pageAddress(textIn(row, 'webUrl')),
          };
    },

    async contact(id) {
      const row = await read('contacts', id);
      return row === null
        ? null
        : {
            id,
            name: personName(row),
            email: textIn(row, 'email'),
            secondaryEmail: textIn(row, 'secondaryEmail'),
            phone: textIn(row, 'phone'),
            mobile: textIn(row, 'mobile'),
            accountId: idOf(ownValue(row, 'accountId') ?? ownValue(row, 'account')),
            crmId: idOf(ownValue(row, 'zohoCRMContact')),
            crmType: textIn(rowIn(row, 'zohoCRMContact') ?? {}, 'type'),
          };
    },

    async account(id) {
      const row = await read('accounts', id);
      return row === null
        ? null
        : {
            id,
            name: textIn(row, 'accountName') ?? '',
            website: textIn(row, 'website'),
            phone: textIn(row, 'phone'),
            crmId: idOf(ownValue(row, 'zohoCRMAccount')),
          };
    },
  };
}
