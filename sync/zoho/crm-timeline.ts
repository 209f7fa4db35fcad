/**
 * Whether a CRM record took others in: the one place where CRM says so (contract 2.5). The deletion
 * feed names the losers of a merge and not the winner, and its time tells only until the winner is
 * modified again.
 */
import * as v from 'valibot';
import type { Instant, Kind, RecordId } from '../types';
import { SyncError } from '../core/problem';
import { crmModules } from './crm-fields';
import type { Http } from './http';
import type { ZohoCode } from './problems';
import { instantOf, parse } from './record-page';

const timelineShape = v.object({
  __timeline: v.array(
    v.object({
      audited_time: v.string(),
      action: v.nullish(v.string()),
      source: v.nullish(v.string()),
    }),
  ),
  info: v.nullish(v.object({ more_records: v.nullish(v.boolean()) })),
});

const mergeActions: ReadonlySet<string> = new Set(['find_and_merge_duplicate']);
const mergeSources: ReadonlySet<string> = new Set(['findandmerge', 'deduplication']);

/** Answers that mean that there is no timeline for this module, person or edition. */
const untold: ReadonlySet<string> = new Set<ZohoCode>([
  'oauth.scopeMissing',
  'zoho.noPermission',
  'zoho.licence',
  'defect.request',
  'defect.unreadable',
  'record.gone',
]);

/** Whether the record took another one in at or after `since`; null where its timeline does not tell. */
export async function tookInSince(
  http: Http,
  kind: Kind,
  id: RecordId,
  since: Instant,
): Promise<boolean | null> {
  try {
    const answer = await http.send({
      method: 'GET',
      path: `/crm/v8/${crmModules[kind]}/${id}/__timeline`,
      query: { sort_by: 'audited_time', sort_order: 'desc' },
      writing: false,
      lane: 'sync',
      credits: 1,
    });
    if (answer.body === null) return null;
    const { __timeline: entries, info } = parse(timelineShape, answer.body, 'crm timeline');
    const times = entries.map((entry) => instantOf(entry.audited_time));
    const isMerge = entries.some(({ action, source }, index) => {
      const at = times[index] ?? null;
      const isOne = mergeActions.has(action ?? '') || mergeSources.has(source ?? '');
      return isOne && (at === null || at >= since);
    });
    if (isMerge) return true;
    // Entries of that time may lie on a further page; a record that busy is not looked through.
    const oldest = times.at(-1) ?? null;
    const isWhole = info?.more_records !== true || (oldest !== null && oldest < since);
    return isWhole && entries.length > 0 ? false : null;
  } catch (thrown) {
    if (thrown instanceof SyncError && untold.has(thrown.problem.code)) return null;
    throw thrown;
  }
}
