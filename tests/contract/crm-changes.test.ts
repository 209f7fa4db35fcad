/** CRM's feed of changes: whole, cheap, and without a hole while records come and go. */
import { describe, expect, it, vi } from 'vitest';
import { checkedBenches } from './checked';
import { livingOf } from './sandbox-records';
import { readChanges } from './whole-feed';
import type { ZohoBench } from './zoho';

const fields = ['Last_Name', 'First_Name', 'Email', 'Phone', 'Account_Name', 'Description'];
/** Thousands of records are seeded, perhaps beside other work on the machine. */
vi.setConfig({ testTimeout: 60_000 });
const { open } = checkedBenches();

const anId = async (bench: ZohoBench, index = 0): Promise<string> =>
  (await livingOf(bench, 'crm', 'Contacts'))[index]?.id ?? '';

/** An administrator may lack the right to COQL: the sandbox then sees a call that it refuses. */
function refuseQueries(bench: ZohoBench): void {
  const fetch = bench.sandbox.fetch.bind(bench.sandbox);
  bench.sandbox.fetch = async (request) =>
    request.url.endsWith('/coql')
      ? Response.json(
          { code: 'OAUTH_SCOPE_MISMATCH', details: {}, message: '', status: 'error' },
          { status: 401 },
        )
      : fetch(request);
}

describe('the feed of changes', () => {
  it('reads every living record, with its values and times', async () => {
    const bench = await open({ contacts: 450 });
    const { records, pages } = await readChanges(bench.crm, 'contact', fields, null);
    const real = await livingOf(bench, 'crm', 'Contacts');
    expect([...records.keys()].sort()).toEqual(real.map((record) => record.id).sort());
    expect(pages[0]?.total).toBe(real.length);
    const withAccount = real.find((record) => record['Account_Name'] !== null);
    const seen = records.get(withAccount?.id ?? '');
    expect(seen?.fields['Last_Name']).toBe(withAccount?.['Last_Name']);
    expect(seen?.fields['Account_Name']).toBe(
      (withAccount?.['Account_Name'] as { id: string } | undefined)?.id,
    );
    expect(seen?.modifiedAt).toBe(Date.parse(String(withAccount?.['Modified_Time'])));
    expect(seen?.createdAt).toBe(Date.parse(String(withAccount?.['Created_Time'])));
  });

  it.each([
    [40, 1],
    [450, 2],
    [2600, 6],
  ])(
    'of %i records costs %i credits beside the count, however few that is',
    async (contacts, price) => {
      const bench = await open({ contacts });
      await bench.crm.fields('contact');
      const before = bench.crm.spent().credits;
      const { records } = await readChanges(bench.crm, 'contact', ['Last_Name'], null);
      expect(records.size).toBe((await livingOf(bench, 'crm', 'Contacts')).length);
      expect(bench.crm.spent().credits - before).toBeLessThanOrEqual(price + 1);
    },
  );

  it('costs one call when nothing has changed, and finds what has', async () => {
    const bench = await open();
    await bench.crm.get('contact', [await anId(bench)], fields);
    bench.clock.advance(600_000);
    const since = bench.crm.serverTime() ?? 0;
    const calls = bench.crm.spent().calls;
    expect((await readChanges(bench.crm, 'contact', fields, since)).records.size).toBe(0);
    expect(bench.crm.spent().calls - calls).toBe(1);
    const id = await anId(bench, 3);
    await bench.control('/edit', {
      side: 'crm',
      module: 'Contacts',
      id,
      fields: { Phone: '+49 30 1234567' },
    });
    const { records } = await readChanges(bench.crm, 'contact', fields, since);
    expect([...records.values()]).toEqual([expect.objectContaining({ id })]);
    expect(records.get(id)?.fields['Phone']).toBe('+49 30 1234567');
  });

  it('includes what was modified in the very second of `since`', async () => {
    const bench = await open();
    const id = await anId(bench, 1);
    bench.clock.advance(3_600_000);
    await bench.control('/edit', { side: 'crm', module: 'Contacts', id, fields: { Phone: '1' } });
    const modified = Date.parse(
      String(
        (await livingOf(bench, 'crm', 'Contacts')).find((record) => record.id === id)?.[
          'Modified_Time'
        ],
      ),
    );
    expect((await readChanges(bench.crm, 'contact', fields, modified)).records.has(id)).toBe(true);
  });

  it.each(['query', 'list'])(
    'leaves nothing out when records are deleted and made between pages, by %s',
    async (way) => {
      const bench = await open({ contacts: way === 'list' ? 2600 : 4500, overlap: 0.9 });
      if (way === 'list') refuseQueries(bench);
      const before = await livingOf(bench, 'crm', 'Contacts');
      // The youngest and the oldest, so that both orders of ids are disturbed.
      const doomed = [...before.slice(0, 30), ...before.slice(-30)].map((record) => record.id);
      let deleted = 0;
      const { records, pages } = await readChanges(
        bench.crm,
        'contact',
        ['Last_Name'],
        null,
        async () => {
          for (const id of doomed.slice(deleted, deleted + 4)) {
            await bench.control('/delete', { side: 'crm', module: 'Contacts', id });
          }
          deleted += 4;
          await bench.control('/create', {
            side: 'crm',
            module: 'Contacts',
            fields: { Last_Name: `New ${String(deleted)}` },
          });
        },
      );
      expect(pages.length).toBeGreaterThan(2);
      const queried = bench.calls.filter((call) => call.url.endsWith('/coql')).length;
      expect(queried).toBe(way === 'query' ? pages.length : 1);
      const missing = before
        .map((record) => record.id)
        .filter((id) => !records.has(id) && !doomed.includes(id));
      expect(missing).toEqual([]);
    },
  );

  it('reads more fields than one call takes', async () => {
    const bench = await open({ contacts: 260 });
    const all = (await bench.crm.fields('contact')).map((field) => field.name);
    const names = [
      ...all,
      ...Array.from({ length: 60 }, (_, index) => `Not_There_${String(index)}`),
    ];
    refuseQueries(bench);
    const { records } = await readChanges(bench.crm, 'contact', names, null);
    const real = await livingOf(bench, 'crm', 'Contacts');
    expect(records.size).toBe(real.length);
    expect(records.get(real[0]?.id ?? '')?.fields['Last_Name']).toBe(real[0]?.['Last_Name']);
  });

  it('begins anew from a page string that it cannot read', async () => {
    const bench = await open();
    for (const page of [
      '',
      '{',
      '{"via":"query","after":"x\' or 1=1"}',
      '{"via":"list","page":"1"}',
      '[]',
    ]) {
      const answer = await bench.crm.changes('contact', { fields, since: null, page });
      expect(answer.records.length).toBeGreaterThan(0);
    }
  });
});
