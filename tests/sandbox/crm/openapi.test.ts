/** The sandbox's answers against Zoho's own OpenAPI files, as leniently as the contract's section 6 says. */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixture, type Fixture } from './fixture';
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

interface Case {
  readonly file: string;
  readonly path: string;
  readonly method: string;
  readonly status: number;
  readonly call: (ids: Record<string, string>) => readonly [path: string, body?: unknown];
}

const cases: readonly Case[] = [
  {
    file: 'record',
    path: '/{module}',
    method: 'get',
    status: 200,
    call: () => [
      '/Contacts?fields=Last_Name,Owner,Created_Time,Modified_Time,Created_By,Modified_By',
    ],
  },
  {
    file: 'record',
    path: '/{module}/{recordID}',
    method: 'get',
    status: 200,
    call: ({ contact }) => [`/Contacts/${contact}`],
  },
  {
    file: 'record',
    path: '/{module}',
    method: 'post',
    status: 201,
    call: () => ['/Contacts', { data: [{ Last_Name: 'New' }] }],
  },
  {
    file: 'record',
    path: '/{module}',
    method: 'post',
    status: 400,
    call: () => ['/Contacts', { data: [{}] }],
  },
  {
    file: 'record',
    path: '/{module}',
    method: 'put',
    status: 200,
    call: ({ contact }) => ['/Contacts', { data: [{ id: contact, Title: 'T' }] }],
  },
  {
    file: 'record',
    path: '/{module}/upsert',
    method: 'post',
    status: 200,
    call: () => ['/Contacts/upsert', { data: [{ Last_Name: 'U' }] }],
  },
  {
    file: 'record',
    path: '/{module}/deleted',
    method: 'get',
    status: 200,
    call: () => ['/Contacts/deleted'],
  },
  {
    file: 'record',
    path: '/{module}',
    method: 'delete',
    status: 207,
    call: ({ spare }) => [`/Contacts?ids=${spare},1`],
  },
  {
    file: 'module_search',
    path: '/{module}/search',
    method: 'get',
    status: 200,
    call: () => ['/Contacts/search?word=doe'],
  },
  {
    file: 'module_search',
    path: '/{module}/search',
    method: 'get',
    status: 400,
    call: () => ['/Contacts/search'],
  },
  {
    file: 'record_count',
    path: '/{moduleApiName}/actions/count',
    method: 'get',
    status: 200,
    call: () => ['/Contacts/actions/count'],
  },
  {
    file: 'coql',
    path: '/coql',
    method: 'post',
    status: 200,
    call: () => ['/coql', { select_query: 'select Last_Name from Contacts where id > 0' }],
  },
  {
    file: 'coql',
    path: '/coql',
    method: 'post',
    status: 400,
    call: () => ['/coql', { select_query: 'select Last_Name from Contacts' }],
  },
  {
    file: 'recycle_bin',
    path: '/settings/recycle_bin',
    method: 'get',
    status: 200,
    call: () => ['/settings/recycle_bin'],
  },
  {
    file: 'modules',
    path: '/settings/modules',
    method: 'get',
    status: 200,
    call: () => ['/settings/modules'],
  },
  {
    file: 'fields',
    path: '/settings/fields',
    method: 'get',
    status: 200,
    call: () => ['/settings/fields?module=Contacts'],
  },
  {
    file: 'fields',
    path: '/settings/fields',
    method: 'post',
    status: 201,
    call: () => [
      '/settings/fields?module=Contacts',
      { fields: [{ field_label: 'Ref', data_type: 'text', unique: { case_sensitive: false } }] },
    ],
  },
  {
    file: 'layouts',
    path: '/settings/layouts',
    method: 'get',
    status: 200,
    call: () => ['/settings/layouts?module=Contacts'],
  },
  {
    file: 'pipeline',
    path: '/settings/pipeline',
    method: 'get',
    status: 200,
    call: ({ layout }) => [`/settings/pipeline?layout_id=${layout}`],
  },
  {
    file: 'custom_views',
    path: '/settings/custom_views',
    method: 'get',
    status: 200,
    call: () => ['/settings/custom_views?module=Contacts'],
  },
  {
    file: 'custom_views',
    path: '/settings/custom_views/{id}',
    method: 'get',
    status: 200,
    call: ({ view }) => [`/settings/custom_views/${view}?module=Contacts`],
  },
  {
    file: 'related_lists',
    path: '/settings/related_lists',
    method: 'get',
    status: 200,
    call: () => ['/settings/related_lists?module=Contacts'],
  },
  {
    file: 'profiles',
    path: '/settings/profiles',
    method: 'get',
    status: 200,
    call: () => ['/settings/profiles'],
  },
  {
    file: 'profiles',
    path: '/settings/profiles/{id}',
    method: 'get',
    status: 200,
    call: ({ profile }) => [`/settings/profiles/${profile}`],
  },
  {
    file: 'users',
    path: '/users',
    method: 'get',
    status: 200,
    call: () => ['/users?type=CurrentUser'],
  },
  { file: 'org', path: '/org', method: 'get', status: 200, call: () => ['/org'] },
  {
    file: 'variables',
    path: '/settings/variables',
    method: 'post',
    status: 201,
    call: () => [
      '/settings/variables',
      {
        variables: [
          { api_name: 'New', name: 'New', type: 'text', variable_group: { name: 'G' }, value: 'v' },
        ],
      },
    ],
  },
  {
    file: 'variables',
    path: '/settings/variables',
    method: 'get',
    status: 200,
    call: () => ['/settings/variables'],
  },
  {
    file: 'variable_groups',
    path: '/settings/variable_groups',
    method: 'get',
    status: 200,
    call: () => ['/settings/variable_groups'],
  },
];

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
