/**
 * The lease as a CRM organisation variable (contract 2.8): one short text that every installation
 * with the right can read and write. CRM has no conditional write for it, so it shortens an overlap
 * of two installations and cannot exclude it (DESIGN 3.7).
 */
import * as v from 'valibot';
import type { Lease, LeaseBoard } from '../engine/lease-board';
import { SyncError } from '../core/problem';
import type { Http } from './http';
import { failed } from './problems';
import { idShape, parse } from './record-page';

const variablesPath = '/crm/v8/settings/variables';
const variableName = 'tandem_sync_owner';
const groupName = 'Tandem';
/** Contract 2.8: a text variable is kept within 255 characters. */
const longestName = 80;

const variablesShape = v.object({
  variables: v.array(v.object({ id: idShape, value: v.nullish(v.unknown()) })),
});
const leaseShape = v.object({
  owner: v.string(),
  name: v.string(),
  epoch: v.number(),
  until: v.number(),
});
const resultsShape = v.object({
  variables: v.array(v.object({ status: v.string(), code: v.nullish(v.string()) })),
});

/** What another program or version has written there is no lease; it is overwritten. */
function readLease(value: unknown): Lease | null {
  if (typeof value !== 'string') return null;
  try {
    const parsed = v.safeParse(leaseShape, JSON.parse(value));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** The lease of the organisation that `http` speaks to. */
export function createCrmLease(http: Http): LeaseBoard {
  let variableId: string | null = null;

  async function read(): Promise<Lease | null> {
    try {
      const answer = await http.send({
        method: 'GET',
        path: `${variablesPath}/${variableName}`,
        query: { group: groupName },
        writing: false,
        lane: 'sync',
        credits: 1,
      });
      const [found] =
        answer.body === null ? [] : parse(variablesShape, answer.body, 'crm variable').variables;
      variableId = found?.id ?? null;
      return readLease(found?.value);
    } catch (thrown) {
      // Neither the variable nor its group has been made yet.
      const isMissing =
        thrown instanceof SyncError &&
        ['defect.request', 'record.gone'].includes(thrown.problem.code);
      if (!isMissing) throw thrown;
      variableId = null;
      return null;
    }
  }

  async function write(lease: Lease): Promise<void> {
    const value = JSON.stringify({ ...lease, name: lease.name.slice(0, longestName) });
    const isNew = variableId === null;
    const answer = await http.send({
      method: isNew ? 'POST' : 'PUT',
      path: isNew ? variablesPath : `${variablesPath}/${variableId ?? ''}`,
      body: {
        variables: [
          isNew
            ? {
                api_name: variableName,
                name: 'Tandem sync owner',
                type: 'text',
                variable_group: { name: groupName },
                description: 'Which installation of Tandem runs the sync. Written by Tandem.',
                value,
              }
            : { value },
        ],
      },
      writing: true,
      lane: 'sync',
      credits: 1,
      results: [400],
    });
    const [result] = parse(resultsShape, answer.body, 'crm variable result').variables;
    // Made by somebody else at the same moment: reading it back tells who holds it.
    if (isNew && result?.code === 'DUPLICATE_DATA') return;
    if (result?.status !== 'success') throw failed('zoho.noPermission', { detail: 'crm variable' });
  }

  return { read, write };
}
