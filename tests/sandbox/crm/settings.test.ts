import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, type Answer, type Fixture } from './fixture';

let at: Fixture;
beforeEach(() => {
  at = fixture();
});

const rows = (answer: Answer, name: string): Record<string, unknown>[] =>
  answer.body[name] as Record<string, unknown>[];

describe('metadata (contract 2.8)', () => {
  it('lists modules with what the profile may do', async () => {
    const modules = rows(await at.call('GET', '/settings/modules', { token: 'agent' }), 'modules');
    expect(modules.map((each) => each['api_name'])).toEqual(
      expect.arrayContaining([
        'Leads',
        'Accounts',
        'Contacts',
        'Deals',
        'Tasks',
        'Events',
        'Calls',
        'Products',
        'Notes',
      ]),
    );
    expect(modules.find((each) => each['api_name'] === 'Deals')).toMatchObject({
      viewable: false,
      module_name: 'Potentials',
    });
    expect(modules.find((each) => each['api_name'] === 'Contacts')).toMatchObject({
      viewable: true,
      deletable: false,
    });
  });

  it('describes fields', async () => {
    const fields = rows(await at.call('GET', '/settings/fields?module=Contacts'), 'fields');
    const field = (name: string) => fields.find((each) => each['api_name'] === name);
    expect(field('Last_Name')).toMatchObject({
      data_type: 'text',
      length: 80,
      system_mandatory: true,
      custom_field: false,
      unique: {},
    });
    expect(field('Account_Name')).toMatchObject({
      data_type: 'lookup',
      lookup: { module: { api_name: 'Accounts' } },
    });
    expect(field('Customer_Tier')).toMatchObject({
      custom_field: true,
      data_type: 'picklist',
      pick_list_values: [{ actual_value: 'Bronze' }, {}, {}],
    });
    expect(field('Created_Time')).toMatchObject({
      field_read_only: true,
      operation_type: { api_update: false },
    });
    const types = new Set(
      fields.filter((each) => each['custom_field'] === true).map((each) => each['data_type']),
    );
    expect([...types]).toEqual(
      expect.arrayContaining([
        'picklist',
        'multiselectpicklist',
        'integer',
        'double',
        'boolean',
        'date',
        'lookup',
      ]),
    );
    // Zoho's SDKs take a field of length 0 for none at all.
    expect(fields.filter((each) => !(Number(each['length']) > 0))).toEqual([]);
    expect((await at.call('GET', '/settings/fields')).body).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param_name: 'module' },
    });
    expect((await at.call('GET', '/settings/fields?module=X')).body).toMatchObject({
      code: 'INVALID_MODULE',
    });
  });

  it('creates unique fields for administrators, at most five a call', async () => {
    const path = '/settings/fields?module=Accounts';
    const wanted = {
      field_label: 'Desk Account ID',
      data_type: 'text',
      length: 50,
      unique: { case_sensitive: false },
    };
    const created = await at.call('POST', path, {
      body: { fields: [wanted, { data_type: 'text' }] },
    });
    expect(created.status).toBe(207);
    expect(rows(created, 'fields')).toMatchObject([
      { code: 'SUCCESS', message: 'field created' },
      {
        code: 'MANDATORY_NOT_FOUND',
        details: { api_name: 'field_label', json_path: '$.fields[1].field_label' },
      },
    ]);
    const fields = rows(await at.call('GET', path), 'fields');
    expect(fields.find((each) => each['field_label'] === 'Desk Account ID')).toMatchObject({
      api_name: 'Desk_Account_ID',
      custom_field: true,
      length: 50,
      unique: { case_sensitive: false },
    });
    const refused = async (field: object) =>
      rows(await at.call('POST', path, { body: { fields: [field] } }), 'fields')[0];
    expect(await refused(wanted)).toMatchObject({ code: 'DUPLICATE_DATA' });
    expect(await refused({ ...wanted, field_label: 'x'.repeat(26) })).toMatchObject({
      details: { maximum_length: 25 },
    });
    expect(await refused({ ...wanted, field_label: 'Y', data_type: 'rocket' })).toMatchObject({
      code: 'INVALID_DATA',
    });
    const six = Array.from({ length: 6 }, (_, n) => ({ field_label: `F${n}`, data_type: 'text' }));
    expect((await at.call('POST', path, { body: { fields: six } })).body).toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    expect(
      (await at.call('POST', path, { body: { fields: [wanted] }, token: 'agent' })).status,
    ).toBe(403);
  });

  it('gives forecast types in pipelines and layouts, not in fields', async () => {
    const [layout] = rows(await at.call('GET', '/settings/layouts?module=Deals'), 'layouts');
    const pipelines = rows(
      await at.call('GET', `/settings/pipeline?layout_id=${String(layout?.['id'])}`),
      'pipeline',
    );
    const types = pipelines.flatMap((each) =>
      (each['maps'] as { actual_value: string; forecast_type: string }[]).map((map) => [
        map.actual_value,
        map.forecast_type,
      ]),
    );
    expect(types).toEqual(
      expect.arrayContaining([
        ['Closed Won', 'Closed Won'],
        ['Renewed', 'Closed Won'],
        ['Churned', 'Closed Lost'],
        ['Qualification', 'Open'],
      ]),
    );
    expect(JSON.stringify(layout)).toContain('"forecast_type":"Closed Won"');
    expect(
      JSON.stringify((await at.call('GET', '/settings/fields?module=Deals')).body),
    ).not.toContain('forecast_type');
    expect((await at.call('GET', '/settings/pipeline')).body).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
    });
    expect((await at.call('GET', '/settings/pipeline?layout_id=1')).body).toMatchObject({
      code: 'INVALID_DATA',
    });
  });

  it('lists views, with criteria by id, related lists and profiles', async () => {
    const views = rows(
      await at.call('GET', '/settings/custom_views?module=Contacts'),
      'custom_views',
    );
    expect(views.map((view) => view['name'])).toEqual(
      expect.arrayContaining(['All Contacts', 'My Contacts', 'Active customers']),
    );
    expect(views[0]).not.toHaveProperty('criteria');
    const active = views.find((view) => view['name'] === 'Active customers');
    const [one] = rows(
      await at.call('GET', `/settings/custom_views/${String(active?.['id'])}?module=Contacts`),
      'custom_views',
    );
    expect(one?.['criteria']).toEqual({
      field: { api_name: 'Customer_Status' },
      comparator: 'equal',
      value: 'Active',
    });
    const lists = rows(
      await at.call('GET', '/settings/related_lists?module=Contacts'),
      'related_lists',
    );
    expect(lists.map((list) => list['api_name'])).toEqual(
      expect.arrayContaining(['Deals', 'Notes', 'Activities_Chronological_View', 'Tasks']),
    );
    const profiles = rows(await at.call('GET', '/settings/profiles'), 'profiles');
    const [restricted] = rows(
      await at.call('GET', `/settings/profiles/${String(profiles[2]?.['id'])}`),
      'profiles',
    );
    expect(restricted?.['permissions_details']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Crm_Implied_View_Potentials', enabled: false }),
      ]),
    );
  });

  it('tells who is asking and which organisation it is', async () => {
    const [me] = rows(await at.call('GET', '/users?type=CurrentUser', { token: 'agent' }), 'users');
    expect(me).toMatchObject({
      email: 'rob@zylker.example',
      zuid: '200',
      profile: { name: 'Restricted' },
      status: 'active',
    });
    expect(rows(await at.call('GET', '/users?type=AdminUsers'), 'users')).toHaveLength(1);
    expect((await at.call('GET', '/users?type=DeactiveUsers')).status).toBe(204);
    expect((await at.call('GET', '/users?type=X')).status).toBe(400);
    expect(rows(await at.call('GET', '/org'), 'org')[0]).toMatchObject({
      id: at.org.id,
      zgid: at.org.zgid,
      type: 'production',
      company_name: 'Zylker',
      mc_status: true,
    });
  });
});
