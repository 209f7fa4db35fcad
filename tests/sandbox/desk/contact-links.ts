/** Which accounts and products a contact belongs to (contract 3.3). */
import { tableOf } from '../world';
import {
  addMapping,
  associate,
  dissociate,
  linkProduct,
  mappingsOf,
  productLinks,
} from './associations';
import { fieldError, invalidData } from './errors';
import { relatedPage } from './lists';
import { mappingInfo, mappingPatch } from './mappings';
import type { PageRule } from './paging';
import { mustLive } from './records';
import { bodyOf, idsIn, list, massAction, nothing, param, type Ask, type Route } from './route';
import { listItem } from './shapes';

const rule: PageRule = { defaultLimit: 10, maxLimit: 100, base: 1 };
const paging = ['from', 'limit', 'sortBy'];
const read = ['Desk.contacts.READ'];
const update = ['Desk.contacts.UPDATE'];
const one = '/contacts/:id{[0-9]+}';

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

/** Routes of contract 3.3 about associations. */
export const contactLinkRoutes: readonly Route[] = [
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
        rows.map((row) =>
          Object.assign(
            listItem(ask.world, ask.org, 'accounts', row),
            mappingInfo(mappings, 'accountId', row.id),
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
