/** Desk's writes (contract 3.3 to 3.5): one record a call, the answer is the record. */
import * as v from 'valibot';
import type { WriteResult } from '../engine/ports';
import type { Fields, Kind, RecordId } from '../types';
import { SyncError } from '../core/problem';
import { deskModules } from './desk-fields';
import type { DeskRecords } from './desk-records';
import { writeDeskFields } from './desk-values';
import type { Http, HttpAnswer } from './http';
import { failed } from './problems';
import { idShape, ownValue, parse, recordShape } from './record-page';

/** Desk has no batch (contract 0.4). */
export const deskBatch = 1;

/** Contract 3.9: departments come up to 200 a call; no portal has more than a few dozen. */
const mostDepartments = 200;
const departmentsShape = v.object({ data: v.array(v.object({ id: idShape })) });

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

export function createDeskWrites(http: Http, records: DeskRecords): DeskWrites {
  let departments: readonly string[] | null = null;

  /** A product belongs to departments and is asked for them (contract 3.5): it is offered to all. */
  async function allDepartments(): Promise<readonly string[]> {
    if (departments !== null) return departments;
    const answer = await http.send({
      method: 'GET',
      path: '/api/v1/departments',
      query: { isEnabled: 'true', limit: String(mostDepartments) },
      writing: false,
      lane: 'sync',
      credits: 1,
    });
    const { data } =
      answer.body === null
        ? { data: [] }
        : parse(departmentsShape, answer.body, 'desk departments');
    departments = data.map((department) => department.id);
    return departments;
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
        body: kind === 'product' ? { ...body, departmentIds: await allDepartments() } : body,
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
