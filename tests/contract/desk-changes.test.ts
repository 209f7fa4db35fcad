/** Desk's feed of changes: whole, cheap, and without a hole while records come and go. */
import { describe, expect, it, vi } from 'vitest';
import { checkedBenches } from './checked';
import { livingOf } from './sandbox-records';
import { readChanges } from './whole-feed';
import type { ZohoBench } from './zoho';

const fields = ['lastName', 'firstName', 'email', 'phone', 'accountId', 'description', 'city'];
/** Longer than the sandbox's search takes to know of a change. */
const lagMs = 600_000;
/** Thousands of records are seeded, perhaps beside other work on the machine. */
vi.setConfig({ testTimeout: 60_000 });
const { open } = checkedBenches();

const anId = async (bench: ZohoBench, index = 0): Promise<string> =>
  (await livingOf(bench, 'desk', 'contacts'))[index]?.id ?? '';

describe('the feed of changes', () => {
  it('reads every living record of each kind', async () => {
    const bench = await open({ contacts: 450 });
    bench.clock.advance(lagMs);
    for (const [kind, module, name] of [
      ['contact', 'contacts', 'lastName'],
      ['account', 'accounts', 'accountName'],
      ['product', 'products', 'productName'],
    ] as const) {
      const { records, pages } = await readChanges(bench.desk, kind, [name], null);
      const real = await livingOf(bench, 'desk', module);
      expect([...records.keys()].sort()).toEqual(real.map((record) => record.id).sort());
      expect(pages[0]?.total).toBe(real.length);
      for (const record of real) {
        expect(records.get(record.id)?.fields[name]).toBe(record[name]);
        expect(records.get(record.id)?.modifiedAt).toBe(Date.parse(String(record['modifiedTime'])));
      }
    }
  });

  it('finds what changed, once the search knows of it', async () => {
    const bench = await open();
    bench.clock.advance(lagMs);
    const id = await anId(bench, 2);
    await bench.desk.get('contact', [id], fields);
    const since = bench.desk.serverTime() ?? 0;
    expect((await readChanges(bench.desk, 'contact', fields, since)).records.size).toBe(0);
    await bench.control('/edit', {
      side: 'desk',
      module: 'contacts',
      id,
      fields: { phone: '0800' },
    });
    bench.clock.advance(lagMs);
    const { records } = await readChanges(bench.desk, 'contact', fields, since);
    expect([...records.keys()]).toEqual([id]);
    expect(records.get(id)?.fields['phone']).toBe('0800');
  });

  it('leaves nothing out when records change and go between pages', async () => {
    const bench = await open({ contacts: 1600, overlap: 0.9, leeway: { deskIndexLagMs: 0 } });
    bench.clock.advance(lagMs);
    const before = await livingOf(bench, 'desk', 'contacts');
    const doomed = before.filter((_, index) => index % 40 === 0).map((record) => record.id);
    const edited = before.filter((_, index) => index % 40 === 1).map((record) => record.id);
    let turn = 0;
    const { records, pages } = await readChanges(
      bench.desk,
      'contact',
      ['lastName'],
      null,
      async () => {
        for (const id of doomed.slice(turn, turn + 2))
          await bench.control('/delete', { side: 'desk', module: 'contacts', id });
        for (const id of edited.slice(turn, turn + 2)) {
          await bench.control('/edit', {
            side: 'desk',
            module: 'contacts',
            id,
            fields: { phone: String(turn) },
          });
        }
        turn += 2;
        bench.clock.advance(1000);
      },
    );
    expect(pages.length).toBeGreaterThan(10);
    const missing = before
      .map((record) => record.id)
      .filter((id) => !records.has(id) && !doomed.includes(id));
    expect(missing).toEqual([]);
  });

  it('never passes the offset cap, and no page costs more than three credits', async () => {
    const bench = await open({ contacts: 3000, overlap: 0.9, leeway: { deskSearchFromCap: 999 } });
    bench.clock.advance(lagMs);
    await bench.desk.fields('contact');
    const credits = bench.desk.spent().credits;
    const { pages, records } = await readChanges(bench.desk, 'contact', ['lastName'], null);
    expect(records.size).toBe((await livingOf(bench, 'desk', 'contacts')).length);
    expect(bench.desk.spent().credits - credits).toBeLessThanOrEqual(3 * pages.length);
  });

  it('reads a field that the search does not carry from the record itself', async () => {
    const bench = await open();
    bench.clock.advance(lagMs);
    const [record] = await livingOf(bench, 'desk', 'contacts');
    const fetch = bench.sandbox.fetch.bind(bench.sandbox);
    bench.sandbox.fetch = async (request) => {
      const answer = await fetch(request);
      if (!request.url.includes('/contacts/search') || answer.status !== 200) return answer;
      const body = (await answer.json()) as { data: Record<string, unknown>[] };
      for (const row of body.data) delete row['description'];
      return Response.json(body);
    };
    await bench.control('/edit', {
      side: 'desk',
      module: 'contacts',
      id: record?.id,
      fields: { description: 'Kept' },
    });
    bench.clock.advance(lagMs);
    const { records } = await readChanges(bench.desk, 'contact', fields, null);
    expect(records.get(record?.id ?? '')?.fields['description']).toBe('Kept');
  });
});
