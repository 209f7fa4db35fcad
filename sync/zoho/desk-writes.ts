/** Desk's writes (contract 3.3 to 3.5): one record a call, the answer is the record. */
import * as v from 'valibot';
import type { ListView, WriteResult } from '../engine/remote-ports';
import type { Fields, Kind, RecordId } from '../types';
import { SyncError } from '../core/problem';
import { departmentsField } from '../core/scope';
import { deskModules } from './desk-fields';
import type { DeskRecords } from './desk-records';
import { writeDeskFields } from './desk-values';
import type { Http, HttpAnswer } from './http';
import { failed } from './problems';
import { idShape, ownValue, recordShape } from './record-page';

/** Desk has no batch (contract 0.4). */
export const deskBatch = 1;

/** What the trash call lists the ids under. */
const trashKeys: Readonly<Record<Kind, string>> = {
  account: 'accountIds',
  contact: 'contactIds',
  product: 'productIds',
};

export interface DeskWrites {
  create(kind: Kind, drafts: readonly Fields[]): Promise<readonly WriteResult[]>;
  update(kind: Kind, id: RecordId, fields: Fields): Promise<WriteResult>;
  moveToBin(kind: Kind, id: RecordId): Promise<WriteResult>;
}

function failure(thrown: unknown): WriteResult {
  const error =
    thrown instanceof SyncError
      ? thrown
      : failed('defect.request', { cause: thrown, outcome: 'unknown' });
  return { ok: false, error };
}

export function createDeskWrites(
  http: Http,
  records: DeskRecords,
  departments: () => Promise<readonly ListView[]>,
): DeskWrites {
  /** A product belongs to departments and is asked for them (contract 3.5): the chosen ones, else all. */
  async function departmentsFor(draft: Fields): Promise<readonly RecordId[]> {
    const chosen = draft[departmentsField];
    return Array.isArray(chosen) ? chosen : (await departments()).map(({ id }) => id);
  }

  /** The written record; one that cannot be read was written all the same, as far as is known. */
  async function written(
    kind: Kind,
    answer: HttpAnswer,
    id: RecordId | null,
    fields: Fields,
  ): Promise<WriteResult> {
    const row = v.safeParse(recordShape, answer.body);
    const answeredId = row.success ? v.safeParse(idShape, ownValue(row.output, 'id')) : null;
    if (!row.success || answeredId?.success !== true || (id !== null && answeredId.output !== id)) {
      return {
        ok: false,
        error: failed('record.unknownOutcome', { outcome: 'unknown', detail: 'desk answer' }),
      };
    }
    const snapshot = await records
      .snapshotOf(kind, row.output, Object.keys(fields))
      // Metadata that could not be read does not undo the write.
      .catch(() => null);
    return { ok: true, id: answeredId.output, snapshot, modifiedAt: snapshot?.modifiedAt ?? null };
  }

  async function createOne(kind: Kind, draft: Fields): Promise<WriteResult> {
    try {
      const body = writeDeskFields(draft);
      const answer = await http.send({
        method: 'POST',
        path: `/api/v1/${deskModules[kind]}`,
        body:
          kind === 'product' ? { ...body, [departmentsField]: await departmentsFor(draft) } : body,
        writing: true,
        lane: 'sync',
        credits: 1,
      });
      return await written(kind, answer, null, draft);
    } catch (thrown) {
      return failure(thrown);
    }
  }

  return {
    async create(kind, drafts) {
      const results: WriteResult[] = [];
      for (const draft of drafts) results.push(await createOne(kind, draft));
      return results;
    },

    async update(kind, id, fields) {
      try {
        const answer = await http.send({
          method: 'PATCH',
          path: `/api/v1/${deskModules[kind]}/${id}`,
          body: writeDeskFields(fields),
          writing: true,
          lane: 'sync',
          credits: 1,
        });
        return await written(kind, answer, id, fields);
      } catch (thrown) {
        return failure(thrown);
      }
    },

    async moveToBin(kind, id) {
      try {
        await http.send({
          method: 'POST',
          path: `/api/v1/${deskModules[kind]}/moveToTrash`,
          body: { [trashKeys[kind]]: [id] },
          writing: true,
          lane: 'sync',
          credits: 1,
        });
        return { ok: true, id, snapshot: null, modifiedAt: null };
      } catch (thrown) {
        return failure(thrown);
      }
    },
  };
}
