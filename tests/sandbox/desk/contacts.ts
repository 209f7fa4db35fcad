/** Calls on contacts (contract 3.3). */
import { tableOf } from '../world';
import {
  addMapping,
  associate,
  dissociate,
  linkProduct,
  mappingsOf,
  productLinks,
} from './associations';
import { fieldError, invalidData, urlNotFound } from './errors';
import { liveRows } from './indexes';
import {
  countAnswer,
  createAnswer,
  editAnswer,
  fullAnswer,
  listPage,
  relatedPage,
  trashAnswer,
  updateManyAnswer,
} from './lists';
import type { PageRule } from './paging';
import { mergeRecords } from './merge';
import { mustLive } from './records';
import { bodyOf, idsIn, list, massAction, nothing, ok, param, type Ask, type Route } from './route';
import { listItem } from './shapes';
import { mappingInfo, mappingPatch } from './mappings';

const rule: PageRule = { defaultLimit: 10, maxLimit: 100, base: 1 };
const sortBy = [
  'firstName',
  'lastName',
  'phone',
  'email',
  'account',
  'createdTime',
  'modifiedTime',
];
const paging = ['from', 'limit', 'sortBy'];
const read = ['Desk.contacts.READ'];
const update = ['Desk.contacts.UPDATE'];
const one = '/contacts/:id{[0-9]+}';

function byIds(ask: Ask): readonly unknown[] {
  const ids = (ask.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0 || ids.length > 20)
    throw invalidData(fieldError('ids', ids.length === 0 ? 'missing' : 'invalid'));
  const rows = liveRows(ask.org, 'contacts');
  return ids.flatMap((id) => {
    const row = rows.get(id);
    return row === undefined ? [] : [listItem(ask.world, ask.org, 'contacts', row)];
  });
}

/** Marks contacts as spam or not, their tickets with them where asked (contract 3.3). */
function markSpam(ask: Ask): ReturnType<typeof massAction> {
  const body = bodyOf(ask);
  const { isSpam } = body;
  if (typeof isSpam !== 'boolean')
    throw invalidData(fieldError('isSpam', isSpam === undefined ? 'missing' : 'invalid'));
  const at = ask.world.clock.now();
  return massAction(idsIn(body, 'ids'), (id) => {
    if (tableOf(ask.org, 'contacts').get(id)?.state !== 'live') return false;
    tableOf(ask.org, 'contacts').update(id, { isSpam }, at, ask.actor);
    if (body['handleExistingTickets'] === true) {
      for (const ticketId of liveRows(ask.org, 'tickets').bucket('contactId', id)) {
        tableOf(ask.org, 'tickets').update(ticketId, { isSpam }, at, ask.actor);
      }
    }
    return true;
  });
}

function associateAccounts(ask: Ask): ReturnType<typeof massAction> {
  const contactId = param(ask);
  mustLive(ask.org, 'contacts', contactId);
  const { data } = bodyOf(ask);
  if (!Array.isArray(data) || data.length === 0)
    throw invalidData(fieldError('data', data === undefined ? 'missing' : 'invalid'));
  const wanted = new Map<string, boolean>(
    data.map((item: unknown) => {
      const { id, isAccountTicketsViewable } = (item ?? {}) as Record<string, unknown>;
      if (typeof id !== 'string') throw invalidData(fieldError('data/id', 'missing'));
      return [id, isAccountTicketsViewable === true];
    }),
  );
  const at = ask.world.clock.now();
  return massAction([...wanted.keys()], (accountId) => {
    if (tableOf(ask.org, 'accounts').get(accountId)?.state !== 'live') return false;
    const mapping = {
      contactId,
      accountId,
      isAccountTicketsViewable: wanted.get(accountId) === true,
    };
    const contact = tableOf(ask.org, 'contacts').get(contactId);
    // The first account of a contact is its primary one.
    if (contact?.fields['accountId'] === null || contact?.fields['accountId'] === undefined) {
      tableOf(ask.org, 'contacts').update(contactId, { accountId }, at, ask.actor);
      addMapping(ask.world, ask.org, { ...mapping, primary: true }, at, ask.actor);
    } else associate(ask.world, ask.org, mapping, at, ask.actor);
    return true;
  });
}

function part(ask: Ask, accountId: string): boolean {
  const contactId = param(ask);
  const at = ask.world.clock.now();
  if (!dissociate(ask.org, contactId, accountId, at, ask.actor)) return false;
  if (tableOf(ask.org, 'contacts').get(contactId)?.fields['accountId'] === accountId) {
    tableOf(ask.org, 'contacts').update(contactId, { accountId: null }, at, ask.actor);
  }
  return true;
}

/** Routes of contract 3.3. */
export const contactRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/contacts',
    scopes: read,
    needs: ['contacts', 'view'],
    price: 'range',
    query: [...paging, 'viewId', 'include', 'fields', 'filterId'],
    handle: (ask) => listPage(ask, 'contacts', { rule, sortBy, include: ['accounts'] }),
  },
  {
    method: 'GET',
    path: '/contacts/contactsByIds',
    scopes: read,
    needs: ['contacts', 'view'],
    price: 'range',
    query: ['ids'],
    handle: (ask) => list(byIds(ask)),
  },
  {
    method: 'GET',
    path: '/contacts/count',
    scopes: read,
    needs: ['contacts', 'view'],
    price: 'count',
    query: ['viewId', 'startsWith'],
    handle: (ask) => countAnswer(ask, 'contacts'),
  },
  {
    method: 'POST',
    path: '/contacts',
    scopes: ['Desk.contacts.CREATE'],
    needs: ['contacts', 'create'],
    price: 1,
    query: [],
    handle: (ask) => createAnswer(ask, 'contacts'),
  },
  {
    method: 'POST',
    path: '/contacts/moveToTrash',
    scopes: ['Desk.contacts.DELETE'],
    needs: ['contacts', 'delete'],
    price: 1,
    query: [],
    handle: (ask) => trashAnswer(ask, 'contacts', 'contactIds'),
  },
  {
    method: 'POST',
    path: '/contacts/updateMany',
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => updateManyAnswer(ask, 'contacts'),
  },
  {
    method: 'POST',
    path: '/contacts/markSpam',
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: markSpam,
  },
  {
    method: 'GET',
    path: one,
    scopes: read,
    needs: ['contacts', 'view'],
    price: 1,
    query: ['include'],
    handle: (ask) => fullAnswer(ask, 'contacts', param(ask), ['accounts', 'owner']),
  },
  {
    method: 'PATCH',
    path: one,
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => editAnswer(ask, 'contacts', param(ask)),
  },
  {
    method: 'POST',
    path: `${one}/merge`,
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => {
      const body = bodyOf(ask);
      const source = (body['source'] ?? {}) as Record<string, unknown>;
      mergeRecords(
        ask.world,
        ask.org,
        'contacts',
        param(ask),
        idsIn(body, 'ids'),
        ask.actor,
        source,
      );
      return fullAnswer(ask, 'contacts', param(ask));
    },
  },
  {
    method: 'POST',
    path: `${one}/associateAccounts`,
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: associateAccounts,
  },
  {
    method: 'POST',
    path: `${one}/dissociateAccounts`,
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => {
      mustLive(ask.org, 'contacts', param(ask));
      return massAction(idsIn(bodyOf(ask), 'ids'), (accountId) => part(ask, accountId));
    },
  },
  {
    method: 'PATCH',
    path: `${one}/accounts/:accountId{[0-9]+}/dissociate`,
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => {
      mustLive(ask.org, 'contacts', param(ask));
      if (!part(ask, param(ask, 'accountId'))) throw invalidData(fieldError('accountId'));
      return nothing;
    },
  },
  {
    method: 'PATCH',
    path: '/accountContactMapping/:id{[0-9]+}',
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: mappingPatch,
  },
  {
    method: 'GET',
    path: `${one}/accounts`,
    scopes: read,
    needs: ['accounts', 'view'],
    price: 'range',
    query: [...paging, 'startsWith'],
    handle: (ask) => {
      mustLive(ask.org, 'contacts', param(ask));
      const mappings = mappingsOf(ask.org, 'contactId', param(ask));
      const ids = mappings.map((row) => String(row.fields['accountId']));
      const rows = relatedPage(ask, 'accounts', ids, {
        rule,
        sortBy: ['accountName', 'createdTime', 'mappingType'],
      });
      return list(
        rows.map((row) => ({
          ...listItem(ask.world, ask.org, 'accounts', row),
          ...mappingInfo(mappings, 'accountId', row.id),
        })),
      );
    },
  },
  {
    method: 'GET',
    path: `${one}/products`,
    scopes: ['Desk.contacts.READ', 'Desk.settings.READ', 'Desk.products.READ'],
    needs: ['products', 'view'],
    price: 'range',
    query: [...paging, 'departmentId'],
    handle: (ask) => {
      mustLive(ask.org, 'contacts', param(ask));
      const ids = productLinks(ask.org, 'contactId', param(ask), 'productId');
      const rows = relatedPage(ask, 'products', ids, { rule: { ...rule, base: 0 }, sortBy: [] });
      return list(rows.map((row) => listItem(ask.world, ask.org, 'products', row)));
    },
  },
  {
    method: 'POST',
    path: `${one}/associateProducts`,
    scopes: update,
    needs: ['contacts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => {
      mustLive(ask.org, 'contacts', param(ask));
      const body = bodyOf(ask);
      return massAction(idsIn(body, 'ids', 10), (productId) => {
        if (tableOf(ask.org, 'products').get(productId)?.state !== 'live') return false;
        linkProduct(
          ask.world,
          ask.org,
          productId,
          { side: 'contactId', id: param(ask) },
          body['associate'] !== false,
          ask.actor,
        );
        return true;
      });
    },
  },
];
