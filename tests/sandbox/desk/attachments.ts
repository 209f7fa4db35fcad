/** Files on contacts and accounts (contract 3.3, 3.4; the paths are in Zoho's own files). */
import { relatedPage } from './lists';
import { liveRows } from './indexes';
import { mustLive } from './records';
import { list, param, type Route } from './route';
import { isoTime } from './shape-parts';

const keys = { contacts: 'contactId', accounts: 'accountId' } as const;

/** Lists of attachments, newest or largest first where asked. */
export const attachmentRoutes: readonly Route[] = (['contacts', 'accounts'] as const).map(
  (module): Route => ({
    method: 'GET',
    path: `/${module}/:id{[0-9]+}/attachments`,
    scopes: ['Desk.contacts.UPDATE'],
    needs: [module, 'view'],
    price: 'range',
    query: ['include', 'from', 'limit', 'sortBy'],
    handle: (ask) => {
      mustLive(ask.org, module, param(ask));
      const ids = liveRows(ask.org, 'attachments').bucket(keys[module], param(ask));
      const rows = relatedPage(ask, 'attachments', [...ids], {
        rule: { defaultLimit: 10, maxLimit: 100, base: 0 },
        sortBy: ['createdTime', 'size'],
      });
      return list(
        rows.map((row) => ({
          id: row.id,
          name: row.fields['name'] ?? null,
          size: row.fields['size'] ?? null,
          createdTime: isoTime(row.createdAt),
          isPublic: row.fields['isPublic'] === true,
          href: `https://${ask.host}/api/v1/${module}/${param(ask)}/attachments/${row.id}/content`,
        })),
      );
    },
  }),
);
