import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChangePage } from '../../sync/engine/remote-ports';
import type { Instant, Kind, Snapshot } from '../../sync/types';
import { mustConform, openApi, zohoBench, type ZohoBench } from './zoho';

const fields = ['Last_Name', 'First_Name', 'Email', 'Phone', 'Account_Name', 'Description'];
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
    const answer: ChangePage = await bench.crm.changes(kind, { fields: names, since, page });
    for (const record of answer.records) records.set(record.id, record);
    pages.push(answer);
    page = answer.next;
    if (page !== null) await between(pages.length);
  } while (page !== null);
  return { records, pages };
}

type Raw = Record<string, unknown> & { id: string; _state: string };

async function stateOf(bench: ZohoBench, module: string): Promise<Raw[]> {
  const { records } = await bench.control(`/state?side=crm&module=${module}`);
  return records as Raw[];
}

const living = async (bench: ZohoBench, module: string): Promise<Raw[]> =>
  (await stateOf(bench, module)).filter((record) => record['_state'] === 'live');

const anId = async (bench: ZohoBench, index = 0): Promise<string> =>
  (await living(bench, 'Contacts'))[index]?.id ?? '';

describe.skipIf(openApi === null)(
  'every request is checked (skipped where ../shared/oas is absent)',
  () => {
    it('against the specifications', () => {
      expect(openApi?.operations).toBeGreaterThan(500);
    });
  },
);

describe('metadata', () => {
  it('tells types, lookups, what is mandatory and what may be written', async () => {
    const bench = await open();
    const contact = new Map(
      (await bench.crm.fields('contact')).map((field) => [field.name, field]),
    );
    expect(contact.get('Last_Name')).toMatchObject({
      type: 'text',
      mandatory: true,
      readOnly: false,
      custom: false,
    });
    expect(contact.get('Email')).toMatchObject({ type: 'email' });
    expect(contact.get('Account_Name')).toMatchObject({ type: 'lookup', lookup: 'account' });
    expect(contact.get('Modified_Time')).toMatchObject({ type: 'datetime', readOnly: true });
    expect((await bench.crm.fields('product')).map((field) => field.name)).toContain(
      'Product_Name',
    );
  });
});

describe('the feed of changes', () => {
  it('reads every living record, with its values and times', async () => {
    const bench = await open({ contacts: 450 });
    const { records, pages } = await readAll(bench, 'contact', fields, null);
    const real = await living(bench, 'Contacts');
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
      const { records } = await readAll(bench, 'contact', ['Last_Name'], null);
      expect(records.size).toBe((await living(bench, 'Contacts')).length);
      expect(bench.crm.spent().credits - before).toBeLessThanOrEqual(price + 1);
    },
  );

  it('costs one call when nothing has changed, and finds what has', async () => {
    const bench = await open();
    await bench.crm.get('contact', [await anId(bench)], fields);
    bench.clock.advance(600_000);
    const since = bench.crm.serverTime() ?? 0;
    const calls = bench.crm.spent().calls;
    expect((await readAll(bench, 'contact', fields, since)).records.size).toBe(0);
    expect(bench.crm.spent().calls - calls).toBe(1);
    const id = await anId(bench, 3);
    await bench.control('/edit', {
      side: 'crm',
      module: 'Contacts',
      id,
      fields: { Phone: '+49 30 1234567' },
    });
    const { records } = await readAll(bench, 'contact', fields, since);
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
        (await living(bench, 'Contacts')).find((record) => record.id === id)?.['Modified_Time'],
      ),
    );
    expect((await readAll(bench, 'contact', fields, modified)).records.has(id)).toBe(true);
  });

  it.each(['query', 'list'])(
    'leaves nothing out when records are deleted and made between pages, by %s',
    async (way) => {
      const bench = await open({ contacts: way === 'list' ? 2600 : 4500, overlap: 0.9 });
      if (way === 'list') refuseQueries(bench);
      const before = await living(bench, 'Contacts');
      // The youngest and the oldest, so that both orders of ids are disturbed.
      const doomed = [...before.slice(0, 30), ...before.slice(-30)].map((record) => record.id);
      let deleted = 0;
      const { records, pages } = await readAll(bench, 'contact', ['Last_Name'], null, async () => {
        for (const id of doomed.slice(deleted, deleted + 4)) {
          await bench.control('/delete', { side: 'crm', module: 'Contacts', id });
        }
        deleted += 4;
        await bench.control('/create', {
          side: 'crm',
          module: 'Contacts',
          fields: { Last_Name: `New ${String(deleted)}` },
        });
      });
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
    const { records } = await readAll(bench, 'contact', names, null);
    const real = await living(bench, 'Contacts');
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

describe('the feed of deletions', () => {
  it('names what was deleted since, and nothing before', async () => {
    const bench = await open();
    const [first, second] = [await anId(bench, 0), await anId(bench, 1)];
    await bench.control('/delete', { side: 'crm', module: 'Contacts', id: first });
    bench.clock.advance(600_000);
    await bench.crm.get('contact', [second], fields);
    const since = bench.crm.serverTime() ?? 0;
    expect((await bench.crm.deletions('contact', { since, page: null })).deletions).toEqual([]);
    await bench.control('/delete', {
      side: 'crm',
      module: 'Contacts',
      id: second,
      permanent: true,
    });
    const { deletions, next } = await bench.crm.deletions('contact', { since, page: null });
    expect(deletions.map((deletion) => deletion.id)).toEqual([second]);
    expect(deletions[0]?.deletedAt).toBeGreaterThanOrEqual(since - 1000);
    expect(next).toBeNull();
    const all = await bench.crm.deletions('contact', { since: null, page: null });
    expect(all.deletions.map((deletion) => deletion.id).sort()).toEqual([first, second].sort());
  });
});

describe('by id', () => {
  it('answers in the order asked, and says what is gone', async () => {
    const bench = await open();
    const ids = (await living(bench, 'Contacts')).slice(0, 3).map((record) => record.id);
    await bench.control('/delete', { side: 'crm', module: 'Contacts', id: ids[1] });
    const asked = [ids[2] ?? '', '554023009999999999', ids[1] ?? '', ids[0] ?? ''];
    const found = await bench.crm.get('contact', asked, fields);
    expect(found.map(({ id, presence }) => [id, presence])).toEqual([
      [asked[0], 'alive'],
      [asked[1], 'absent'],
      [asked[2], 'trashed'],
      [asked[3], 'alive'],
    ]);
  });

  it('takes more ids than one call', async () => {
    const bench = await open({ contacts: 260 });
    const ids = (await living(bench, 'Contacts')).map((record) => record.id);
    const found = await bench.crm.get('contact', ids, ['Last_Name']);
    expect(found.every(({ presence }) => presence === 'alive')).toBe(true);
  });
});

describe('writes', () => {
  it('creates a batch and tells each result in its place', async () => {
    const bench = await open();
    const account = (await living(bench, 'Accounts'))[0]?.id ?? '';
    const results = await bench.crm.create('contact', [
      { Last_Name: 'Åström', Email: 'a.astrom@example.com', Account_Name: account },
      { Last_Name: '', Email: 'nobody@example.com' },
      { Last_Name: 'Baker', Email: 'not an address' },
      { Last_Name: 'Curie', Email: null },
    ]);
    expect(results.map((result) => (result.ok ? 'ok' : result.error.problem.code))).toEqual([
      'ok',
      'record.mandatory',
      'record.invalid',
      'ok',
    ]);
    const [first] = results;
    if (first?.ok !== true) throw new Error('not made');
    expect(first.snapshot?.fields).toEqual({
      Last_Name: 'Åström',
      Email: 'a.astrom@example.com',
      Account_Name: account,
    });
    expect(first.modifiedAt).toBe(first.snapshot?.modifiedAt);
    expect(
      bench.calls.find((call) => call.method === 'POST' && call.url.endsWith('/Contacts'))?.body,
    ).toContain('"trigger":[]');
  });

  it('finds what was created since, newest first, at once', async () => {
    const bench = await open({ contacts: 300 });
    await bench.crm.get('contact', [await anId(bench)], fields);
    const since = bench.crm.serverTime() ?? 0;
    const drafts = Array.from({ length: 100 }, (_, index) => ({
      Last_Name: `Made ${String(index)}`,
    }));
    await bench.crm.create('contact', drafts);
    bench.clock.advance(5_000);
    await bench.crm.create('contact', [{ Last_Name: 'Last' }]);
    const found = await bench.crm.createdSince('contact', since, ['Last_Name']);
    const made = found.map((snapshot) => snapshot.fields['Last_Name']);
    expect(made[0]).toBe('Last');
    expect(made.filter((name) => String(name).startsWith('Made'))).toHaveLength(100);
  });

  it('updates only what is given, and not what was changed meanwhile', async () => {
    const bench = await open();
    const id = await anId(bench);
    bench.clock.advance(60_000);
    const [before] = await bench.crm.get('contact', [id], fields);
    if (before?.presence !== 'alive') throw new Error('gone');
    const seen = before.snapshot.modifiedAt ?? 0;
    const result = await bench.crm.update('contact', id, { Phone: '+1 555 0100' }, seen);
    expect(result).toMatchObject({ ok: true, id });
    const [after] = await bench.crm.get('contact', [id], fields);
    if (after?.presence !== 'alive' || !result.ok) throw new Error('gone');
    expect(after.snapshot.fields).toEqual({ ...before.snapshot.fields, Phone: '+1 555 0100' });
    expect(result.modifiedAt).toBe(after.snapshot.modifiedAt);

    const stale = await bench.crm.update('contact', id, { Phone: '0' }, seen);
    expect(stale).toMatchObject({
      ok: false,
      error: { outcome: 'refused', problem: { code: 'record.changed', kind: 'conflict' } },
    });
    const cleared = await bench.crm.update('contact', id, { Phone: null }, null);
    expect(cleared.ok).toBe(true);
    const [last] = await bench.crm.get('contact', [id], fields);
    expect(last).toMatchObject({ snapshot: { fields: { Phone: null } } });
  });

  it('moves to the recycle bin, from where it can be restored', async () => {
    const bench = await open();
    const id = await anId(bench);
    expect(await bench.crm.moveToBin('contact', id)).toMatchObject({ ok: true, id });
    expect((await stateOf(bench, 'Contacts')).find((record) => record.id === id)?.['_state']).toBe(
      'recycled',
    );
    expect(await bench.crm.moveToBin('contact', id)).toMatchObject({
      ok: false,
      error: { problem: { code: 'record.gone' } },
    });
    expect(await bench.crm.update('contact', id, { Phone: '1' }, null)).toMatchObject({
      ok: false,
      error: { problem: { code: 'record.gone' } },
    });
  });

  it('a reply that was lost after the effect is of unknown outcome', async () => {
    const bench = await open();
    await bench.crm.fields('contact');
    await bench.control('/faults', { kinds: ['dropAfter'], rate: 1, seed: 'x' });
    const [result] = await bench.crm.create('contact', [{ Last_Name: 'Lost' }]);
    await bench.control('/faults', { kinds: [], rate: 0, seed: 'x' });
    expect(result).toMatchObject({ ok: false, error: { outcome: 'unknown' } });
    expect((await living(bench, 'Contacts')).some((record) => record['Last_Name'] === 'Lost')).toBe(
      true,
    );
  });
});

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
