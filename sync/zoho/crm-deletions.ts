/** CRM's feed of deletions (contract 2.5). */
import * as v from 'valibot';
import type { DeletionPage } from '../engine/remote-ports';
import type { Instant, Kind } from '../types';
import { crmModules } from './crm-fields';
import { rowsPerList } from './crm-records';
import { crmTime } from './crm-values';
import type { Http } from './http';
import { idShape, instantOf, parse } from './record-page';

const deletionsShape = v.object({
  data: v.array(
    v.object({
      id: idShape,
      deleted_time: v.nullish(v.string()),
      display_name: v.nullish(v.string()),
    }),
  ),
  info: v.nullish(v.object({ more_records: v.nullish(v.boolean()) })),
});
/** One page of it, from 1; newest first. `more`: there is another. */
export type DeletionReading = (
  kind: Kind,
  since: Instant | null,
  page: number,
) => Promise<DeletionPage & { readonly more: boolean }>;

export function createDeletionReading(http: Http): DeletionReading {
  return async function deletionsOf(
    kind: Kind,
    since: Instant | null,
    page: number,
  ): Promise<DeletionPage & { more: boolean }> {
    const answer = await http.send({
      method: 'GET',
      path: `/crm/v8/${crmModules[kind]}/deleted`,
      query: { type: 'all', page: String(page), per_page: String(rowsPerList) },
      ...(since === null ? {} : { headers: { 'If-Modified-Since': crmTime(since - 1000) } }),
      writing: false,
      lane: 'sync',
      // The contract is not sure (2.11: `2?`); what is not counted would be spent beyond the cap.
      credits: 2,
    });
    if (answer.body === null) return { deletions: [], next: null, more: false };
    const { data, info } = parse(deletionsShape, answer.body, 'crm deleted');
    const deletions = data.flatMap((row) => {
      const deletedAt = instantOf(row.deleted_time);
      return deletedAt === null ? [] : [{ id: row.id, deletedAt, name: row.display_name ?? null }];
    });
    const more = info?.more_records === true;
    return { deletions, next: more ? String(page + 1) : null, more };
  };
}
