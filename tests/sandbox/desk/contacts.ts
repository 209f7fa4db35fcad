/** Calls on contacts (contract 3.3). */
import { tableOf } from '../world';
import { fieldError, invalidData } from './errors';
import { liveRows } from './indexes';
import {
  countAnswer,
  createAnswer,
  editAnswer,
  fullAnswer,
  listPage,
  trashAnswer,
  updateManyAnswer,
} from './lists';
import type { PageRule } from './paging';
import { mergeRecords } from './merge';
import { bodyOf, idsIn, list, massAction, param, type Ask, type Route } from './route';
import { listItem } from './shapes';

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
];
