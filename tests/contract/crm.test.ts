/** CRM's adapter: metadata, deletions, records by id, writes. */
import { describe, expect, it, vi } from 'vitest';
import { checkedBenches } from './checked';
import { livingOf, recordsOf } from './sandbox-records';
import { openApi, type ZohoBench } from './zoho';

const fields = ['Last_Name', 'First_Name', 'Email', 'Phone', 'Account_Name', 'Description'];
/** Thousands of records are seeded, perhaps beside other work on the machine. */
vi.setConfig({ testTimeout: 60_000 });
const { open } = checkedBenches();

const anId = async (bench: ZohoBench, index = 0): Promise<string> =>
  (await livingOf(bench, 'crm', 'Contacts'))[index]?.id ?? '';

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
    const ids = (await livingOf(bench, 'crm', 'Contacts')).slice(0, 3).map((record) => record.id);
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
    const ids = (await livingOf(bench, 'crm', 'Contacts')).map((record) => record.id);
    const found = await bench.crm.get('contact', ids, ['Last_Name']);
    expect(found.every(({ presence }) => presence === 'alive')).toBe(true);
  });
});

describe('writes', () => {
  it('creates a batch and tells each result in its place', async () => {
    const bench = await open();
    const account = (await livingOf(bench, 'crm', 'Accounts'))[0]?.id ?? '';
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
    expect(
      (await recordsOf(bench, 'crm', 'Contacts')).find((record) => record.id === id)?.['_state'],
    ).toBe('recycled');
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
    expect(
      (await livingOf(bench, 'crm', 'Contacts')).some((record) => record['Last_Name'] === 'Lost'),
    ).toBe(true);
  });
});
