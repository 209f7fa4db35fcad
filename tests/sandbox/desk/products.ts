/** Calls on products (contract 3.5). */
import { tableOf } from '../world';
import { linkProduct, productLinks } from './associations';
import { fieldError, invalidData } from './errors';
import {
  createAnswer,
  editAnswer,
  fullAnswer,
  listPage,
  relatedPage,
  rowsPage,
  trashAnswer,
} from './lists';
import type { PageRule } from './paging';
import { mustLive } from './records';
import type { Row } from './replica';
import {
  bodyOf,
  idsIn,
  list,
  massAction,
  nothing,
  param,
  type Answer,
  type Ask,
  type Route,
} from './route';
import { listItem } from './shapes';

const rule: PageRule = { defaultLimit: 10, maxLimit: 100, base: 0 };
const related: PageRule = { ...rule, base: 1 };
const paging = ['from', 'limit', 'sortBy'];
const one = '/products/:id{[0-9]+}';

function scopes(action: string): readonly string[] {
  return [`Desk.products.${action}`, `Desk.settings.${action}`];
}

/** Filters by department (0 stands for all) and owner. */
function filter(ask: Ask): { keep?: (row: Row) => boolean } {
  const departmentId = ask.query.get('departmentId');
  const ownerId = ask.query.get('ownerId');
  if ((departmentId === null || departmentId === '0') && ownerId === null) return {};
  return {
    keep: (row) => {
      const departments = row.fields['departmentIds'];
      const inside =
        departmentId === null ||
        departmentId === '0' ||
        (Array.isArray(departments) && departments.includes(departmentId));
      return inside && (ownerId === null || row.fields['ownerId'] === ownerId);
    },
  };
}

function duplicates(ask: Ask): Answer {
  const name = ask.query.get('productName');
  if (name === null || name === '') throw invalidData(fieldError('productName', 'missing'));
  const rows = rowsPage(ask, 'products', {
    rule,
    sortBy: [],
    keep: (row) => String(row.fields['productName']).toLowerCase() === name.toLowerCase(),
  });
  return list(rows.map((row) => listItem(ask.world, ask.org, 'products', row)));
}

/** Out of one department, or into the recycle bin (contract 3.5). */
function trash(ask: Ask): Answer {
  const departmentId = bodyOf(ask)['departmentId'];
  if (departmentId === undefined || departmentId === null || departmentId === '0')
    return trashAnswer(ask, 'products', 'productIds');
  const ids = idsIn(bodyOf(ask), 'productIds');
  const products = ids.map((id) => tableOf(ask.org, 'products').get(id));
  if (products.some((record) => record?.state !== 'live'))
    throw invalidData(fieldError('productIds'));
  const leaving = new Set<string>();
  for (const record of products) {
    const departments = (record?.fields['departmentIds'] ?? []) as readonly string[];
    const rest = departments.filter((id) => id !== departmentId);
    if (rest.length === departments.length) throw invalidData(fieldError('departmentId'));
    if (rest.length === 0 && record !== undefined) leaving.add(record.id);
    else if (record !== undefined) {
      tableOf(ask.org, 'products').update(
        record.id,
        { departmentIds: rest },
        ask.world.clock.now(),
        ask.actor,
      );
    }
  }
  const at = ask.world.clock.now();
  for (const id of leaving) tableOf(ask.org, 'products').recycle(id, at, ask.actor);
  return nothing;
}

function linked(ask: Ask, module: 'contacts' | 'accounts'): Answer {
  mustLive(ask.org, 'products', param(ask));
  const ids = productLinks(
    ask.org,
    'productId',
    param(ask),
    module === 'contacts' ? 'contactId' : 'accountId',
  );
  const rows = relatedPage(ask, module, ids, {
    rule: related,
    sortBy:
      module === 'contacts'
        ? ['firstName', 'lastName', 'phone', 'email', 'createdTime', 'modifiedTime']
        : ['website', 'email', 'phone', 'accountName', 'createdTime', 'modifiedTime'],
  });
  return list(rows.map((row) => listItem(ask.world, ask.org, module, row)));
}

function link(ask: Ask, module: 'contacts' | 'accounts'): Answer {
  mustLive(ask.org, 'products', param(ask));
  const body = bodyOf(ask);
  const side = module === 'contacts' ? 'contactId' : 'accountId';
  return massAction(idsIn(body, 'ids', 10), (id) => {
    if (tableOf(ask.org, module).get(id)?.state !== 'live') return false;
    linkProduct(
      ask.world,
      ask.org,
      param(ask),
      { side, id },
      body['associate'] !== false,
      ask.actor,
    );
    return true;
  });
}

/** Routes of contract 3.5. */
export const productRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/products',
    scopes: scopes('READ'),
    needs: ['products', 'view'],
    price: 'range',
    query: [...paging, 'viewId', 'departmentId', 'ownerId', 'include'],
    handle: (ask) =>
      listPage(ask, 'products', {
        rule,
        sortBy: ['productName', 'productCode', 'unitPrice', 'createdTime', 'modifiedTime'],
        include: ['owner'],
        ...filter(ask),
      }),
  },
  {
    method: 'GET',
    path: '/products/searchDuplicates',
    scopes: scopes('READ'),
    needs: ['products', 'view'],
    price: 'range',
    query: ['productName', 'from', 'limit'],
    handle: duplicates,
  },
  {
    method: 'POST',
    path: '/products',
    scopes: scopes('CREATE'),
    needs: ['products', 'create'],
    price: 1,
    query: [],
    handle: (ask) => {
      // The newer spec wants the departments named (contract 3.5).
      if (bodyOf(ask)['departmentIds'] === undefined)
        throw invalidData(fieldError('departmentIds', 'missing'));
      return createAnswer(ask, 'products');
    },
  },
  {
    method: 'POST',
    path: '/products/moveToTrash',
    scopes: scopes('DELETE'),
    needs: ['products', 'delete'],
    price: 1,
    query: [],
    handle: trash,
  },
  {
    method: 'GET',
    path: one,
    scopes: scopes('READ'),
    needs: ['products', 'view'],
    price: 1,
    query: ['include'],
    handle: (ask) => fullAnswer(ask, 'products', param(ask), ['owner']),
  },
  {
    method: 'PATCH',
    path: one,
    scopes: scopes('UPDATE'),
    needs: ['products', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => editAnswer(ask, 'products', param(ask)),
  },
  ...(['contacts', 'accounts'] as const).flatMap((module): readonly Route[] => [
    {
      method: 'GET',
      path: `${one}/${module}`,
      scopes: ['Desk.settings.READ', 'Desk.contacts.READ'],
      needs: [module, 'view'],
      price: 'range',
      query: [...paging, 'isSpam', 'include'],
      handle: (ask) => linked(ask, module),
    },
    {
      method: 'POST',
      path: `${one}/${module === 'contacts' ? 'associateContacts' : 'associateAccounts'}`,
      scopes: scopes('UPDATE'),
      needs: ['products', 'edit'],
      price: 1,
      query: [],
      handle: (ask) => link(ask, module),
    },
  ]),
];
