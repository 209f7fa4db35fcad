/** GET /{module} and GET /{module}/{id} (contract 2.2, 2.3). */
import { tableOf, type CrmOrg, type World } from '../world';
import type { StoredRecord } from '../table';
import { charge, isAdministrator, moduleFor, param, type CrmCall, type Handler } from './call';
import { costs } from './credits';
import { compile, plainReader } from './criteria';
import { ambiguous, bare, json, messages, refuseWith } from './errors';
import { keptRows } from './indexes';
import type { CrmModule, CrmView } from './metadata';
import {
  comparator,
  fieldsParam,
  idsParam,
  pageOf,
  sinceHeader,
  sortParam,
  type Sort,
} from './paging';
import { projectRecord } from './records';
import { wholeSecond } from './time';

const richTextLimit = 500;

/** Living records of a module in order; made once per version of the table. */
export function sortedRows(org: CrmOrg, module: CrmModule, sort: Sort): readonly StoredRecord[] {
  const table = tableOf(org, module.apiName);
  return keptRows(table, `sorted/${sort.by}/${sort.order}`, () =>
    [...table.live()].sort(comparator(sort)),
  );
}

/** Those of them in a list view, as the user sees it. */
export function viewRows(
  world: World,
  org: CrmOrg,
  module: CrmModule,
  view: CrmView,
  userId: string,
  rows: readonly StoredRecord[],
): readonly StoredRecord[] {
  if (view.criteria === null) return rows;
  const test = compile(view.criteria, module, plainReader(world, org), userId);
  return rows.filter(test);
}

function modifiedAfter(rows: readonly StoredRecord[], since: number): StoredRecord[] {
  return rows.filter((record) => wholeSecond(record.modifiedAt) > since);
}

/** The view of `cvid`; null if not given. */
export function viewParam(call: CrmCall, module: CrmModule): CrmView | null {
  const id = call.query.get('cvid');
  if (id === null) return null;
  const view = module.views.find((candidate) => candidate.id === id);
  return (
    view ??
    refuseWith(400, 'INVALID_DATA', 'the cvid given seems to be invalid', { param_name: 'cvid' })
  );
}

/** Long text is cut in lists; the record itself has all of it. */
function cut(module: CrmModule, shown: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(shown)) {
    if (typeof value !== 'string' || value.length <= richTextLimit) continue;
    if (module.fields.get(name)?.type === 'textarea') shown[name] = value.slice(0, richTextLimit);
  }
  return shown;
}

export const listRecords: Handler = (call, context) => {
  const { world, org, query } = call;
  const module = moduleFor(call, param(context, 'module'), 'View');
  if (module.apiName === 'Notes' && !isAdministrator(call)) {
    refuseWith(403, 'NOT_SUPPORTED', 'This API is supported only for admin users.');
  }
  const names = fieldsParam(call, true);
  if (query.has('cvid') && query.has('sort_by')) ambiguous('cvid', 'sort_by');
  const ids = idsParam(call);
  const sort = sortParam(call);
  const view = viewParam(call, module);
  const since = sinceHeader(call);
  charge(call, view === null ? 1 : costs.view);
  const table = tableOf(org, module.apiName);
  const name = JSON.stringify([sort.by, sort.order, view?.id, call.user.id, since]);
  let rows =
    view === null && since === null
      ? sortedRows(org, module, sort)
      : keptRows(table, name, () => {
          const sorted = sortedRows(org, module, sort);
          const fresh = since === null ? sorted : modifiedAfter(sorted, since);
          return view === null ? fresh : viewRows(world, org, module, view, call.user.id, fresh);
        });
  if (ids !== null) {
    const wanted = new Set(ids);
    const found = [...wanted].flatMap((id) => {
      const record = table.get(id);
      return record?.state === 'live' ? [record] : [];
    });
    const inView = view === null ? found : viewRows(world, org, module, view, call.user.id, found);
    rows = (since === null ? [...inView] : modifiedAfter(inView, since)).sort(comparator(sort));
  }
  if (since !== null && rows.length === 0) return bare(304);
  const page = pageOf(call, rows, sort, since);
  if (page.rows.length === 0) return bare(204);
  return json(200, {
    data: page.rows.map((record) =>
      cut(module, projectRecord(world, org, module, record, names, call.user.profileId)),
    ),
    info: page.info,
  });
};

/** The id of the path, or 400 INVALID_DATA for what cannot be one. */
export function recordId(context: Parameters<Handler>[1], name = 'id'): string {
  const id = param(context, name);
  if (!/^\d{1,19}$/.test(id))
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 1 });
  return id;
}

export const getRecord: Handler = (call, context) => {
  const { world, org } = call;
  const module = moduleFor(call, param(context, 'module'), 'View');
  const id = recordId(context);
  const names = fieldsParam(call, false);
  const since = sinceHeader(call);
  charge(call, 1);
  const record = tableOf(org, module.apiName).get(id);
  if (record === undefined || record.state !== 'live') return bare(204);
  if (since !== null && wholeSecond(record.modifiedAt) <= since) return bare(304);
  return json(200, {
    data: [projectRecord(world, org, module, record, names, call.user.profileId)],
  });
};
