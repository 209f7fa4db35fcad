/** Per-record results of a write and the status they add up to (contract 2.4). */
import type { CrmOrg, World } from '../world';
import type { StoredRecord } from '../table';
import { json } from './errors';
import { wholeSecond, zohoTime } from './time';
import type { RecordError } from './validate';
import { userRef } from './values';

export interface Result {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly status: 'success' | 'error';
  /** Of an upsert. */
  readonly duplicate_field?: string | null;
  readonly action?: 'insert' | 'update';
}

/** Who and when, as results and the 412 give it. */
export function stamp(world: World, org: CrmOrg, record: StoredRecord): Record<string, unknown> {
  const user = (zuid: string): { name: string; id: string } => {
    const { name, id } = userRef(world, org, zuid);
    return { name, id };
  };
  return {
    Modified_Time: zohoTime(org.timeZone, wholeSecond(record.modifiedAt)),
    Modified_By: user(record.modifiedBy),
    Created_Time: zohoTime(org.timeZone, wholeSecond(record.createdAt)),
    id: record.id,
    Created_By: user(record.createdBy),
  };
}

export function saved(
  world: World,
  org: CrmOrg,
  record: StoredRecord,
  message: string,
  more: Pick<Result, 'duplicate_field' | 'action'> = {},
): Result {
  return {
    code: 'SUCCESS',
    details: { ...stamp(world, org, record), $approval_state: 'approved' },
    message,
    status: 'success',
    ...more,
  };
}

export function failed(error: RecordError): Result {
  return { ...error, status: 'error' };
}

/** All well: the given status; some: 207; none: 400, or 412 when all were modified meanwhile. */
export function answer(results: readonly Result[], success: 200 | 201, wrapper = 'data'): Response {
  const errors = results.filter((result) => result.status === 'error');
  const status =
    errors.length === 0
      ? success
      : errors.length < results.length
        ? 207
        : errors.every((result) => result.code === 'ALREADY_MODIFIED')
          ? 412
          : 400;
  return json(status, { [wrapper]: results });
}
