import { describe, expect, it, vi } from 'vitest';
import { createCrmReader } from '../../sync/zoho/crm-reader';
import { createDeskReader } from '../../sync/zoho/desk-reader';
import { createDirectory } from '../../sync/zoho/directory';
import type { CrmReader } from '../../sync/engine/profile-ports';
import { checkedBenches } from './checked';
import { livingOf } from './sandbox-records';
import { zohoBench, type ZohoBench } from './zoho';

/** Thousands of records are seeded, perhaps beside other work on the machine. */
vi.setConfig({ testTimeout: 60_000 });

const { open } = checkedBenches();

const readerOf = (bench: ZohoBench): CrmReader =>
  createCrmReader(bench.http.crm, {
    clock: bench.clock,
    company: () => ({ dataCentre: 'us', zgid: '700', currency: 'EUR' }),
  });

const lookupId = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : '';

describe('what the sidebar reads of Desk', () => {
  it('the ticket, its contact and account; null for what is not there', async () => {
    const bench = await open();
    const reader = createDeskReader(bench.http.desk);
    const ticketId = /details\/(\d+)/.exec(bench.sandbox.describe().ticketUrl)?.[1] ?? '';
    const ticket = await reader.ticket(ticketId);
    expect(ticket).toMatchObject({ id: ticketId, number: expect.stringMatching(/^\d+$/) });
    const contact = await reader.contact(ticket?.contactId ?? '');
    expect(contact?.name).not.toBe('');
    const account = await reader.account(contact?.accountId ?? ticket?.accountId ?? '');
    expect(account?.name).not.toBe('');
    expect(await reader.ticket('554023009999999999')).toBeNull();
    const typed = (await livingOf(bench, 'desk', 'contacts')).find(
      (raw) => typeof raw['zohoCRMContact'] === 'object' && raw['zohoCRMContact'] !== null,
    );
    expect(typed).toBeDefined();
    expect((await reader.contact(typed?.id ?? ''))?.crmType).toMatch(/^\w+$/);
    expect(await reader.contact('554023009999999999')).toBeNull();
    expect(await reader.account('554023009999999999')).toBeNull();
  });
});

describe('what the sidebar reads of CRM', () => {
  it('a record with its lookups by name; null for another module and for nothing', async () => {
    const bench = await open();
    const reader = readerOf(bench);
    const raw = (await livingOf(bench, 'crm', 'Contacts')).find(
      (record) => record['Account_Name'] !== null,
    );
    const record = await reader.record('Contacts', raw?.id ?? '');
    expect(record).toMatchObject({ module: 'Contacts', id: raw?.id });
    expect(record?.fields['Account_Name']).toEqual({
      id: lookupId(raw?.['Account_Name']),
      name: expect.any(String),
    });
    expect(Object.keys(record?.fields ?? {}).filter((name) => name.startsWith('$'))).toEqual([]);
    expect(await reader.record('Accounts', raw?.id ?? '')).toBeNull();
    expect(await reader.record('Contacts', '554023009999999999')).toBeNull();
  });

  it('finds people by address and by telephone number', async () => {
    const bench = await open();
    bench.clock.advance(600_000);
    const reader = readerOf(bench);
    const raw = (await livingOf(bench, 'crm', 'Contacts')).find(
      (record) => record['Email'] !== null && record['Phone'] !== null,
    );
    const byEmail = await reader.search('Contacts', 'email', String(raw?.['Email']));
    expect(byEmail.map((record) => record.id)).toContain(raw?.id);
    const byPhone = await reader.search('Contacts', 'phone', String(raw?.['Phone']));
    expect(byPhone.map((record) => record.id)).toContain(raw?.id);
    expect(await reader.search('Contacts', 'email', 'nobody@nowhere.example')).toEqual([]);
    const calls = bench.calls.length;
    expect(await reader.search('Leads', 'phone', 'ext. 12')).toEqual([]);
    expect(bench.calls).toHaveLength(calls);
    expect(await reader.search('Leads', 'email', 'nobody@nowhere.example')).toEqual([]);
  });

  it('deals, with stages by their forecast and not by their name', async () => {
    const bench = await open();
    const reader = readerOf(bench);
    const deals = await livingOf(bench, 'crm', 'Deals');
    const contact = lookupId(deals.find((deal) => deal['Contact_Name'] !== null)?.['Contact_Name']);
    const { deals: found } = await reader.deals('Contacts', contact);
    const expected = deals.filter((deal) => lookupId(deal['Contact_Name']) === contact);
    expect(found.map((deal) => deal.id).sort()).toEqual(expected.map((deal) => deal.id).sort());
    const stages = await reader.stages();
    for (const deal of found) expect(stages.has(deal.stage)).toBe(true);
    for (const deal of found) expect(deal.currency).toMatch(/^[A-Z]{3}$/);
    expect(new Set(stages.values())).toEqual(new Set(['open', 'won', 'lost']));
    const calls = bench.calls.length;
    await reader.stages();
    expect(bench.calls).toHaveLength(calls);
    bench.clock.advance(3_700_000);
    await reader.stages();
    expect(bench.calls.length).toBeGreaterThan(calls);
    expect((await reader.deals('Leads', contact)).deals).toEqual([]);
  });

  it('notes and activities, open and closed', async () => {
    const bench = await open({ contacts: 200 });
    const reader = readerOf(bench);
    const people = new Set((await livingOf(bench, 'crm', 'Contacts')).map((raw) => raw.id));
    const note = (await livingOf(bench, 'crm', 'Notes')).find((raw) =>
      people.has(lookupId(raw['Parent_Id'])),
    );
    const parent = lookupId(note?.['Parent_Id']);
    expect(parent).not.toBe('');
    expect((await reader.notes('Contacts', parent)).rows.map((found) => found.id)).toContain(
      note?.id,
    );
    const tasks = await livingOf(bench, 'crm', 'Tasks');
    const task = tasks.find((raw) => raw['Who_Id'] !== null && raw['Who_Id'] !== undefined);
    const who = lookupId(task?.['Who_Id']);
    const { rows: activities } = await reader.activities('Contacts', who);
    const same = activities.find((activity) => activity.id === task?.id);
    expect(same).toMatchObject({
      type: 'task',
      subject: task?.['Subject'],
      done: task?.['Status'] === 'Completed',
    });
  });

  it('the newest 200 notes and tasks where there are more, and that there are', async () => {
    const bench = await open({ contacts: 20 });
    const reader = readerOf(bench);
    const [contact] = await livingOf(bench, 'crm', 'Contacts');
    const id = contact?.id ?? '';
    const made: { readonly notes: string[]; readonly tasks: string[] } = { notes: [], tasks: [] };
    const create = async (module: string, fields: object): Promise<string> =>
      String((await bench.control('/create', { side: 'crm', module, fields }))['id']);
    for (let at = 0; at < 201; at += 1) {
      const parent = { id, module: { api_name: 'Contacts' } };
      made.notes.push(await create('Notes', { Parent_Id: parent, Note_Content: `Note ${at}` }));
      made.tasks.push(await create('Tasks', { Who_Id: { id }, Subject: `Task ${at}` }));
    }
    const notes = await reader.notes('Contacts', id);
    expect(notes.more).toBe(true);
    expect(notes.rows.map((one) => one.id)).toEqual(made.notes.slice(1).toReversed());
    for (const wanted of [undefined, ['task' as const]]) {
      const activities = await reader.activities('Contacts', id, wanted);
      const found = new Set(activities.rows.map((one) => one.id));
      expect(activities.more).toBe(true);
      expect(made.tasks.slice(1).every((one) => found.has(one))).toBe(true);
    }
  });

  it('activities of the wanted kinds only, and an event by its own name', async () => {
    const bench = await open({ contacts: 120 });
    const reader = readerOf(bench);
    const event = (await livingOf(bench, 'crm', 'Events')).find(
      (raw) => raw['Event_Title'] === 'Renewal workshop',
    );
    const who = lookupId(event?.['Who_Id']);
    const { rows: all } = await reader.activities('Contacts', who);
    expect(all.find(({ id }) => id === event?.id)?.subject).toBe('Renewal workshop');
    expect(new Set(all.map(({ type }) => type))).toEqual(new Set(['call', 'event', 'task']));
    const before = bench.calls.length;
    const { rows: events } = await reader.activities('Contacts', who, ['event']);
    expect(events).toEqual(all.filter(({ type }) => type === 'event'));
    expect(bench.calls.slice(before).map(({ body }) => body)).toEqual([
      expect.stringContaining('from Events'),
    ]);
    expect(await reader.activities('Contacts', who, [])).toEqual({ rows: [], more: false });
    expect(bench.calls).toHaveLength(before + 1);
    const { rows: tasks } = await reader.activities('Contacts', who, ['call', 'task']);
    expect(new Set(tasks.map(({ id }) => id))).toEqual(
      new Set(all.filter(({ type }) => type !== 'event').map(({ id }) => id)),
    );
  });

  it('accounts by their name, whatever is in it', async () => {
    const bench = await open();
    const reader = readerOf(bench);
    const name = String.raw`O'Neil \ "Sons" (EU), Ltd.`;
    const { id } = await bench.control('/create', {
      side: 'crm',
      module: 'Accounts',
      fields: { Account_Name: name },
    });
    expect(await reader.accountsNamed(name)).toMatchObject([
      { module: 'Accounts', id, fields: { Account_Name: name } },
    ]);
    expect(await reader.accountsNamed("' or id > '0")).toEqual([]);
    expect(await reader.accountsNamed(' ')).toEqual([]);
  });

  it('asks by query where a list is not in the layout', async () => {
    const bench = await open();
    const fetch = bench.sandbox.fetch.bind(bench.sandbox);
    bench.sandbox.fetch = async (request) =>
      /\/(?:Deals|Notes|Activities_Chronological_View)\?/.test(request.url)
        ? Response.json(
            {
              code: 'INVALID_DATA',
              details: { resource_path_index: 2 },
              message: '',
              status: 'error',
            },
            { status: 400 },
          )
        : fetch(request);
    const reader = readerOf(bench);
    const deals = await livingOf(bench, 'crm', 'Deals');
    const contact = lookupId(deals.find((deal) => deal['Contact_Name'] !== null)?.['Contact_Name']);
    const expected = deals
      .filter((deal) => lookupId(deal['Contact_Name']) === contact)
      .map((deal) => deal.id);
    expect((await reader.deals('Contacts', contact)).deals.map((deal) => deal.id).sort()).toEqual(
      expected.sort(),
    );
    expect(await reader.notes('Contacts', contact)).toEqual({ rows: [], more: false });
    const task = (await livingOf(bench, 'crm', 'Tasks')).find(
      (raw) => raw['Who_Id'] !== null && raw['Who_Id'] !== undefined,
    );
    const { rows: activities } = await reader.activities('Contacts', lookupId(task?.['Who_Id']));
    expect(activities.map((activity) => activity.id)).toContain(task?.id);
  });

  it('addresses are made from ids', () => {
    const reader = createCrmReader({} as never, {
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      company: () => ({ dataCentre: 'ca', zgid: '700', currency: 'CAD' }),
    });
    expect(reader.url('Contacts', '1')).toBe('https://crm.zohocloud.ca/crm/org700/tab/Contacts/1');
    expect(reader.url('Deals', '2')).toBe('https://crm.zohocloud.ca/crm/org700/tab/Potentials/2');
    expect(reader.home()).toBe('https://crm.zohocloud.ca/crm/org700/');
    expect(reader.url('Tasks', '../x')).toBe(
      'https://crm.zohocloud.ca/crm/org700/tab/Tasks/..%2Fx',
    );
  });
});

describe('who has signed in', () => {
  it('an administrator of both, with the organisations', async () => {
    const bench = await open();
    const about = bench.sandbox.describe();
    const directory = createDirectory({ desk: bench.http.desk, crm: bench.http.crm });
    const organisations = await directory.deskOrganisations();
    expect(organisations.map((organisation) => organisation.id)).toContain(about.deskOrgId);
    expect(
      organisations.find((organisation) => organisation.id === about.deskOrgId)?.portal,
    ).not.toBe('');
    expect(await directory.deskMe()).toMatchObject({
      email: about.admin.email,
      administrator: true,
    });
    expect(await directory.crmMe()).toMatchObject({
      email: about.admin.email,
      administrator: true,
    });
    const company = await directory.crmOrganisation();
    expect(company).toMatchObject({ id: about.crmOrgId, type: 'production', administrator: true });
    expect(company.currency).toMatch(/^[A-Z]{3}$/);
    expect(company.timeZone).toMatch(/\//);
    expect(await directory.foreignCrmIds()).toEqual(expect.any(Number));
  });

  it('an agent is no administrator', async () => {
    const agent =
      (await zohoBench()).sandbox.describe().agents.find((person) => person.profile === 'Agent')
        ?.email ?? '';
    const bench = await open({ user: agent, use: 'agent' });
    const directory = createDirectory({ desk: bench.http.desk, crm: bench.http.crm });
    expect(await directory.deskMe()).toMatchObject({ email: agent, administrator: false });
    expect(await directory.crmMe()).toMatchObject({ email: agent, administrator: false });
  });
});
