/** Lists, gets, writes and mass actions that contacts, accounts and products share (contract 3.3-3.5). */
import { tableOf, type DeskOrg } from '../world';
import type { StoredRecord } from '../table';
import { fieldError, invalidData, unprocessable, urlNotFound } from './errors';
import { fieldsOf } from './fields';
import { liveRows } from './indexes';
import { listOf, nth, pageOf, slice, sortOf, type PageRule } from './paging';
import { createRecord, deleteRecord, editRecord, serverKeys } from './records';
import type { Row } from './replica';
import { bodyOf, idsIn, list, massAction, nothing, ok, type Answer, type Ask } from './route';
import { accountOf, ownerOf } from './shape-parts';
import { fullItem, listItem } from './shapes';
import { inView, viewsOf, type DeskView } from './views';

/** The view a query names; null for none, 422 for an unknown one. */
export function viewOf(ask: Ask, module: string): DeskView | null {
  const id = ask.query.get('viewId');
  if (id === null || id === '' || id === '0') return null;
  const view = viewsOf(ask.org).find(
    (candidate) => candidate.id === id && candidate.module === module,
  );
  if (view === undefined) throw invalidData(fieldError('viewId'));
  return view;
}

/** Adds `owner` and the account where they are included. */
function withIncludes(
  ask: Ask,
  row: Row,
  shape: Record<string, unknown>,
  include: readonly string[],
): Record<string, unknown> {
  if (include.includes('owner'))
    shape['owner'] = ownerOf(ask.world, ask.org, row.fields['ownerId'], false);
  if (include.includes('accounts')) shape['account'] = accountOf(ask.org, row.fields['accountId']);
  return shape;
}

/** Ids in the order of a field. The name of a contact's account is the one key that is another record's. */
function ordered(org: DeskOrg, module: string, by: string): readonly string[] {
  const rows = liveRows(org, module);
  if (by !== 'account') return rows.sorted(by).map((entry) => entry.id);
  const nameOf = (id: string): string =>
    String(
      tableOf(org, 'accounts').get(String(rows.get(id)?.fields['accountId']))?.fields[
        'accountName'
      ] ?? '',
    );
  return rows
    .sorted('id')
    .map((entry) => ({ id: entry.id, name: nameOf(entry.id).toLowerCase() }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((entry) => entry.id);
}

/** One page of a module, sorted and filtered. */
export function rowsPage(
  ask: Ask,
  module: string,
  options: {
    readonly rule: PageRule;
    readonly sortBy: readonly string[];
    /** The order without sortBy, which is not documented: that of creation. */
    readonly fallback?: string;
    /** Without one, every record of the module is listed. */
    readonly keep?: (row: Row) => boolean;
  },
): readonly Row[] {
  const page = pageOf(ask.query, options.rule);
  const { by: asked, descending } = sortOf(ask.query, options.sortBy, options.fallback ?? 'id');
  const by = asked === 'recentThread' ? 'modifiedTime' : asked;
  const rows = liveRows(ask.org, module);
  const { keep } = options;
  const result: Row[] = [];
  const sorted = by === 'account' ? null : rows.sorted(by);
  const named = sorted === null ? ordered(ask.org, module, by) : [];
  const length = sorted?.length ?? named.length;
  // Unfiltered pages are read at their place; a filter has to walk.
  let skip = keep === undefined ? 0 : page.offset;
  for (
    let index = keep === undefined ? page.offset : 0;
    index < length && result.length < page.limit;
    index += 1
  ) {
    const place = nth(length, index, descending);
    const row = rows.get(sorted === null ? (named[place] ?? '') : (sorted[place]?.id ?? ''));
    if (row === undefined || (keep !== undefined && !keep(row))) continue;
    if (skip > 0) skip -= 1;
    else result.push(row);
  }
  return result;
}

/** A page of given ids, in their order unless a sort is asked for: related lists. */
export function relatedPage(
  ask: Ask,
  module: string,
  ids: readonly string[],
  options: {
    readonly rule: PageRule;
    readonly sortBy: readonly string[];
    readonly fallback?: string;
  },
): readonly Row[] {
  const page = pageOf(ask.query, options.rule);
  const { by, descending } = sortOf(ask.query, options.sortBy, options.fallback ?? 'id');
  const rows = ids.flatMap((id) => liveRows(ask.org, module).get(id) ?? []);
  const valueOf = (row: Row): string | number =>
    by === 'createdTime'
      ? row.createdAt
      : by === 'modifiedTime'
        ? row.modifiedAt
        : String(row.fields[by] ?? '').toLowerCase();
  if (by !== 'id')
    rows.sort((a, b) => (valueOf(a) < valueOf(b) ? -1 : valueOf(a) > valueOf(b) ? 1 : 0));
  return slice(descending ? rows.toReversed() : rows, page);
}

/** A page of list items. */
export function listPage(
  ask: Ask,
  module: string,
  options: {
    readonly rule: PageRule;
    readonly sortBy: readonly string[];
    readonly include: readonly string[];
    readonly keep?: (row: Row) => boolean;
  },
): Answer {
  const include = listOf(ask.query, 'include', options.include);
  const view = viewOf(ask, module);
  const { keep } = options;
  const filtered = view !== null && Object.keys(view.criteria).length > 0;
  const wanted =
    filtered || keep !== undefined
      ? {
          keep: (row: Row) =>
            (view === null || inView(view, row.fields, ask.agent.id)) &&
            (keep === undefined || keep(row)),
        }
      : {};
  const rows = rowsPage(ask, module, { rule: options.rule, sortBy: options.sortBy, ...wanted });
  return list(
    rows.map((row) => withIncludes(ask, row, listItem(ask.world, ask.org, module, row), include)),
  );
}

/** A record by id; what a trashed one answers is `leeway.deskTrashedGet` (contract 3.2) [?]. */
export function shownRecord(ask: Ask, module: string, id: string): StoredRecord {
  const record = tableOf(ask.org, module).get(id);
  if (record === undefined || record.state === 'permanent' || record.mergedInto !== null)
    throw urlNotFound();
  if (record.state === 'recycled' && ask.world.leeway.deskTrashedGet === '404') throw urlNotFound();
  if (record.state === 'recycled' && ask.world.leeway.deskTrashedGet === '422') {
    throw unprocessable('The resource is in the recycle bin.');
  }
  return record;
}

/** The full record by id. */
export function fullAnswer(
  ask: Ask,
  module: string,
  id: string,
  allowed: readonly string[] = [],
): Answer {
  const include = listOf(ask.query, 'include', allowed);
  const record = shownRecord(ask, module, id);
  return ok(withIncludes(ask, record, fullItem(ask.world, ask.org, module, record), include));
}

/** Keys of a response that a request must not carry: the schemas forbid additional properties [?]. */
const responseOnly: readonly string[] = [
  'id',
  'createdTime',
  'modifiedTime',
  'createdBy',
  'modifiedBy',
  'webUrl',
  'photoURL',
  'isDeleted',
  'isTrashed',
  'isFollowing',
  'isSpam',
  'isAnonymous',
  'isEndUser',
  'accountCount',
  'customerHappiness',
  'layoutDetails',
  'owner',
  'account',
  'zohoCRMContact',
  'zohoCRMAccount',
];

/** Documented choice [?]: a response-only key in a body is 422, any other unknown key is ignored. */
export function writable(
  module: string,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const forbiddenKeys = new Set([...responseOnly, ...serverKeys(module)]);
  const refused = Object.keys(body).filter((name) => forbiddenKeys.has(name));
  if (refused.length > 0) throw invalidData(...refused.map((name) => fieldError(name)));
  return body;
}

/** POST of one record: 200 with the full record (contract 3.3). */
export function createAnswer(ask: Ask, module: string): Answer {
  const { id } = createRecord(ask.world, ask.org, module, writable(module, bodyOf(ask)), ask.actor);
  return fullAnswer(ask, module, id);
}

/** PATCH of one record: 200 with the full record (contract 3.3). */
export function editAnswer(ask: Ask, module: string, id: string): Answer {
  if (tableOf(ask.org, module).get(id)?.state !== 'live') throw urlNotFound();
  editRecord(ask.world, ask.org, module, id, writable(module, bodyOf(ask)), ask.actor);
  return fullAnswer(ask, module, id);
}

/** moveToTrash: 204. An id that cannot be trashed is 422 for the whole call [?]; no maximum is stated (contract 3.3). */
export function trashAnswer(ask: Ask, module: string, key: string): Answer {
  const ids = idsIn(bodyOf(ask), key);
  if (ids.some((id) => tableOf(ask.org, module).get(id)?.state !== 'live'))
    throw invalidData(fieldError(key));
  for (const id of new Set(ids)) deleteRecord(ask.world, ask.org, module, id, false, ask.actor);
  return nothing;
}

/** updateMany: one field, one value, many ids; a result each (contract 3.3). */
export function updateManyAnswer(ask: Ask, module: string): Answer {
  const body = bodyOf(ask);
  const ids = idsIn(body, 'ids');
  const name = body['fieldName'];
  if (typeof name !== 'string') throw invalidData(fieldError('fieldName', 'missing'));
  const custom = body['isCustomField'] === true;
  const field = fieldsOf(ask.org, module).find(
    (candidate) => candidate.apiName === name && candidate.custom === custom,
  );
  if (field === undefined) throw invalidData(fieldError('fieldName'));
  const value = body['fieldValue'] ?? null;
  return massAction(ids, (id) => {
    if (tableOf(ask.org, module).get(id)?.state !== 'live') return false;
    editRecord(
      ask.world,
      ask.org,
      module,
      id,
      custom ? { cf: { [name]: value } } : { [name]: value },
      ask.actor,
    );
    return true;
  });
}

/** Number of living records, in a view or all (contract 3.3). */
export function countAnswer(ask: Ask, module: string): Answer {
  if (ask.query.get('viewId') === null) throw invalidData(fieldError('viewId', 'missing'));
  const view = viewOf(ask, module);
  const rows = liveRows(ask.org, module);
  if (view === null || Object.keys(view.criteria).length === 0)
    return ok({ count: String(rows.size) });
  const inside = rows.sorted('id').filter((entry) => {
    const row = rows.get(entry.id);
    return row !== undefined && inView(view, row.fields, ask.agent.id);
  });
  return ok({ count: String(inside.length) });
}
