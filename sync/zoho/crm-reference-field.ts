/** Creating CRM's field for the other side's id (contract 2.8). */
import * as v from 'valibot';
import { fetchCrmFields } from './crm-fields';
import type { Http } from './http';
import { codeFor, detailOf, failed } from './problems';
import { parse } from './record-page';
import { readCrmError } from './zoho-error';

const createdShape = v.object({ fields: v.array(v.object({ code: v.string() })) });
/** Ids have up to 20 digits. */
const length = 50;

/**
 * Creates a unique text field and answers the API name that CRM gave it; null where a field of this
 * label exists and allows duplicates. Throws SyncError otherwise, `oauth.scopeMissing` for a
 * sign-in of an older version.
 */
export async function createReferenceField(
  http: Http,
  module: string,
  label: string,
): Promise<string | null> {
  const answer = await http.send({
    method: 'POST',
    path: '/crm/v8/settings/fields',
    query: { module },
    body: {
      fields: [
        { field_label: label, data_type: 'text', length, unique: { case_sensitive: false } },
      ],
    },
    writing: true,
    lane: 'interactive',
    credits: 1,
    results: [400],
  });
  const [result] = parse(createdShape, answer.body, 'crm field').fields;
  if (result?.code !== 'SUCCESS' && result?.code !== 'DUPLICATE_DATA') {
    const error = readCrmError(result);
    throw failed(error === null ? 'defect.request' : codeFor(answer.status, error), {
      detail: error === null ? 'crm field' : detailOf('crm', answer.status, error),
    });
  }
  // The name is CRM's own choice: read back.
  const fields = await fetchCrmFields(http, module);
  return fields.find((field) => field.label === label && field.unique)?.name ?? null;
}
