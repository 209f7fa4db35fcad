/** What happened to a record, newest first (contract 2.5; the paths and words are in Zoho's own files). */
import { tableOf } from '../world';
import { charge, moduleFor, param, type Handler } from './call';
import { json, messages, refuseWith } from './errors';
import { recordId } from './lists';
import { countParam } from './paging';
import { wholeSecond, zohoTime } from './time';

const perPage = 200;
const actions = { create: 'added', update: 'updated', restore: 'restored' } as const;

/** Entries of a living record; a merge is told at its winner. */
export const listTimeline: Handler = (call, context) => {
  const module = moduleFor(call, param(context, 'module'), 'View', 'bare');
  const id = recordId(context);
  const page = countParam(call, 'page', Number.MAX_SAFE_INTEGER, 1);
  charge(call, 1);
  const table = tableOf(call.org, module.apiName);
  if (table.get(id)?.state !== 'live')
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 1 });
  const entries = table.history.flatMap((change) => {
    const isWinner = change.operation === 'merge' && table.get(change.id)?.mergedInto === id;
    const action = isWinner
      ? 'find_and_merge_duplicate'
      : change.id === id && change.operation in actions
        ? actions[change.operation as keyof typeof actions]
        : null;
    if (action === null) return [];
    return [
      {
        audited_time: zohoTime(call.org.timeZone, wholeSecond(change.at)),
        action,
        source: isWinner ? 'findandmerge' : change.via === 'api' ? 'crm_api' : 'crm_ui',
      },
    ];
  });
  const newest = call.query.get('sort_order') === 'asc' ? entries : entries.toReversed();
  const slice = newest.slice((page - 1) * perPage, page * perPage);
  return json(200, {
    __timeline: slice,
    info: { count: slice.length, page, more_records: page * perPage < newest.length },
  });
};
