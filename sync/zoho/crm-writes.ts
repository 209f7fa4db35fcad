/** CRM's writes (contract 2.4): results are read record by record, never from the status alone. */
import * as v from 'valibot';
import type { References, WriteResult } from '../engine/remote-ports';
import type { Fields, Instant, Kind, RecordId } from '../types';
import { SyncError } from '../core/problem';
import { crmModules } from './crm-fields';
import type { CrmRecords } from './crm-records';
import { crmTime, writeCrmFields } from './crm-values';
import type { FieldCatalog } from './field-catalog';
import type { Http, HttpAnswer } from './http';
import { codeFor, detailOf, failed } from './problems';
import { idShape, instantOf } from './record-page';
import { readCrmError } from './zoho-error';

/** Contract 2.4. */
export const crmBatch = 100;

/** No workflow, approval or blueprint fires (`trigger: []`), nor a cadence, which that does not stop. */
const withoutAutomation = { trigger: [], skip_feature_execution: [{ name: 'cadences' }] } as const;
/** On an upsert each entry says for which of the two it stands (contract 2.4). */
const upsertWithoutAutomation = {
  trigger: [],
  skip_feature_execution: (['insert', 'update'] as const).map((action) => ({
    name: 'cadences',
    action,
  })),
} as const;
/** Statuses under which per-record results come (contract 2.4, 2.1). */
export const resultStatuses = [400, 403, 404, 412] as const;

const resultsShape = v.object({ data: v.array(v.unknown()) });
const successShape = v.object({
  status: v.literal('success'),
  // Of an upsert (contract 2.4).
  action: v.nullish(v.string()),
  details: v.object({ id: v.optional(idShape), Modified_Time: v.nullish(v.string()) }),
});

export interface CrmWrites {
  create(
    kind: Kind,
    drafts: readonly Fields[],
    references?: References | null,
  ): Promise<readonly WriteResult[]>;
  update(
    kind: Kind,
    id: RecordId,
    fields: Fields,
    unmodifiedSince: Instant | null,
  ): Promise<WriteResult>;
  updateMany(
    kind: Kind,
    updates: readonly { readonly id: RecordId; readonly fields: Fields }[],
    unmodifiedSince: Instant | null,
  ): Promise<readonly WriteResult[]>;
  moveToBin(kind: Kind, id: RecordId): Promise<WriteResult>;
}

const guardedBy = (since: Instant | null): { headers?: Readonly<Record<string, string>> } =>
  since === null ? {} : { headers: { 'If-Unmodified-Since': crmTime(since) } };

/** What a write that threw came to. */
export function errorResult(thrown: unknown): WriteResult {
  const error =
    thrown instanceof SyncError
      ? thrown
      : failed('defect.request', { cause: thrown, outcome: 'unknown' });
  return { ok: false, error };
}

/** Reads one element; `id` is known beforehand except for a create. */
function resultOf(element: unknown, status: number, id: RecordId | null): WriteResult {
  const success = v.safeParse(successShape, element);
  if (success.success) {
    const { details, action } = success.output;
    const written = details.id ?? id;
    if (written === null || (id !== null && written !== id)) {
      return {
        ok: false,
        error: failed('record.unknownOutcome', { outcome: 'unknown', detail: 'crm id' }),
      };
    }
    const modifiedAt = instantOf(details.Modified_Time);
    const wasThere = id === null && action === 'update';
    return { ok: true, id: written, snapshot: null, modifiedAt, ...(wasThere && { wasThere }) };
  }
  const error = readCrmError(element);
  if (error === null)
    return { ok: false, error: failed('record.unknownOutcome', { outcome: 'unknown' }) };
  const told = codeFor(status, error);
  // A record that is addressed and called invalid by its id does not exist (contract 2.3, 2.4).
  const gone =
    id !== null && error.code === 'INVALID_DATA' && (error.field === null || error.field === 'id');
  const code = gone ? 'record.gone' : told;
  const failedInside = code === 'zoho.unavailable';
  return {
    ok: false,
    error: failed(code, {
      detail: detailOf('crm', status, error),
      outcome: failedInside ? 'unknown' : 'refused',
      retryAfterMs: error.retryAfterMs,
    }),
  };
}

/** Results in the order of the request. An answer of another length tells nothing of any record. */
export function resultsOf(
  answer: HttpAnswer,
  ids: readonly (RecordId | null)[],
): readonly WriteResult[] {
  const parsed = v.safeParse(resultsShape, answer.body);
  const elements = parsed.success ? parsed.output.data : answer.status >= 400 ? [answer.body] : [];
  if (elements.length === ids.length) {
    return ids.map((id, index) => resultOf(elements[index], answer.status, id));
  }
  // The request as a whole was refused: one error stands for all (contract 2.1).
  const refusal =
    answer.status >= 400 && elements.length === 1
      ? resultOf(elements[0], answer.status, null)
      : null;
  return ids.map(
    () =>
      refusal ?? {
        ok: false,
        error: failed('record.unknownOutcome', { outcome: 'unknown', detail: 'crm count' }),
      },
  );
}

export function createCrmWrites(http: Http, records: CrmRecords, catalog: FieldCatalog): CrmWrites {
  /** The records as CRM holds them now; a result without one stays as it is. */
  async function reread(
    kind: Kind,
    drafts: readonly Fields[],
    results: readonly WriteResult[],
    references: References | null,
  ): Promise<readonly WriteResult[]> {
    const ids = results.flatMap((result) => (result.ok ? [result.id] : []));
    const names = drafts.flatMap((draft) => Object.keys(draft));
    const fields = [...new Set(references ? [...names, references.field] : names)];
    if (ids.length === 0) return results;
    try {
      const found = await records.byIds(kind, ids, fields);
      return results.map((result) => {
        const snapshot = result.ok ? found.get(result.id) : undefined;
        if (!result.ok || snapshot === undefined) return result;
        // The time of our own write: a later one of the snapshot is somebody else's.
        return { ...result, snapshot, modifiedAt: result.modifiedAt ?? snapshot.modifiedAt };
      });
    } catch {
      // They were made all the same; the next reading of the feed brings them.
      return results;
    }
  }

  return {
    async create(kind, drafts, references = null) {
      if (drafts.length === 0) return [];
      try {
        const meta = await catalog.of(kind);
        // An upsert takes any unique field for its key: with another one in a draft it might write
        // to somebody else's record. Then the field alone refuses a second one.
        const isUpsert =
          references !== null &&
          drafts.every((draft) =>
            Object.keys(draft).every((name) => meta.get(name)?.unique !== true),
          );
        const answer = await http.send({
          method: 'POST',
          path: `/crm/v8/${crmModules[kind]}${isUpsert ? '/upsert' : ''}`,
          body: {
            data: drafts.map((draft, index) => ({
              ...writeCrmFields(draft, meta),
              ...(references && { [references.field]: references.ids[index] }),
            })),
            ...(isUpsert
              ? { duplicate_check_fields: [references.field], ...upsertWithoutAutomation }
              : withoutAutomation),
          },
          writing: true,
          lane: 'sync',
          credits: Math.ceil(drafts.length / 10),
          results: resultStatuses,
        });
        return await reread(
          kind,
          drafts,
          resultsOf(
            answer,
            drafts.map(() => null),
          ),
          references,
        );
      } catch (thrown) {
        return drafts.map(() => errorResult(thrown));
      }
    },

    async update(kind, id, fields, unmodifiedSince) {
      try {
        const meta = await catalog.of(kind);
        const answer = await http.send({
          method: 'PUT',
          path: `/crm/v8/${crmModules[kind]}/${id}`,
          body: { data: [writeCrmFields(fields, meta)], ...withoutAutomation },
          ...guardedBy(unmodifiedSince),
          writing: true,
          lane: 'sync',
          credits: 1,
          results: resultStatuses,
        });
        return resultsOf(answer, [id])[0] ?? errorResult(null);
      } catch (thrown) {
        return errorResult(thrown);
      }
    },

    async updateMany(kind, updates, unmodifiedSince) {
      try {
        const meta = await catalog.of(kind);
        const answer = await http.send({
          method: 'PUT',
          path: `/crm/v8/${crmModules[kind]}`,
          body: {
            data: updates.map(({ id, fields }) => ({ ...writeCrmFields(fields, meta), id })),
            ...withoutAutomation,
          },
          ...guardedBy(unmodifiedSince),
          writing: true,
          lane: 'sync',
          credits: Math.ceil(updates.length / 10),
          results: resultStatuses,
        });
        return resultsOf(
          answer,
          updates.map(({ id }) => id),
        );
      } catch (thrown) {
        const result = errorResult(thrown);
        return updates.map(() => result);
      }
    },

    async moveToBin(kind, id) {
      try {
        const answer = await http.send({
          method: 'DELETE',
          path: `/crm/v8/${crmModules[kind]}/${id}`,
          writing: true,
          lane: 'sync',
          credits: 1,
          results: resultStatuses,
        });
        return resultsOf(answer, [id])[0] ?? errorResult(null);
      } catch (thrown) {
        return errorResult(thrown);
      }
    },
  };
}
