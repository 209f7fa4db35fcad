import { describe, expect, it } from 'vitest';
import { fixture, startTime, type Fixture } from './fixture';
import { addDeskField } from './fields';
import { createRecord } from './records';
import { setPermission } from './profiles';

const day = 86_400_000;

/** A contact of an account with four tickets. */
function queue(): Fixture & { contact: string; account: string; tickets: string[] } {
  const made = fixture();
  const { world, org, admin } = made;
  const account = createRecord(world, org, 'accounts', { accountName: 'Acme' }, admin.actor).id;
  const contact = createRecord(
    world,
    org,
    'contacts',
    { lastName: 'Bloom', accountId: account },
    admin.actor,
  ).id;
  const departments = org.departments.map((department) => department.id);
  const seeds = [
    {
      status: 'Open',
      channel: 'Email',
      departmentId: departments[0],
      dueDate: '2026-03-01T00:00:00.000Z',
    },
    { status: 'Closed', channel: 'Email', departmentId: departments[0] },
    {
      status: 'On Hold',
      channel: 'Phone',
      departmentId: departments[1],
      assigneeId: admin.agent.id,
    },
    { status: 'Escalated', channel: 'Web', departmentId: departments[1], threadCount: 4 },
  ];
  const tickets = seeds.map(
    (seed, index) =>
      createRecord(
        world,
        org,
        'tickets',
        { subject: `T${index}`, contactId: contact, ...seed },
        admin.actor,
        startTime - (40 - index * 10) * day,
      ).id,
  );
  return { ...made, contact, account, tickets };
}

const found = (answer: { data: readonly Record<string, unknown>[] }): unknown[] =>
  answer.data.map((item) => item['id']);

describe('tickets (contract 3.8)', () => {
  it.each([
    ['', [3, 2, 1, 0]],
    ['sortBy=createdTime&limit=2', [0, 1]],
    ['status=Open,Closed', [1, 0]],
    ['channel=Phone', [2]],
    ['assignee=Unassigned', [3, 1, 0]],
    ['receivedInDays=15', [3]],
    ['from=3', [1, 0]],
  ])('lists %s', async (query, expected) => {
    const { ask, tickets } = queue();
    expect(found(await ask('GET', `/tickets?${query}`))).toEqual(
      expected.map((index) => tickets[index]),
    );
  });

  it('lists by department, and to an agent only their own', async () => {
    const { ask, org, tickets, token } = queue();
    const second = org.departments[1]?.id;
    expect(found(await ask('GET', `/tickets?departmentIds=${second}`))).toEqual([
      tickets[3],
      tickets[2],
    ]);
    const headers = { authorization: `Zoho-oauthtoken ${token('7002')}` };
    expect(found(await ask('GET', '/tickets', undefined, headers))).toEqual([
      tickets[3],
      tickets[2],
    ]);
    expect((await ask('GET', `/tickets/${tickets[0]}`, undefined, headers)).body['errorCode']).toBe(
      'FORBIDDEN',
    );
    expect(found(await ask('GET', '/associatedTickets'))).toEqual([tickets[2]]);
  });

  it('gets one with its includes and counts as strings', async () => {
    const { ask, tickets, account } = queue();
    const { body } = await ask(
      'GET',
      `/tickets/${tickets[3]}?include=contacts,assignee,departments`,
    );
    expect(body).toMatchObject({
      threadCount: '4',
      commentCount: '0',
      accountId: account,
      ticketNumber: '104',
      contact: { lastName: 'Bloom', account: { accountName: 'Acme' } },
      assignee: null,
      department: { name: 'Sales Help' },
    });
    expect(body['contact']).not.toHaveProperty('zohoCRMContact');
  });

  it('closes one by PATCH', async () => {
    const { ask, tickets } = queue();
    const { body } = await ask('PATCH', `/tickets/${tickets[0]}`, { status: 'Closed' });
    expect(body).toMatchObject({
      statusType: 'Closed',
      closedTime: new Date(startTime).toISOString(),
    });
    expect((await ask('PATCH', `/tickets/${tickets[0]}`, { priority: 'Highest' })).status).toBe(
      422,
    );
  });

  it('lists those of a contact and of an account', async () => {
    const { ask, contact, account, tickets } = queue();
    for (const path of [`/contacts/${contact}`, `/accounts/${account}`]) {
      expect(found(await ask('GET', `${path}/tickets?sortBy=createdTime`))).toEqual(tickets);
    }
  });
});

describe('counts (contract 3.8)', () => {
  it('answers all ticket counts of a customer in one call', async () => {
    const { ask, contact, account } = queue();
    const expected = {
      totalTickets: '4',
      openTickets: '2',
      onholdTickets: '1',
      closedTickets: '1',
      overdueTickets: '1',
      escalatedTickets: '1',
      channelWiseCount: { Email: '2', Phone: '1', Web: '1' },
    };
    expect((await ask('GET', `/contacts/${contact}/statistics`)).body).toMatchObject(expected);
    expect((await ask('GET', `/accounts/${account}/statistics`)).body).toMatchObject(expected);
  });

  it('counts by the values of one field', async () => {
    const { ask, contact } = queue();
    const by = async (field: string): Promise<unknown> =>
      (await ask('GET', `/ticketsCountByFieldValues?contactId=${contact}&field=${field}`)).body;
    expect(await by('statusType')).toEqual({
      statusType: [
        { count: '2', value: 'OPEN' },
        { count: '1', value: 'ONHOLD' },
        { count: '1', value: 'CLOSED' },
      ],
    });
    expect(await by('overDue')).toEqual({ overDue: '1' });
    expect(await by('status,channel')).toMatchObject({ errorCode: 'INVALID_DATA' });
    expect((await ask('GET', '/ticketsCountByFieldValues?contactId=9&field=status')).status).toBe(
      204,
    );
  });

  it('sums time and lists contracts by status', async () => {
    const { ask, world, org, admin, account, contact } = queue();
    for (const seconds of [3600, 125]) {
      createRecord(
        world,
        org,
        'timeEntries',
        { accountId: account, contactId: contact, seconds, cost: 5 },
        admin.actor,
      );
    }
    expect((await ask('GET', `/accounts/${account}/timeEntrySummation`)).body).toEqual({
      totalHours: 1,
      totalMins: 2,
      totalSeconds: 5,
      totalCosts: 10,
    });
    const years = [2024, 2026, 2028];
    for (const year of years) {
      const fields = {
        contractName: `C${year}`,
        accountId: account,
        startDate: `${year}-01-01`,
        endDate: `${year}-12-31`,
      };
      createRecord(world, org, 'contracts', fields, admin.actor);
    }
    const active = await ask(
      'GET',
      `/accounts/${account}/contracts?contractStatus=ACTIVE&limit=50`,
    );
    expect(active.data.map((item) => item['contractName'])).toEqual(['C2026']);
    expect((await ask('GET', `/accounts/${account}/contracts?limit=51`)).status).toBe(422);
  });
});

describe('people and metadata (contract 3.9)', () => {
  it('shows the asking agent, their profile and its crmInteg switches', async () => {
    const { ask, org, admin } = fixture();
    expect((await ask('GET', '/myinfo?include=profile,associatedDepartments')).body).toMatchObject({
      id: admin.agent.id,
      emailId: admin.person.email,
      profile: { name: 'Administrator' },
      associatedDepartments: [
        { name: 'Support' },
        { name: 'Sales Help', sanitizedName: 'sales-help' },
      ],
    });
    setPermission(org, 'Administrator', 'crmInteg', 'crmContactsNotes', false);
    const { body } = await ask('GET', '/myProfile');
    expect(body).toMatchObject({
      permissions: {
        crmInteg: { crmContactsInfo: true, crmContactsNotes: false },
        contacts: { edit: true },
      },
    });
    expect((await ask('GET', `/profiles/${admin.agent.profileId}`)).body).toEqual(body);
    expect((await ask('GET', '/myProfilePermissions')).body).toEqual(body['permissions']);
  });

  it('lists agents by filter and up to 50 by ids', async () => {
    const { ask, org } = fixture();
    const department = org.departments[1]?.id;
    expect((await ask('GET', `/agents?departmentIds=${department}&limit=200`)).data).toHaveLength(
      3,
    );
    expect((await ask('GET', '/agents?searchStr=ben*')).data).toHaveLength(1);
    expect((await ask('GET', '/agents?limit=201')).status).toBe(422);
    expect(
      (await ask('GET', `/agentsByIds?agentIds=${org.agents.map((agent) => agent.id).join(',')}`))
        .data,
    ).toHaveLength(3);
    expect(
      (
        await ask(
          'GET',
          `/agentsByIds?agentIds=${Array.from({ length: 51 }, (_, id) => id).join(',')}`,
        )
      ).status,
    ).toBe(422);
  });

  it('describes fields in both generations', async () => {
    const { ask, world, org } = fixture();
    addDeskField(world, org, 'contacts', {
      apiName: 'cf_size',
      label: 'Size',
      type: 'Picklist',
      values: ['S'],
    });
    const older = await ask('GET', '/organizationFields?module=contacts');
    expect(older.data.find((field) => field['apiName'] === 'cf_size')).toMatchObject({
      isCustomField: true,
      allowedValues: [{ value: 'S' }],
    });
    expect(older.data.find((field) => field['apiName'] === 'lastName')).toMatchObject({
      isMandatory: true,
      maxLength: 200,
    });
    const newer = await ask('GET', '/fields?module=contacts&apiNames=cf_size,accountId');
    expect(newer.data).toMatchObject([
      { apiName: 'accountId', lookup: { module: 'accounts' } },
      { apiName: 'cf_size', pickListValues: [{ value: 'S' }] },
    ]);
    expect((await ask('GET', '/organizationFields')).status).toBe(422);
    expect((await ask('GET', '/views?module=products')).status).toBe(422);
  });
});
