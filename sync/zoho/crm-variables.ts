/** Texts in CRM's organisation variables (contract 2.8), for what every installation should read. */
import * as v from 'valibot';
import type { SettingsBoard } from '../engine/publication';
import type { Http } from './http';
import { readNow } from './interactive-read';
import { codeFor, detailOf, failed } from './problems';
import { idShape, parse } from './record-page';
import { readError } from './zoho-error';

const variablesPath = '/crm/v8/settings/variables';
const groupName = 'Tandem';
/** Ours all begin like this; those of others are not looked at. */
const ourPrefix = 'tandem_';

const variablesShape = v.object({
  variables: v.array(
    v.object({ id: idShape, api_name: v.string(), value: v.nullish(v.unknown()) }),
  ),
});
const resultsShape = v.object({
  variables: v.array(
    v.object({
      status: v.string(),
      code: v.nullish(v.string()),
      details: v.nullish(v.object({ maximum_length: v.nullish(v.unknown()) })),
    }),
  ),
});

/** The variables of the company that `http` speaks to. */
export function createCrmVariables(http: Http): SettingsBoard {
  const ids = new Map<string, string>();

  async function read(): Promise<ReadonlyMap<string, string>> {
    const body = await readNow(http, variablesPath);
    const texts = new Map<string, string>();
    ids.clear();
    // 204: the company has none.
    const found = body === null ? [] : parse(variablesShape, body, 'crm variables').variables;
    for (const { id, api_name: name, value } of found) {
      if (!name.startsWith(ourPrefix)) continue;
      ids.set(name, id);
      texts.set(name, typeof value === 'string' ? value : '');
    }
    return texts;
  }

  async function write(
    name: string,
    value: string,
  ): Promise<'written' | { readonly longest: number }> {
    const id = ids.get(name);
    const answer = await http.send({
      method: id === undefined ? 'POST' : 'PUT',
      path: id === undefined ? variablesPath : `${variablesPath}/${id}`,
      body: {
        variables: [
          id === undefined
            ? {
                api_name: name,
                name: name.replaceAll('_', ' '),
                type: 'textarea',
                variable_group: { name: groupName },
                description:
                  'Settings for agents. Written by Tandem when an administrator publishes.',
                value,
              }
            : { value },
        ],
      },
      writing: true,
      lane: 'interactive',
      credits: 1,
      results: [400],
    });
    const [result] = parse(resultsShape, answer.body, 'crm variable result').variables;
    if (result?.status === 'success') return 'written';
    const longest = Number(result?.details?.maximum_length ?? Number.NaN);
    if (Number.isInteger(longest) && longest > 0) return { longest };
    const error = readError(answer.body);
    throw failed(codeFor(answer.status, error), { detail: detailOf('crm', answer.status, error) });
  }

  return { read, write };
}
