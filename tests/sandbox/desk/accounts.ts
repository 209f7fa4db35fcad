/** Calls on accounts (contract 3.4). */
import { tableOf } from '../world';
import { linkProduct, mappingsOf, productLinks } from './associations';
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
import { flagOf, type PageRule } from './paging';
import { mappingInfo } from './mappings';
import { mergeRecords } from './merge';
import { mustLive } from './records';
import { bodyOf, idsIn, list, massAction, param, type Route } from './route';
import { listItem } from './shapes';

const rule: PageRule = { defaultLimit: 10, maxLimit: 100, base: 1 };
const sortBy = ['website', 'email', 'phone', 'accountName', 'createdTime', 'modifiedTime'];
const paging = ['from', 'limit', 'sortBy'];
const read = ['Desk.contacts.READ'];
const update = ['Desk.contacts.UPDATE'];
const one = '/accounts/:id{[0-9]+}';

/** Routes of contract 3.4; accounts have the scopes of contacts (contract 1.6). */
export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/accounts',
    scopes: read,
    needs: ['accounts', 'view'],
    price: 'range',
    query: [...paging, 'viewId', 'fields', 'filters', 'filterId'],
    handle: (ask) => listPage(ask, 'accounts', { rule, sortBy, include: [] }),
  },
  {
    method: 'GET',
    path: '/accounts/count',
    scopes: read,
    needs: ['accounts', 'view'],
    price: 'count',
    query: ['viewId'],
    handle: (ask) => countAnswer(ask, 'accounts'),
  },
  {
    method: 'POST',
    path: '/accounts',
    scopes: ['Desk.contacts.CREATE'],
    needs: ['accounts', 'create'],
    price: 1,
    query: [],
    handle: (ask) => createAnswer(ask, 'accounts'),
  },
  {
    method: 'POST',
    path: '/accounts/moveToTrash',
    scopes: ['Desk.contacts.DELETE'],
    needs: ['accounts', 'delete'],
    price: 1,
    query: [],
    handle: (ask) => trashAnswer(ask, 'accounts', 'accountIds'),
  },
  {
    method: 'POST',
    path: '/accounts/updateMany',
    scopes: update,
    needs: ['accounts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => updateManyAnswer(ask, 'accounts'),
  },
  {
    method: 'GET',
    path: one,
    scopes: read,
    needs: ['accounts', 'view'],
    price: 1,
    query: ['include'],
    handle: (ask) => fullAnswer(ask, 'accounts', param(ask), ['owner']),
  },
  {
    method: 'PATCH',
    path: one,
    scopes: update,
    needs: ['accounts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => editAnswer(ask, 'accounts', param(ask)),
  },
  {
    method: 'POST',
    path: `${one}/merge`,
    scopes: update,
    needs: ['accounts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => {
      const body = bodyOf(ask);
      const source = (body['source'] ?? {}) as Record<string, unknown>;
      mergeRecords(
        ask.world,
        ask.org,
        'accounts',
        param(ask),
        idsIn(body, 'ids'),
        ask.actor,
        source,
      );
      return fullAnswer(ask, 'accounts', param(ask));
    },
  },
  {
    method: 'GET',
    path: `${one}/contacts`,
    scopes: read,
    needs: ['contacts', 'view'],
    price: 'range',
    query: [...paging, 'isSpam'],
    handle: (ask) => {
      mustLive(ask.org, 'accounts', param(ask));
      const spam = flagOf(ask.query, 'isSpam');
      const mappings = mappingsOf(ask.org, 'accountId', param(ask));
      const contacts = liveRows(ask.org, 'contacts');
      const ids = mappings
        .map((row) => String(row.fields['contactId']))
        .filter((id) => spam === null || (contacts.get(id)?.fields['isSpam'] === true) === spam);
      const rows = relatedPage(ask, 'contacts', ids, {
        rule,
        sortBy: [
          'firstName',
          'lastName',
          'phone',
          'fullName',
          'email',
          'createdTime',
          'modifiedTime',
        ],
      });
      return list(
        rows.map((row) =>
          Object.assign(
            listItem(ask.world, ask.org, 'contacts', row),
            mappingInfo(mappings, 'contactId', row.id),
          ),
        ),
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
      mustLive(ask.org, 'accounts', param(ask));
      const ids = productLinks(ask.org, 'accountId', param(ask), 'productId');
      const rows = relatedPage(ask, 'products', ids, { rule: { ...rule, base: 0 }, sortBy: [] });
      return list(rows.map((row) => listItem(ask.world, ask.org, 'products', row)));
    },
  },
  {
    method: 'POST',
    path: `${one}/associateProducts`,
    scopes: update,
    needs: ['accounts', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => {
      mustLive(ask.org, 'accounts', param(ask));
      const body = bodyOf(ask);
      return massAction(idsIn(body, 'ids', 10), (productId) => {
        if (tableOf(ask.org, 'products').get(productId)?.state !== 'live') return false;
        linkProduct(
          ask.world,
          ask.org,
          productId,
          { side: 'accountId', id: param(ask) },
          body['associate'] !== false,
          ask.actor,
        );
        return true;
      });
    },
  },
];
