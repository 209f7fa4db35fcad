/** The recycle bin, where deletions are found (contract 3.7). */
import { tableOf, type DeskOrg } from '../world';
import type { StoredRecord, Table } from '../table';
import { fieldError, invalidData } from './errors';
import { deskModules, moduleId } from './modules';
import { listOf, pageOf, slice, sortOf } from './paging';
import { deleteRecord, restoreRecord } from './records';
import { bodyOf, idsIn, list, massAction, type Ask, type Route } from './route';
import { agentOf, isoTime } from './shape-parts';

interface Bin {
  cursor: number;
  readonly ids: Set<string>;
}

const bins = new WeakMap<Table, Bin>();

/** What lies in the bin of one table; follows its history, so that no call has to walk every record. */
function binOf(table: Table): ReadonlySet<string> {
  let bin = bins.get(table);
  if (bin === undefined) {
    bin = { cursor: 0, ids: new Set() };
    bins.set(table, bin);
  }
  for (; bin.cursor < table.history.length; bin.cursor += 1) {
    const change = table.history[bin.cursor];
    // Losers of a merge are gone for good [?].
    if (change?.operation === 'recycle') bin.ids.add(change.id);
    else if (change?.operation === 'restore' || change?.operation === 'purge')
      bin.ids.delete(change.id);
  }
  return bin.ids;
}

interface Trashed {
  readonly module: string;
  readonly plural: string;
  readonly record: StoredRecord;
}

/** Everything in the bin, newest deletion first [?: only the newer spec says so]. */
function trashed(org: DeskOrg, only: (module: string) => boolean): readonly Trashed[] {
  const found = deskModules
    .filter((module) => only(module.apiName))
    .flatMap((module) => {
      const table = tableOf(org, module.apiName);
      return [...binOf(table)].flatMap((id) => {
        const record = table.get(id);
        return record === undefined
          ? []
          : [{ module: module.apiName, plural: module.plural, record }];
      });
    });
  return found.sort(
    (a, b) =>
      (b.record.deletedAt ?? 0) - (a.record.deletedAt ?? 0) || (a.record.id < b.record.id ? 1 : -1),
  );
}

function nameOf(item: Trashed): string {
  const { fields } = item.record;
  if (item.module === 'contacts')
    return [fields['firstName'], fields['lastName']].filter(Boolean).join(' ');
  const key = deskModules.find((module) => module.apiName === item.module)?.nameField ?? '';
  return String(fields[key] ?? '');
}

function shown(ask: Ask, item: Trashed, include: readonly string[]): Record<string, unknown> {
  const { record } = item;
  const deleter = agentOf(ask.org, record.deletedBy ?? '');
  const person = ask.world.people.find((candidate) => candidate.zuid === record.deletedBy);
  const department = ask.org.departments.find(
    (candidate) => candidate.id === record.fields['departmentId'],
  );
  return {
    id: record.id,
    displayName: nameOf(item),
    type: item.plural,
    departmentId: department?.id ?? null,
    deletedById: deleter?.id ?? null,
    deletedTime: isoTime(record.deletedAt ?? 0),
    ...(include.includes('department')
      ? {
          department:
            department === undefined ? null : { id: department.id, name: department.name },
        }
      : {}),
    ...(include.includes('deletedBy')
      ? {
          deletedBy:
            deleter === null || person === undefined
              ? null
              : {
                  id: deleter.id,
                  firstName: person.firstName,
                  lastName: person.lastName,
                  email: person.email,
                  photoURL: null,
                },
        }
      : {}),
  };
}

function wantedModule(ask: Ask): (module: string) => boolean {
  const id = ask.query.get('moduleId');
  const name = ask.query.get('module');
  if (
    id !== null &&
    !deskModules.some((module) => moduleId(ask.world, ask.org, module.apiName) === id)
  ) {
    throw invalidData(fieldError('moduleId'));
  }
  if (name !== null && !deskModules.some((module) => module.apiName === name))
    throw invalidData(fieldError('module'));
  return (module) =>
    (id === null || moduleId(ask.world, ask.org, module) === id) &&
    (name === null || name === module);
}

function binPage(ask: Ask): readonly unknown[] {
  const page = pageOf(ask.query, { defaultLimit: 10, maxLimit: 50, base: 0 });
  const include = listOf(ask.query, 'include', ['department', 'deletedBy']);
  const { descending } = sortOf(ask.query, ['deletedTime'], '-deletedTime');
  const departmentId = ask.query.get('departmentId');
  const all = trashed(ask.org, wantedModule(ask)).filter(
    (item) =>
      departmentId === null ||
      departmentId === '0' ||
      item.record.fields['departmentId'] === departmentId,
  );
  return slice(descending ? all : all.toReversed(), page).map((item) => shown(ask, item, include));
}

/** Restores one record and, where asked, the tickets that went with a contact (contract 3.7). */
function restore(ask: Ask, id: string, children: boolean): boolean {
  const item = trashed(ask.org, () => true).find((candidate) => candidate.record.id === id);
  if (item === undefined) return false;
  const { deletedAt } = item.record;
  restoreRecord(ask.world, ask.org, item.module, id, ask.actor);
  if (children && item.module === 'contacts') {
    for (const child of trashed(ask.org, (module) => module === 'tickets')) {
      if (child.record.fields['contactId'] === id && child.record.deletedAt === deletedAt) {
        restoreRecord(ask.world, ask.org, 'tickets', child.record.id, ask.actor);
      }
    }
  }
  return true;
}

function purge(ask: Ask, id: string): boolean {
  const item = trashed(ask.org, () => true).find((candidate) => candidate.record.id === id);
  if (item === undefined) return false;
  deleteRecord(ask.world, ask.org, item.module, id, true, ask.actor);
  return true;
}

const needs = ['setup', 'recycleBin'] as const;
const update = ['Desk.settings.UPDATE'];

/** Routes of contract 3.7. */
export const recycleBinRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/recycleBin',
    scopes: ['Desk.settings.READ'],
    needs,
    price: 'range',
    query: ['from', 'limit', 'sortBy', 'departmentId', 'moduleId', 'module', 'include'],
    handle: (ask) => list(binPage(ask)),
  },
  {
    method: 'POST',
    path: '/recycleBin/restore',
    scopes: update,
    needs,
    price: 1,
    query: [],
    handle: (ask) => {
      const body = bodyOf(ask);
      return massAction(idsIn(body, 'ids'), (id) =>
        restore(ask, id, body['isChildNeedToBeRestored'] === true),
      );
    },
  },
  {
    method: 'POST',
    path: '/recycleBin/delete',
    scopes: update,
    needs,
    price: 1,
    query: [],
    handle: (ask) => massAction(idsIn(bodyOf(ask), 'ids'), (id) => purge(ask, id)),
  },
  {
    method: 'POST',
    path: '/recycleBin/restoreAll',
    scopes: update,
    needs,
    price: 1,
    query: ['departmentId'],
    handle: (ask) => {
      for (const item of trashed(ask.org, () => true)) restore(ask, item.record.id, true);
      return { status: 202, body: null };
    },
  },
  {
    method: 'POST',
    path: '/recycleBin/deleteAll',
    scopes: update,
    needs,
    price: 1,
    query: ['departmentId'],
    handle: (ask) => {
      for (const item of trashed(ask.org, () => true)) purge(ask, item.record.id);
      return { status: 202, body: null };
    },
  },
];
