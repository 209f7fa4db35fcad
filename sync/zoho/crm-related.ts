/**
 * Related lists of a CRM record (contract 2.6). A list that the layout lacks or hides is answered
 * with INVALID_DATA; then the same is asked by COQL, and without that right there is nothing to show.
 */
import type { CrmModule } from '../engine/profile-ports';
import type { RecordId } from '../types';
import { SyncError } from '../core/problem';
import { readRows } from './crm-records';
import type { Http } from './http';
import type { Row } from './reader-rows';
import { idShape, parse } from './record-page';

/** Rows of one query and what it costs (contract 2.7). What a sidebar can show, and all there may be. */
interface QueryLimit {
  readonly rows: number;
  readonly credits: number;
}
const smallQuery: QueryLimit = { rows: 200, credits: 1 };
const largeQuery: QueryLimit = { rows: 2000, credits: 3 };

/** Answers that mean that there is no such list for this record, module or person. */
const absent: ReadonlySet<string> = new Set([
  'defect.request',
  'record.gone',
  'zoho.noPermission',
  'zoho.licence',
]);

/** Whether a person's CRM profile keeps this from them: then nobody can say that there is none. */
export function isForbidden(thrown: unknown): boolean {
  return thrown instanceof SyncError && thrown.problem.code === 'zoho.noPermission';
}

function isAbsent(thrown: unknown): boolean {
  return thrown instanceof SyncError && absent.has(thrown.problem.code);
}

interface RelatedList {
  readonly list: string;
  readonly fields: readonly string[];
  /** COQL without the columns: `from Deals where Contact_Name = …`; null where there is none. */
  readonly otherwise: string | null;
  /** Pages of 200 rows that are read where there are more; one when absent. */
  readonly pages?: number | undefined;
}

/** What was read of a list. */
export interface RelatedRows {
  readonly rows: readonly Row[];
  /** There are more than were read. */
  readonly more: boolean;
}

export interface Related {
  /**
   * The newest rows, for a list comes by descending id (contract 2.6), and whether they are all.
   * Null where there is no such list and nothing stands in for it. Rejects with `zoho.noPermission`
   * where the person may not read it, neither way.
   */
  counted(module: CrmModule, id: RecordId, related: RelatedList): Promise<RelatedRows | null>;
  /** Rows by COQL; none where there is no COQL. Rejects with `zoho.noPermission`. */
  query(fields: readonly string[], from: string): Promise<RelatedRows>;
}

export function createRelated(http: Http): Related {
  async function queried(
    fields: readonly string[],
    from: string,
    { rows: most, credits }: QueryLimit,
  ): Promise<RelatedRows> {
    try {
      const answer = await http.send({
        method: 'POST',
        path: '/crm/v8/coql',
        body: { select_query: `select ${fields.join(', ')} ${from} limit ${String(most)}` },
        writing: false,
        lane: 'interactive',
        credits,
      });
      return readRows(answer, 'crm coql');
    } catch (thrown) {
      if (!isAbsent(thrown) || isForbidden(thrown)) throw thrown;
      return { rows: [], more: false };
    }
  }

  const query = (fields: readonly string[], from: string): Promise<RelatedRows> =>
    queried(fields, from, smallQuery);

  async function page(
    module: CrmModule,
    id: RecordId,
    { list, fields }: RelatedList,
    number: number,
  ): Promise<RelatedRows> {
    const answer = await http.send({
      method: 'GET',
      path: `/crm/v8/${module}/${parse(idShape, id, 'crm id')}/${list}`,
      // 200 rows come unasked; the name of that parameter is not certain here (contract 2.6).
      query: {
        fields: fields.join(','),
        ...(number === 1 ? {} : { page: String(number) }),
      },
      writing: false,
      lane: 'interactive',
      credits: 1,
    });
    return readRows(answer, `crm ${list}`);
  }

  async function counted(
    module: CrmModule,
    id: RecordId,
    related: RelatedList,
  ): Promise<RelatedRows | null> {
    const { fields, otherwise, pages = 1 } = related;
    try {
      const rows: Row[] = [];
      for (let number = 1; ; number += 1) {
        const read = await page(module, id, related, number);
        rows.push(...read.rows);
        if (!read.more || number >= pages) return { rows, more: read.more };
      }
    } catch (thrown) {
      if (!isAbsent(thrown)) throw thrown;
      if (otherwise === null) {
        if (isForbidden(thrown)) throw thrown;
        return null;
      }
      const columns = ['id', ...fields];
      const few = await queried(columns, otherwise, smallQuery);
      return few.more && pages > 1 ? queried(columns, otherwise, largeQuery) : few;
    }
  }

  return { query, counted };
}
