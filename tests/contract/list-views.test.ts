import { describe, expect, it, vi } from 'vitest';
import { engineBench } from './engine-bench';
import { checkedBenches } from './checked';
import type { ZohoBench } from './zoho';

vi.setConfig({ testTimeout: 60_000 });
const { open, opened } = checkedBenches();

async function viewOf(bench: ZohoBench, name: string): Promise<string> {
  return (await bench.crm.views('contact')).find((view) => view.name === name)?.id ?? '';
}

async function idsIn(bench: ZohoBench, views: readonly string[], since: number | null) {
  const ids = new Set<string>();
  let page: string | null = null;
  let pages = 0;
  do {
    const read = await bench.crm.inViews('contact', views, { since, page });
    for (const id of read.ids) ids.add(id);
    page = read.next;
    pages += 1;
  } while (page !== null);
  return { ids, pages };
}

describe("CRM's list views", () => {
  it('are listed by name', async () => {
    const bench = await open();
    const names = (await bench.crm.views('contact')).map((view) => view.name);
    expect(names).toContain('Active customers');
    expect(await bench.crm.views('product')).toEqual([]);
    expect(await bench.desk.views('contact')).toEqual([]);
  });

  it('name every record they hold over many pages, whatever leaves meanwhile', async () => {
    const bench = await open({ contacts: 2600, overlap: 0.9 });
    const all = await viewOf(bench, 'All Contacts');
    const state = async (): Promise<{ id: string; _state: string }[]> =>
      (await bench.control('/state?side=crm&module=Contacts'))['records'] as {
        id: string;
        _state: string;
      }[];
    const before = (await state()).filter((one) => one._state === 'live').map(({ id }) => id);
    const doomed = before.slice(-40);
    const ids = new Set<string>();
    let page: string | null = null;
    do {
      const read = await bench.crm.inViews('contact', [all], { since: null, page });
      for (const id of read.ids) ids.add(id);
      page = read.next;
      const next = doomed.pop();
      if (next !== undefined && ids.size < 2000)
        await bench.control('/delete', { side: 'crm', module: 'Contacts', id: next });
    } while (page !== null);
    const after = (await state()).filter((one) => one._state === 'live').map(({ id }) => id);
    expect(after.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('cost one call when little changed, and refuse one that is gone', async () => {
    const bench = await open();
    const view = await viewOf(bench, 'Active customers');
    const since = bench.crm.serverTime();
    bench.clock.advance(600_000);
    const { id } = await bench.control('/create', {
      side: 'crm',
      module: 'Contacts',
      fields: { Last_Name: 'V', Customer_Status: 'Active' },
    });
    const calls = bench.crm.spent().calls;
    expect((await idsIn(bench, [view], since)).ids).toEqual(new Set([id]));
    expect(bench.crm.spent().calls - calls).toBe(1);
    await expect(idsIn(bench, ['554023009999999999'], null)).rejects.toMatchObject({
      problem: { code: 'zoho.viewGone', kind: 'configuration' },
    });
  });

  it('decide what the engine imports, follows and leaves alone', async () => {
    const bench = await engineBench({ contacts: 20 }, () => ({ importFrom: 0 }));
    opened.push(bench);
    const view = await viewOf(bench, 'Active customers');
    const config = await bench.store.config();
    const { epoch } = await bench.store.control();
    if (config === null) throw new Error('no configuration');
    await bench.store.commit({
      epoch,
      config: {
        ...config,
        syncType: { ...config.syncType, contact: 'crmToDesk' },
        views: { contact: [view] },
      },
    });
    await bench.run();
    const inDesk = async (email: string): Promise<unknown> =>
      (await bench.living('desk', 'contacts')).find((one) => one['email'] === email);
    const add = (email: string, status: string): Promise<Record<string, unknown>> =>
      bench.control('/create', {
        side: 'crm',
        module: 'Contacts',
        fields: { Last_Name: 'V', Email: email, Customer_Status: status },
      });
    const { id } = await add('inside@view.test', 'Active');
    await add('outside@view.test', 'Former');
    await bench.run();
    expect(await inDesk('inside@view.test')).toBeDefined();
    expect(await inDesk('outside@view.test')).toBeUndefined();
    const edit = (fields: object): Promise<unknown> =>
      bench.control('/edit', { side: 'crm', module: 'Contacts', id, fields });
    await edit({ Customer_Status: 'Former', Phone: '+1 555 0100' });
    await bench.run();
    expect(await inDesk('inside@view.test')).toMatchObject({ phone: null });
    await edit({ Customer_Status: 'Active' });
    await bench.run();
    expect(await inDesk('inside@view.test')).toMatchObject({ phone: '+1 555 0100' });
    const calls = bench.calls.length;
    await bench.run();
    // Lease calls apart.
    const asked = bench.calls.slice(calls).filter(({ url }) => !url.includes('/variables'));
    expect(asked.filter((call) => call.url.includes('cvid'))).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(8);
  });
});
