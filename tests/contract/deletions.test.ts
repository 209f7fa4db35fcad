/** What deletes rest on, asked of the adapters over the sandbox. */
import { describe, expect, it, vi } from 'vitest';
import type { Lookup } from '../../sync/engine/remote-ports';
import { checkedBenches } from './checked';
import { addRecord } from './sandbox-records';

vi.setConfig({ testTimeout: 60_000 });
const { open } = checkedBenches();

describe('what hangs on a Desk record', () => {
  it('counts tickets, time entries and attachments of a contact, and stops at the first', async () => {
    const bench = await open();
    const id = await addRecord(bench, 'desk', 'contacts', { lastName: 'Alone' });
    const before = bench.desk.spent().calls;
    expect(await bench.desk.associates('contact', id)).toBe(0);
    expect(bench.desk.spent().calls - before).toBe(3);
    await addRecord(bench, 'desk', 'attachments', { contactId: id, name: 'a.pdf', size: 10 });
    expect(await bench.desk.associates('contact', id)).toBe(1);
    await addRecord(bench, 'desk', 'timeEntries', { contactId: id, seconds: 60, cost: 0 });
    expect(await bench.desk.associates('contact', id)).toBeGreaterThan(0);
    await addRecord(bench, 'desk', 'tickets', { subject: 'Help', contactId: id });
    await addRecord(bench, 'desk', 'tickets', { subject: 'Again', contactId: id });
    const now = bench.desk.spent().calls;
    expect(await bench.desk.associates('contact', id)).toBe(2);
    expect(bench.desk.spent().calls - now).toBe(1);
  });

  it('counts tickets, contacts, contracts and attachments of an account', async () => {
    const bench = await open();
    const account = async (): Promise<string> =>
      addRecord(bench, 'desk', 'accounts', { accountName: `Alone ${String(Math.random())}` });
    expect(await bench.desk.associates('account', await account())).toBe(0);
    const withContact = await account();
    await addRecord(bench, 'desk', 'contacts', { lastName: 'In', accountId: withContact });
    expect(await bench.desk.associates('account', withContact)).toBe(1);
    const withContract = await account();
    await addRecord(bench, 'desk', 'contracts', {
      contractName: 'Gold',
      accountId: withContract,
      startDate: '2020-01-01',
      endDate: '2020-12-31',
    });
    expect(await bench.desk.associates('account', withContract)).toBe(1);
    const withFile = await account();
    await addRecord(bench, 'desk', 'attachments', { accountId: withFile, name: 'a.pdf', size: 10 });
    expect(await bench.desk.associates('account', withFile)).toBe(1);
  });

  it('is unknown where an endpoint is not there or not allowed, and never taken for nothing', async () => {
    const bench = await open();
    const product = await addRecord(bench, 'desk', 'products', { productName: 'Thing' });
    expect(await bench.desk.associates('product', product)).toBeNull();
    const id = await addRecord(bench, 'desk', 'contacts', { lastName: 'Alone' });
    const fetch = bench.sandbox.fetch.bind(bench.sandbox);
    const answers = (status: number, body: unknown) => {
      bench.sandbox.fetch = async (request) =>
        request.url.includes('/statistics') ? Response.json(body, { status }) : fetch(request);
    };
    answers(403, { errorCode: 'FORBIDDEN', message: '' });
    expect(await bench.desk.associates('contact', id)).toBeNull();
    answers(200, { openTickets: '0' });
    expect(await bench.desk.associates('contact', id)).toBeNull();
    answers(200, { totalTickets: 'many' });
    expect(await bench.desk.associates('contact', id)).toBeNull();
    // Something else that is there is enough to know.
    await addRecord(bench, 'desk', 'attachments', { contactId: id, name: 'a.pdf', size: 10 });
    expect(await bench.desk.associates('contact', id)).toBe(1);
    // What is only late is asked again.
    answers(503, { errorCode: 'INTERNAL_SERVER_ERROR', message: '' });
    await expect(bench.desk.associates('contact', id)).rejects.toMatchObject({
      problem: { kind: 'transient' },
    });
  });
});

const presence = (found: readonly Lookup[]): string[] => found.map((one) => one.presence);

describe('what is gone', () => {
  it('CRM tells a deleted record from one that never was', async () => {
    const bench = await open();
    const gone = await addRecord(bench, 'crm', 'Contacts', { Last_Name: 'Gone' });
    const purged = await addRecord(bench, 'crm', 'Contacts', { Last_Name: 'Purged' });
    const here = await addRecord(bench, 'crm', 'Contacts', { Last_Name: 'Here' });
    await bench.crm.get('contact', [here], ['Last_Name']);
    const calls = bench.crm.spent().calls;
    await bench.crm.get('contact', [here], ['Last_Name']);
    expect(bench.crm.spent().calls - calls).toBe(1);
    await bench.control('/delete', { side: 'crm', module: 'Contacts', id: gone });
    await bench.control('/delete', {
      side: 'crm',
      module: 'Contacts',
      id: purged,
      permanent: true,
    });
    const asked = [gone, here, '4876876000009999999', purged];
    expect(presence(await bench.crm.get('contact', asked, ['Last_Name']))).toEqual([
      'trashed',
      'alive',
      'absent',
      'trashed',
    ]);
    await bench.control('/restore', { side: 'crm', module: 'Contacts', id: gone });
    expect(presence(await bench.crm.get('contact', [gone], ['Last_Name']))).toEqual(['alive']);
  });

  it('CRM tells of a record that it took another one in, and since when', async () => {
    const bench = await open();
    const winner = await addRecord(bench, 'crm', 'Contacts', { Last_Name: 'Winner' });
    const loser = await addRecord(bench, 'crm', 'Contacts', { Last_Name: 'Loser' });
    await bench.crm.get('contact', [winner], ['Last_Name']);
    const before = bench.crm.serverTime() ?? 0;
    expect(await bench.crm.tookIn('contact', winner, before)).toBe(false);
    bench.clock.advance(5_000);
    const merge = { side: 'crm', module: 'Contacts', winner, losers: [loser] };
    await bench.control('/merge', merge);
    bench.clock.advance(5_000);
    const edit = { side: 'crm', module: 'Contacts', id: winner, fields: { Title: 'Later' } };
    await bench.control('/edit', edit);
    expect(await bench.crm.tookIn('contact', winner, before)).toBe(true);
    expect(await bench.crm.tookIn('contact', winner, before + 60_000)).toBe(false);
    expect(await bench.crm.tookIn('contact', loser, before)).toBeNull();
    expect(await bench.desk.tookIn('contact', winner, before)).toBeNull();
  });

  it('both feeds say what a deleted record was called', async () => {
    const bench = await open();
    const desk = await addRecord(bench, 'desk', 'contacts', { lastName: 'Doe', firstName: 'Jane' });
    const crm = await addRecord(bench, 'crm', 'Contacts', { Last_Name: 'Doe', First_Name: 'Jane' });
    await bench.control('/delete', { side: 'desk', module: 'contacts', id: desk });
    await bench.control('/delete', { side: 'crm', module: 'Contacts', id: crm });
    const request = { since: null, page: null };
    const deletions = [
      ...(await bench.desk.deletions('contact', request)).deletions,
      ...(await bench.crm.deletions('contact', request)).deletions,
    ];
    for (const id of [desk, crm])
      expect(deletions.find((one) => one.id === id)).toMatchObject({ name: 'Jane Doe' });
  });

  it("a create's time is that of its own write, whoever wrote before it was read back", async () => {
    const bench = await open();
    const fetch = bench.sandbox.fetch.bind(bench.sandbox);
    let made: string | null = null;
    bench.sandbox.fetch = async (request) => {
      const isReread = request.method === 'GET' && request.url.includes('/Contacts?');
      if (isReread && made === null) {
        const { records } = await bench.control('/state?side=crm&module=Contacts');
        const rows = records as { id: string; Last_Name: string }[];
        made = rows.find((one) => one.Last_Name === 'Fresh')?.id ?? '';
        bench.clock.advance(5_000);
        await bench.control('/edit', {
          side: 'crm',
          module: 'Contacts',
          id: made,
          fields: { Title: 'Edited' },
        });
      }
      return fetch(request);
    };
    await bench.crm.fields('contact');
    const [result] = await bench.crm.create('contact', [{ Last_Name: 'Fresh', Title: 'Sent' }]);
    if (!result?.ok || result.snapshot === null) throw new Error('not made');
    expect(result.snapshot.fields['Title']).toBe('Edited');
    expect(result.snapshot.modifiedAt ?? 0).toBeGreaterThan(result.modifiedAt ?? Infinity);
  });
});
