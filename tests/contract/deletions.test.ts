/** What deletes rest on, asked of the adapters over the sandbox. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSync, type Sync } from '../../sync/engine/sync';
import type { Lookup } from '../../sync/engine/remote-ports';
import type { Store } from '../../sync/engine/ports';
import { defaultConfig } from '../../sync/core/standard-fields';
import { createMemoryStore } from '../../sync/storage/memory-store';
import type { DeletePreference } from '../../sync/types/settings';
import type { Run } from '../../sync/types/runs';
import { mustConform, zohoBench, type ZohoBench } from './zoho';

vi.setConfig({ testTimeout: 60_000 });

const opened: ZohoBench[] = [];

async function open(...options: Parameters<typeof zohoBench>): Promise<ZohoBench> {
  const bench = await zohoBench(...options);
  opened.push(bench);
  return bench;
}

afterEach(() => {
  mustConform(opened);
});

async function add(
  bench: ZohoBench,
  side: 'desk' | 'crm',
  module: string,
  fields: Record<string, unknown>,
): Promise<string> {
  const { id } = await bench.control('/create', { side, module, fields });
  return String(id);
}

async function stateOf(
  bench: ZohoBench,
  side: 'desk' | 'crm',
  module: string,
  id: string,
): Promise<unknown> {
  const { records } = await bench.control(`/state?side=${side}&module=${module}`);
  return (records as { id: string; _state: string }[]).find((one) => one.id === id)?._state;
}

describe('what hangs on a Desk record', () => {
  it('counts tickets, time entries and attachments of a contact, and stops at the first', async () => {
    const bench = await open();
    const id = await add(bench, 'desk', 'contacts', { lastName: 'Alone' });
    const before = bench.desk.spent().calls;
    expect(await bench.desk.associates('contact', id)).toBe(0);
    expect(bench.desk.spent().calls - before).toBe(3);
    await add(bench, 'desk', 'attachments', { contactId: id, name: 'a.pdf', size: 10 });
    expect(await bench.desk.associates('contact', id)).toBe(1);
    await add(bench, 'desk', 'timeEntries', { contactId: id, seconds: 60, cost: 0 });
    expect(await bench.desk.associates('contact', id)).toBeGreaterThan(0);
    await add(bench, 'desk', 'tickets', { subject: 'Help', contactId: id });
    await add(bench, 'desk', 'tickets', { subject: 'Again', contactId: id });
    const now = bench.desk.spent().calls;
    expect(await bench.desk.associates('contact', id)).toBe(2);
    expect(bench.desk.spent().calls - now).toBe(1);
  });

  it('counts tickets, contacts, contracts and attachments of an account', async () => {
    const bench = await open();
    const account = async (): Promise<string> =>
      add(bench, 'desk', 'accounts', { accountName: `Alone ${String(Math.random())}` });
    expect(await bench.desk.associates('account', await account())).toBe(0);
    const withContact = await account();
    await add(bench, 'desk', 'contacts', { lastName: 'In', accountId: withContact });
    expect(await bench.desk.associates('account', withContact)).toBe(1);
    const withContract = await account();
    await add(bench, 'desk', 'contracts', {
      contractName: 'Gold',
      accountId: withContract,
      startDate: '2020-01-01',
      endDate: '2020-12-31',
    });
    expect(await bench.desk.associates('account', withContract)).toBe(1);
    const withFile = await account();
    await add(bench, 'desk', 'attachments', { accountId: withFile, name: 'a.pdf', size: 10 });
    expect(await bench.desk.associates('account', withFile)).toBe(1);
  });

  it('is unknown where an endpoint is not there or not allowed, and never taken for nothing', async () => {
    const bench = await open();
    const product = await add(bench, 'desk', 'products', { productName: 'Thing' });
    expect(await bench.desk.associates('product', product)).toBeNull();
    const id = await add(bench, 'desk', 'contacts', { lastName: 'Alone' });
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
    await add(bench, 'desk', 'attachments', { contactId: id, name: 'a.pdf', size: 10 });
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
    const gone = await add(bench, 'crm', 'Contacts', { Last_Name: 'Gone' });
    const purged = await add(bench, 'crm', 'Contacts', { Last_Name: 'Purged' });
    const here = await add(bench, 'crm', 'Contacts', { Last_Name: 'Here' });
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
    const winner = await add(bench, 'crm', 'Contacts', { Last_Name: 'Winner' });
    const loser = await add(bench, 'crm', 'Contacts', { Last_Name: 'Loser' });
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
    const desk = await add(bench, 'desk', 'contacts', { lastName: 'Doe', firstName: 'Jane' });
    const crm = await add(bench, 'crm', 'Contacts', { Last_Name: 'Doe', First_Name: 'Jane' });
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

interface Joined {
  readonly bench: ZohoBench;
  readonly store: Store;
  readonly sync: Sync;
  readonly run: () => Promise<Run>;
}

/** An own pair of organisations with one linked contact. */
async function joined(
  preference: DeletePreference,
): Promise<Joined & { readonly desk: string; readonly crm: string }> {
  const bench = await open({ contacts: 5 });
  const store = createMemoryStore();
  const { epoch } = await store.control();
  const config = defaultConfig(bench.clock.now());
  await store.commit({
    epoch,
    config: {
      ...config,
      deletions: { account: preference, contact: preference, product: preference },
    },
  });
  let ids = 0;
  const sync = createSync({
    clock: bench.clock,
    random: { next: () => 0.5, id: () => `run${String((ids += 1))}` },
    log: { info: () => undefined, warn: () => undefined },
    desk: bench.desk,
    crm: bench.crm,
    store,
    locks: { tryRun: (_, task) => task() },
    notifier: { changed: () => undefined },
  });
  const run = async (): Promise<Run> => {
    // Longer than the index of Desk's search is late.
    bench.clock.advance(600_000);
    const outcome = await sync.run('person');
    if (typeof outcome === 'string') throw new Error(outcome);
    if (outcome.problem) throw new Error(outcome.problem.code);
    return outcome;
  };
  const crm = await add(bench, 'crm', 'Contacts', { Last_Name: 'Pair', Email: 'p@pair.test' });
  await run();
  await run();
  const [pair] = await store.pairsById('contact', 'crm', [crm]);
  return { bench, store, sync, run, crm, desk: pair?.desk?.id ?? '' };
}

describe('the engine over the sandbox', () => {
  const always: DeletePreference = { crmDeleted: 'always', deskDeleted: 'always' };

  it('moves the Desk record to the bin after the CRM record, unless a ticket hangs on it', async () => {
    const { bench, run, desk, crm } = await joined({ ...always, crmDeleted: 'ifNoAssociates' });
    await bench.control('/delete', { side: 'crm', module: 'Contacts', id: crm });
    await run();
    expect(await stateOf(bench, 'desk', 'contacts', desk)).toBe('live');
    await run();
    expect(await stateOf(bench, 'desk', 'contacts', desk)).toBe('recycled');

    const other = await joined({ ...always, crmDeleted: 'ifNoAssociates' });
    await other.bench.control('/delete', { side: 'crm', module: 'Contacts', id: other.crm });
    await other.run();
    // Made between the plan and the delete.
    await add(other.bench, 'desk', 'tickets', { subject: 'Help', contactId: other.desk });
    await other.run();
    expect(await stateOf(other.bench, 'desk', 'contacts', other.desk)).toBe('live');
  });

  it('moves the CRM record to the bin after the Desk record, and links both again when restored', async () => {
    const { bench, store, run, desk, crm } = await joined(always);
    await bench.control('/delete', { side: 'desk', module: 'contacts', id: desk });
    await run();
    await run();
    expect(await stateOf(bench, 'crm', 'Contacts', crm)).toBe('recycled');
    await bench.control('/restore', { side: 'desk', module: 'contacts', id: desk });
    await bench.control('/restore', { side: 'crm', module: 'Contacts', id: crm });
    await run();
    await run();
    const [pair] = await store.pairsById('contact', 'desk', [desk]);
    expect(pair?.crm?.id).toBe(crm);
  });

  it.each(['404', '422', 'flag'] as const)(
    'deletes after a Desk deletion however Desk answers for a trashed record (%s)',
    async (deskTrashedGet) => {
      const { bench, run, desk, crm } = await joined(always);
      bench.sandbox.world.leeway.deskTrashedGet = deskTrashedGet;
      await bench.control('/delete', { side: 'desk', module: 'contacts', id: desk });
      await run();
      await run();
      expect(await stateOf(bench, 'crm', 'Contacts', crm)).toBe('recycled');
    },
  );

  it('deletes nothing for a merge on either side', async () => {
    const { bench, store, run, desk, crm } = await joined(always);
    const crm2 = await add(bench, 'crm', 'Contacts', { Last_Name: 'Unlike', Email: 'u@else.test' });
    await run();
    const [pair2] = await store.pairsById('contact', 'crm', [crm2]);
    const desk2 = pair2?.desk?.id ?? '';
    await bench.control('/merge', { side: 'crm', module: 'Contacts', winner: crm, losers: [crm2] });
    for (let n = 0; n < 3; n++) await run();
    expect(await stateOf(bench, 'desk', 'contacts', desk)).toBe('live');
    expect(await stateOf(bench, 'desk', 'contacts', desk2)).toBe('live');
    await bench.control('/merge', {
      side: 'desk',
      module: 'contacts',
      winner: desk,
      losers: [desk2],
    });
    for (let n = 0; n < 3; n++) await run();
    expect(await stateOf(bench, 'crm', 'Contacts', crm)).toBe('live');
    const [kept] = await store.pairsById('contact', 'desk', [desk]);
    expect(kept?.crm?.id).toBe(crm);
  });
});
