/** Calls whose answers are held against Zoho's OpenAPI files. */

export interface Case {
  readonly file: string;
  readonly path: string;
  readonly method: string;
  readonly status: number;
  readonly call: (ids: Record<string, string>) => readonly [path: string, body?: unknown];
}

export const cases: readonly Case[] = [
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
