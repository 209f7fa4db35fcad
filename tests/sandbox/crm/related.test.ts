import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, type Fixture } from './fixture';
import { createRecord } from './records';

let at: Fixture;
let contact: string;
let account: string;

const make = (module: string, fields: object): string =>
  createRecord(at.world, at.org, module, { ...fields }, at.person).id;

beforeEach(() => {
  at = fixture();
  account = make('Accounts', { Account_Name: 'Acme' });
  contact = make('Contacts', { Last_Name: 'Doe', Account_Name: { id: account } });
  make('Deals', {
    Deal_Name: 'Won',
    Stage: 'Closed Won',
    Contact_Name: { id: contact },
    Account_Name: { id: account },
  });
  make('Deals', { Deal_Name: 'Open', Stage: 'Qualification', Contact_Name: { id: contact } });
  make('Tasks', { Subject: 'Do', Status: 'Not Started', Who_Id: { id: contact } });
  make('Tasks', { Subject: 'Done', Status: 'Completed', Who_Id: { id: contact } });
  make('Events', {
    Event_Title: 'Past',
    Start_DateTime: '2026-03-01T09:00:00Z',
    End_DateTime: '2026-03-01T10:00:00Z',
    Who_Id: { id: contact },
  });
  make('Calls', {
    Subject: 'Ring',
    Call_Type: 'Outbound',
    Call_Start_Time: '2026-03-03T09:00:00Z',
    Outgoing_Call_Status: 'Scheduled',
    Who_Id: { id: contact },
  });
  make('Tasks', { Subject: 'For the account', What_Id: { id: account }, $se_module: 'Accounts' });
});

describe('related lists (contract 2.6)', () => {
  it.each([
    ['Deals', 'Deal_Name', ['Open', 'Won']],
    ['Activities_Chronological_View', 'Subject', ['Ring', 'Do']],
    ['Tasks', 'Subject', ['Done', 'Do']],
  ])('gives the %s of a contact', async (list, field, expected) => {
    const answer = await at.call('GET', `/Contacts/${contact}/${list}?fields=${field}`);
    expect(answer.status).toBe(200);
    expect(answer.data.map((row) => row[field])).toEqual(expected);
    expect(answer.body['info']).toMatchObject({ count: 2, more_records: false });
  });

  it('marks activities by $module and gives the closed ones apart', async () => {
    const closed = await at.call(
      'GET',
      `/Contacts/${contact}/Activities_Chronological_View_History?fields=Subject,Event_Title`,
    );
    expect(
      closed.data.map((row) => [row['$module'], row['Subject'] ?? row['Event_Title']]),
    ).toEqual([
      ['Events', 'Past'],
      ['Tasks', 'Done'],
    ]);
    const open = await at.call(
      'GET',
      `/Accounts/${account}/Activities_Chronological_View?fields=Subject,What_Id`,
    );
    expect(open.first).toMatchObject({
      $module: 'Tasks',
      $se_module: 'Accounts',
      What_Id: { name: 'Acme', id: account },
    });
  });

  it('gives the contacts and deals of an account, 204 for none, 400 for what the layout lacks', async () => {
    expect(
      (await at.call('GET', `/Accounts/${account}/Contacts?fields=Last_Name`)).first,
    ).toMatchObject({ id: contact });
    expect((await at.call('GET', `/Accounts/${account}/Deals?fields=Deal_Name`)).data).toHaveLength(
      1,
    );
    expect((await at.call('GET', `/Accounts/${account}/Attachments?fields=id`)).status).toBe(204);
    expect((await at.call('GET', `/Contacts/${contact}/Sprockets?fields=id`)).body).toMatchObject({
      code: 'INVALID_DATA',
    });
    expect((await at.call('GET', `/Contacts/${contact}/Deals`)).body).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
    });
    expect((await at.call('GET', '/Contacts/554023000009/Deals?fields=id')).status).toBe(400);
  });

  it('counts up to 20 lists in one call, with filters', async () => {
    const path = `/Contacts/${contact}/actions/get_related_records_count`;
    const won = {
      filters: { comparator: 'equal', field: { api_name: 'Stage' }, value: 'Closed Won' },
    };
    const count = (lists: unknown[]) =>
      at.call('POST', path, { body: { get_related_records_count: lists } });
    const good = await count([
      { related_list: { api_name: 'Deals' } },
      { related_list: { api_name: 'Deals' }, params: won },
      { related_list: { api_name: 'Notes' } },
    ]);
    expect(good.status).toBe(200);
    expect(good.body['get_related_records_count']).toMatchObject([
      { count: 2, related_list: { api_name: 'Deals' } },
      { count: 1 },
      { count: 0 },
    ]);
    const mixed = await count([
      { related_list: { api_name: 'Deals' } },
      { related_list: {} },
      { related_list: { api_name: 'Deals', id: '1' } },
      { related_list: { api_name: 'X' } },
    ]);
    expect(mixed.status).toBe(207);
    expect(
      (mixed.body['get_related_records_count'] as { code?: string }[]).map((each) => each.code),
    ).toEqual([
      undefined,
      'EXPECTED_FIELD_MISSING',
      'AMBIGUITY_DURING_PROCESSING',
      'NOT_SUPPORTED',
    ]);
    expect(
      (await count(Array.from({ length: 21 }, () => ({ related_list: { api_name: 'Deals' } }))))
        .status,
    ).toBe(400);
  });
});

describe('notes (contract 2.6)', () => {
  it('are created, changed and deleted by the list of their record', async () => {
    const path = `/Contacts/${contact}/Notes`;
    const posted = await at.call('POST', path, {
      body: { data: [{ Note_Content: 'Called' }] },
      token: 'agent',
    });
    expect(posted.status).toBe(201);
    const { id } = posted.first['details'] as { id: string };
    expect(
      (await at.call('PUT', `${path}/${id}`, { body: { data: [{ Note_Title: 'T' }] } })).status,
    ).toBe(200);
    const list = await at.call('GET', `${path}?fields=Note_Title,Note_Content,Parent_Id`);
    expect(list.first).toMatchObject({
      Note_Title: 'T',
      Note_Content: 'Called',
      Parent_Id: { id: contact, name: 'Doe', module: { api_name: 'Contacts' } },
    });
    expect((await at.call('DELETE', `${path}/${id}`)).status).toBe(200);
    expect((await at.call('GET', `${path}?fields=Note_Title`)).status).toBe(204);
  });

  it('need a title or a text, of limited length, and a parent', async () => {
    const path = `/Contacts/${contact}/Notes`;
    expect((await at.call('POST', path, { body: { data: [{}] } })).first).toMatchObject({
      code: 'EXPECTED_FIELD_MISSING',
    });
    expect(
      (await at.call('POST', path, { body: { data: [{ Note_Title: 'x'.repeat(121) }] } })).first,
    ).toMatchObject({ details: { maximum_length: 120 } });
    expect(
      (await at.call('POST', '/Notes', { body: { data: [{ Note_Title: 'x' }] } })).first,
    ).toMatchObject({ code: 'MANDATORY_NOT_FOUND' });
    const root = { Note_Title: 'x', Parent_Id: { module: { api_name: 'Contacts' }, id: contact } };
    expect((await at.call('POST', '/Notes', { body: { data: [root] } })).status).toBe(201);
  });

  it('are listed at the root for administrators only', async () => {
    const refused = await at.call('GET', '/Notes?fields=Note_Title', { token: 'agent' });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'NOT_SUPPORTED' });
    expect((await at.call('GET', '/Notes?fields=Note_Title')).status).toBe(204);
  });
});
