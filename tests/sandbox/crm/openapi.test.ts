/** The sandbox's answers against Zoho's own OpenAPI files, as leniently as the contract's section 6 says. */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixture, type Fixture } from './fixture';
import { cases } from './openapi-cases';
import { createRecord, deleteRecord } from './records';

// Beside the repository, for whoever has them.
const folder = new URL('../../../../shared/oas/crm/', import.meta.url);
const present = existsSync(folder);
if (!present)
  console.info(
    'OpenAPI files of the CRM not found beside the repository: conformance is not checked',
  );

type Json = Record<string, unknown>;

/** Only types and names count: the files' limits and required lists contradict what is answered. */
const dropped = new Set([
  'required',
  'additionalProperties',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'discriminator',
  'example',
  'examples',
  'uniqueItems',
]);

function lenient(schema: unknown, insideProperties = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => lenient(each));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([name]) => insideProperties || !dropped.has(name))
      // With nothing required, several branches fit.
      .map(([name, value]) => [
        !insideProperties && name === 'oneOf' ? 'anyOf' : name,
        lenient(value, !insideProperties && name === 'properties'),
      ]),
  );
}

function checker(
  file: string,
  path: string,
  method: string,
  status: number,
): (body: unknown) => string[] {
  const document = JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8')) as Json & {
    paths: Record<string, Record<string, Json>>;
  };
  const operation = document.paths[path]?.[method] as
    | { responses: Record<string, Json> }
    | undefined;
  let response: unknown = operation?.responses[String(status)];
  for (
    let pointer = (response as Json | undefined)?.['$ref'];
    typeof pointer === 'string';
    pointer = (response as Json | undefined)?.['$ref']
  ) {
    response = pointer
      .replace('#/', '')
      .split('/')
      .reduce<unknown>((at, key) => (at as Json)[key], document);
  }
  const content = (response as { content?: Record<string, { schema: unknown }> } | undefined)
    ?.content;
  const schema = content === undefined ? undefined : Object.values(content)[0]?.schema;
  if (schema === undefined) throw new Error(`${file}: no schema for ${method} ${path} ${status}`);
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    logger: false,
  });
  const validate = ajv.compile({
    ...(lenient(schema) as Json),
    components: lenient(document['components']),
  });
  return (body) => {
    validate(body);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  };
}

/** Where the files are wrong by the contract's section 6, or by its newer texts. */
const defects: Readonly<Record<string, readonly RegExp[]>> = {
  // The files give every token a type of string; Zoho's own example of the same answer has nulls.
  'get /{module}': [
    /^\/info\/(?:next_page_token|previous_page_token|page_token_expiry) must be string$/,
  ],
};

describe.skipIf(!present)('answers fit the OpenAPI files (contract 6)', () => {
  let at: Fixture;
  let ids: Record<string, string>;
  beforeAll(async () => {
    at = fixture();
    const make = (name: string): string =>
      createRecord(at.world, at.org, 'Contacts', { Last_Name: name }, at.person).id;
    const gone = make('Gone');
    deleteRecord(at.world, at.org, 'Contacts', gone, false, at.person);
    const first = async (path: string, name: string): Promise<string> =>
      (((await at.call('GET', path)).body[name] as Json[] | undefined)?.at(-1)?.['id'] ??
        '') as string;
    ids = {
      contact: make('Doe'),
      spare: make('Spare'),
      layout: await first('/settings/layouts?module=Deals', 'layouts'),
      view: await first('/settings/custom_views?module=Contacts', 'custom_views'),
      profile: at.org.profiles[0]?.id ?? '',
    };
  });

  it.each(cases)('$method $path $status', async ({ file, path, method, status, call }) => {
    const [asked, body] = call(ids);
    const answer = await at.call(method.toUpperCase(), asked, body === undefined ? {} : { body });
    expect(answer.status).toBe(status);
    const known = defects[`${method} ${path}`] ?? [];
    const errors = checker(
      file,
      path,
      method,
      status,
    )(answer.body).filter((error) => !known.some((each) => each.test(error)));
    expect(errors).toEqual([]);
  });
});
