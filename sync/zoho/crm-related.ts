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

/** What a sidebar can show; more is a click away in CRM. */
const mostRows = 200;

/** Answers that mean that there is no such list for this record, module or person. */
const absent: ReadonlySet<string> = new Set([
  'defect.request',
  'record.gone',
  'zoho.noPermission',
  'zoho.licence',
]);

function isAbsent(thrown: unknown): boolean {
  return thrown instanceof SyncError && absent.has(thrown.problem.code);
}

interface RelatedList {
  readonly list: string;
  readonly fields: readonly string[];
  /** COQL without the columns: `from Deals where Contact_Name = …`; null where there is none. */
  readonly otherwise: string | null;
}

export interface Related {
  /** Null where there is no such list and nothing stands in for it. */
  rows(module: CrmModule, id: RecordId, related: RelatedList): Promise<readonly Row[] | null>;
  /** Rows by COQL; none where it may not be used. */
  query(fields: readonly string[], from: string): Promise<readonly Row[]>;
}

export function createRelated(http: Http): Related {
  async function query(fields: readonly string[], from: string): Promise<readonly Row[]> {
    try {
      const answer = await http.send({
        method: 'POST',
        path: '/crm/v8/coql',
        body: { select_query: `select ${fields.join(', ')} ${from} limit ${String(mostRows)}` },
        writing: false,
        lane: 'interactive',
        credits: 1,
      });
      return readRows(answer, 'crm coql').rows;
    } catch (thrown) {
      if (!isAbsent(thrown)) throw thrown;
      return [];
    }
  }

  return {
    query,
    async rows(module, id, { list, fields, otherwise }) {
      try {
        const answer = await http.send({
          method: 'GET',
          path: `/crm/v8/${module}/${parse(idShape, id, 'crm id')}/${list}`,
          // 200 rows come unasked; the name of that parameter is not certain here (contract 2.6).
          query: { fields: fields.join(',') },
          writing: false,
          lane: 'interactive',
          credits: 1,
        });
        return readRows(answer, `crm ${list}`).rows;
      } catch (thrown) {
        if (!isAbsent(thrown)) throw thrown;
        return otherwise === null ? null : query(['id', ...fields], otherwise);
      }
    },
  };
}
