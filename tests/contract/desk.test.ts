import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChangePage, DeletionPage } from '../../sync/engine/remote-ports';
import type { Instant, Kind, Snapshot } from '../../sync/types';
import { mustConform, zohoBench, type ZohoBench } from './zoho';

const fields = ['lastName', 'firstName', 'email', 'phone', 'accountId', 'description', 'city'];
/** Longer than the sandbox's search takes to know of a change. */
const lagMs = 600_000;
/** Thousands of records are seeded, perhaps beside other work on the machine. */
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

async function readAll(
  bench: ZohoBench,
  kind: Kind,
  names: readonly string[],
  since: Instant | null,
  between: (page: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ records: Map<string, Snapshot>; pages: ChangePage[] }> {
  const records = new Map<string, Snapshot>();
  const pages: ChangePage[] = [];
  let page: string | null = null;
  do {
    const answer: ChangePage = await bench.desk.changes(kind, { fields: names, since, page });
    for (const record of answer.records) records.set(record.id, record);
    pages.push(answer);
    page = answer.next;
    if (page !== null) await between(pages.length);
    if (pages.length > 500) throw new Error('endless');
  } while (page !== null);
  return { records, pages };
}

async function binOf(
  bench: ZohoBench,
  kind: Kind,
  since: Instant | null,
): Promise<{ ids: string[]; calls: number }> {
  const ids = new Set<string>();
  let page: string | null = null;
  let calls = 0;
  do {
    const answer: DeletionPage = await bench.desk.deletions(kind, { since, page });
    for (const deletion of answer.deletions) ids.add(deletion.id);
    page = answer.next;
    calls += 1;
  } while (page !== null);
  return { ids: [...ids], calls };
}

type Raw = Record<string, unknown> & { id: string; _state: string };

async function living(bench: ZohoBench, module: string): Promise<Raw[]> {
  const { records } = await bench.control(`/state?side=desk&module=${module}`);
  return (records as Raw[]).filter((record) => record['_state'] === 'live');
}

const anId = async (bench: ZohoBench, index = 0): Promise<string> =>
  (await living(bench, 'contacts'))[index]?.id ?? '';

describe('metadata', () => {
  it('tells types, lookups and what may be written; custom fields say that they are', async () => {
    const bench = await open();
    const contact = new Map(
      (await bench.desk.fields('contact')).map((field) => [field.name, field]),
    );
    expect(contact.get('lastName')).toMatchObject({
      type: 'text',
      mandatory: true,
      readOnly: false,
    });
    expect(contact.get('accountId')).toMatchObject({
      type: 'lookup',
      lookup: 'account',
      readOnly: false,
    });
    expect(contact.get('ownerId')).toMatchObject({ readOnly: true });
    for (const field of contact.values()) expect(field.custom).toBe(field.name.startsWith('cf.'));
  });
});

describe('the feed of changes', () => {
  it('reads every living record of each kind', async () => {
    const bench = await open({ contacts: 450 });
    bench.clock.advance(lagMs);
    for (const [kind, module, name] of [
      ['contact', 'contacts', 'lastName'],
      ['account', 'accounts', 'accountName'],
      ['product', 'products', 'productName'],
    ] as const) {
      const { records, pages } = await readAll(bench, kind, [name], null);
      const real = await living(bench, module);
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
    expect((await readAll(bench, 'contact', fields, since)).records.size).toBe(0);
    await bench.control('/edit', {
      side: 'desk',
      module: 'contacts',
      id,
      fields: { phone: '0800' },
    });
    bench.clock.advance(lagMs);
    const { records } = await readAll(bench, 'contact', fields, since);
    expect([...records.keys()]).toEqual([id]);
    expect(records.get(id)?.fields['phone']).toBe('0800');
  });

  it('leaves nothing out when records change and go between pages', async () => {
    const bench = await open({ contacts: 1600, overlap: 0.9, leeway: { deskIndexLagMs: 0 } });
    bench.clock.advance(lagMs);
    const before = await living(bench, 'contacts');
    const doomed = before.filter((_, index) => index % 40 === 0).map((record) => record.id);
    const edited = before.filter((_, index) => index % 40 === 1).map((record) => record.id);
    let turn = 0;
    const { records, pages } = await readAll(bench, 'contact', ['lastName'], null, async () => {
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
    });
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
    const { pages, records } = await readAll(bench, 'contact', ['lastName'], null);
    expect(records.size).toBe((await living(bench, 'contacts')).length);
    expect(bench.desk.spent().credits - credits).toBeLessThanOrEqual(3 * pages.length);
  });

  it('reads a field that the search does not carry from the record itself', async () => {
    const bench = await open();
    bench.clock.advance(lagMs);
    const [record] = await living(bench, 'contacts');
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
    const { records } = await readAll(bench, 'contact', fields, null);
    expect(records.get(record?.id ?? '')?.fields['description']).toBe('Kept');
  });
});

describe('the feed of deletions', () => {
  it('names what was deleted since, of its kind only', async () => {
    const bench = await open({ contacts: 400, overlap: 0.9 });
    const ids = (await living(bench, 'contacts')).map((record) => record.id);
    for (const id of ids.slice(0, 130))
      await bench.control('/delete', { side: 'desk', module: 'contacts', id });
    bench.clock.advance(60_000);
    await bench.desk.get('contact', [ids[200] ?? ''], fields);
    const since = bench.desk.serverTime() ?? 0;
    expect(await binOf(bench, 'contact', since)).toMatchObject({ ids: [] });
    const [account] = await living(bench, 'accounts');
    await bench.control('/delete', { side: 'desk', module: 'contacts', id: ids[200] });
    await bench.control('/delete', { side: 'desk', module: 'accounts', id: account?.id });
    expect((await binOf(bench, 'contact', since)).ids).toEqual([ids[200]]);
    expect((await binOf(bench, 'account', since)).ids).toEqual([account?.id]);
    const all = await binOf(bench, 'contact', null);
    expect(all.ids.sort()).toEqual([...ids.slice(0, 130), ids[200] ?? ''].sort());
  });
});

describe('by id', () => {
  it.each(['404', '422', 'flag'] as const)(
    'tells what is gone when a trashed record is answered with %s',
    async (deskTrashedGet) => {
      const bench = await open({ leeway: { deskTrashedGet } });
      const [first, second] = [await anId(bench, 0), await anId(bench, 1)];
      await bench.control('/delete', { side: 'desk', module: 'contacts', id: first });
      const found = await bench.desk.get('contact', [first, '554023009999999999', second], fields);
      expect(found.map(({ presence }) => presence)).toEqual([
        deskTrashedGet === '404' ? 'absent' : 'trashed',
        'absent',
        'alive',
      ]);
    },
  );
});

describe('writes', () => {
  it('creates each kind and answers with the record as Desk holds it', async () => {
    const bench = await open();
    const account = (await living(bench, 'accounts'))[0]?.id ?? '';
    const [contact] = await bench.desk.create('contact', [
      { lastName: 'Åström', email: 'a.astrom@example.com', accountId: account, phone: null },
    ]);
    expect(contact).toMatchObject({
      ok: true,
      snapshot: {
        fields: {
          lastName: 'Åström',
          email: 'a.astrom@example.com',
          accountId: account,
          phone: null,
        },
      },
    });
    expect(contact?.ok === true && contact.modifiedAt).toEqual(expect.any(Number));
    const [made] = await bench.desk.create('account', [
      { accountName: 'Åström AB', website: 'https://astrom.example' },
    ]);
    expect(made).toMatchObject({ ok: true });
    const [product] = await bench.desk.create('product', [
      { productName: 'Sensor', unitPrice: 12.5 },
    ]);
    expect(product).toMatchObject({
      ok: true,
      snapshot: { fields: { productName: 'Sensor', unitPrice: 12.5 } },
    });
  });

  it('names what is wrong with a record', async () => {
    const bench = await open();
    const codes: string[] = [];
    for (const draft of [
      { firstName: 'Only' },
      { lastName: 'X', email: 'not an address' },
      { lastName: 'x'.repeat(201) },
    ]) {
      const [result] = await bench.desk.create('contact', [draft]);
      if (result?.ok === false) codes.push(`${result.error.problem.code} ${result.error.outcome}`);
    }
    expect(codes).toEqual([
      'record.mandatory refused',
      'record.invalid refused',
      'record.invalid refused',
    ]);
    opened.splice(0);
  });

  it('finds what was created since from the list, before the search knows of it', async () => {
    const bench = await open({ contacts: 300, overlap: 0.9 });
    await bench.desk.get('contact', [await anId(bench)], fields);
    bench.clock.advance(5_000);
    const since = (bench.desk.serverTime() ?? 0) + 1;
    for (let index = 0; index < 120; index += 1) {
      bench.clock.advance(1_000);
      await bench.desk.create('contact', [{ lastName: `Made ${String(index)}` }]);
    }
    const found = await bench.desk.createdSince('contact', since, fields);
    expect(found.map((snapshot) => snapshot.fields['lastName']).slice(0, 2)).toEqual([
      'Made 119',
      'Made 118',
    ]);
    expect(
      found.filter((snapshot) => String(snapshot.fields['lastName']).startsWith('Made')),
    ).toHaveLength(120);
    const product = await bench.desk.create('product', [{ productName: 'New one' }]);
    expect(product[0]?.ok).toBe(true);
    const products = await bench.desk.createdSince('product', since, [
      'productName',
      'description',
    ]);
    expect(products[0]?.fields['productName']).toBe('New one');
  });

  it('patches only what is given, and clears with null', async () => {
    const bench = await open();
    const id = await anId(bench);
    const [before] = await bench.desk.get('contact', [id], fields);
    if (before?.presence !== 'alive') throw new Error('gone');
    const result = await bench.desk.update('contact', id, { phone: '+1 555 0100' }, null);
    expect(result).toMatchObject({ ok: true, id, snapshot: { fields: { phone: '+1 555 0100' } } });
    await bench.desk.update('contact', id, { phone: null }, null);
    const [after] = await bench.desk.get('contact', [id], fields);
    expect(after).toMatchObject({
      snapshot: { fields: { ...before.snapshot.fields, phone: null } },
    });
    expect(
      await bench.desk.update('contact', '554023009999999999', { phone: '1' }, null),
    ).toMatchObject({
      ok: false,
      error: { outcome: 'refused', problem: { code: 'record.gone' } },
    });
  });

  it('moves to the recycle bin', async () => {
    const bench = await open();
    const id = await anId(bench);
    expect(await bench.desk.moveToBin('contact', id)).toMatchObject({ ok: true, id });
    expect((await binOf(bench, 'contact', null)).ids).toContain(id);
    expect((await bench.desk.get('contact', [id], fields))[0]?.presence).not.toBe('alive');
  });

  it('a reply that was lost after the effect is of unknown outcome', async () => {
    const bench = await open();
    await bench.control('/faults', { kinds: ['dropAfter'], rate: 1, seed: 'x' });
    const [result] = await bench.desk.create('contact', [{ lastName: 'Lost' }]);
    await bench.control('/faults', { kinds: [], rate: 0, seed: 'x' });
    expect(result).toMatchObject({ ok: false, error: { outcome: 'unknown' } });
    expect(
      (await living(bench, 'contacts')).filter((record) => record['lastName'] === 'Lost'),
    ).toHaveLength(1);
  });
});
