/** How many records CRM says there are (contract 2.7): one credit, no guarantee, for people to read. */
import * as v from 'valibot';
import type { Kind, RecordId } from '../types';
import { SyncError } from '../core/problem';
import { crmModules } from './crm-fields';
import type { Http } from './http';
import { parse } from './record-page';

const countShape = v.object({ count: v.number() });

/** Records of a module, or of one of its list views; null where CRM does not tell. Rejects with what passes. */
export async function countCrmRecords(
  http: Http,
  kind: Kind,
  viewId: RecordId | null,
): Promise<number | null> {
  try {
    const answer = await http.send({
      method: 'GET',
      path: `/crm/v8/${crmModules[kind]}/actions/count`,
      ...(viewId === null ? {} : { query: { cvid: viewId } }),
      writing: false,
      lane: viewId === null ? 'sync' : 'interactive',
      credits: 1,
    });
    return parse(countShape, answer.body, 'crm count').count;
  } catch (thrown) {
    // Nothing but numbers on a screen depends on it.
    if (thrown instanceof SyncError && thrown.problem.kind !== 'transient') return null;
    throw thrown;
  }
}
