/** Both adapters over scripted replies. */
import { SyncError } from '../../../sync/core/problem';
import { type FieldMeta, type FieldType } from '../../../sync/types';
import { createCrmRemote } from '../../../sync/zoho/crm';
import { createDeskRemote } from '../../../sync/zoho/desk';
import { meta as plain } from '../field-meta';
import { bench, json, type Bench, type Reply } from './scripted';

export const meta = (name: string, type: FieldType): FieldMeta => plain(name, { type });

export const crmFields = (): Response =>
  json({
    fields: [
      { api_name: 'Last_Name', data_type: 'text' },
      {
        api_name: 'Account_Name',
        data_type: 'lookup',
        lookup: { module: { api_name: 'Accounts' } },
      },
      { api_name: 'Notes__c', data_type: 'textarea', textarea: { type: 'rich_text' } },
      { api_name: 'Seen', data_type: 'datetime' },
      { api_name: '__proto__', data_type: 'text' },
    ],
  });

export const text = (body: string): Response =>
  new Response(body, { headers: { 'content-type': 'application/json' } });

export function crm(
  replies: readonly Reply[],
): Bench & { readonly remote: ReturnType<typeof createCrmRemote> } {
  const run = bench('crm', replies);
  return { ...run, remote: createCrmRemote(run.http, { clock: run.clock }) };
}

export function desk(
  replies: readonly Reply[],
): Bench & { readonly remote: ReturnType<typeof createDeskRemote> } {
  const run = bench('desk', replies);
  return { ...run, remote: createDeskRemote(run.http, { clock: run.clock }) };
}

export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const thrown: unknown = await work.catch((error: unknown) => error);
  return thrown instanceof SyncError ? thrown.problem.code : 'none';
};

export const success = (id: string): object => ({
  code: 'SUCCESS',
  status: 'success',
  message: '',
  details: { id, Modified_Time: '2026-03-01T12:00:00+00:00' },
});
export const refusal = {
  code: 'DUPLICATE_DATA',
  status: 'error',
  message: '',
  details: { api_name: 'Email', id: '9' },
};
