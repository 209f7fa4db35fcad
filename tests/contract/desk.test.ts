/** Desk's adapter: metadata, deletions, records by id, writes. */
import { describe, expect, it, vi } from 'vitest';
import { checkedBenches } from './checked';
import { livingOf } from './sandbox-records';
import { readDeletions } from './whole-feed';
import type { ZohoBench } from './zoho';

const fields = ['lastName', 'firstName', 'email', 'phone', 'accountId', 'description', 'city'];
/** Thousands of records are seeded, perhaps beside other work on the machine. */
vi.setConfig({ testTimeout: 60_000 });
const { open, opened } = checkedBenches();

const anId = async (bench: ZohoBench, index = 0): Promise<string> =>
  (await livingOf(bench, 'desk', 'contacts'))[index]?.id ?? '';

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

describe('the feed of deletions', () => {
  it('names what was deleted since, of its kind only', async () => {
    const bench = await open({ contacts: 400, overlap: 0.9 });
    const ids = (await livingOf(bench, 'desk', 'contacts')).map((record) => record.id);
    for (const id of ids.slice(0, 130))
      await bench.control('/delete', { side: 'desk', module: 'contacts', id });
    bench.clock.advance(60_000);
    await bench.desk.get('contact', [ids[200] ?? ''], fields);
    const since = bench.desk.serverTime() ?? 0;
    expect(await readDeletions(bench.desk, 'contact', since)).toEqual([]);
    const [account] = await livingOf(bench, 'desk', 'accounts');
    await bench.control('/delete', { side: 'desk', module: 'contacts', id: ids[200] });
    await bench.control('/delete', { side: 'desk', module: 'accounts', id: account?.id });
    expect(await readDeletions(bench.desk, 'contact', since)).toEqual([ids[200]]);
    expect(await readDeletions(bench.desk, 'account', since)).toEqual([account?.id]);
    const all = await readDeletions(bench.desk, 'contact', null);
    expect(all.sort()).toEqual([...ids.slice(0, 130), ids[200] ?? ''].sort());
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
    const account = (await livingOf(bench, 'desk', 'accounts'))[0]?.id ?? '';
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
    expect(await readDeletions(bench.desk, 'contact', null)).toContain(id);
    expect((await bench.desk.get('contact', [id], fields))[0]?.presence).not.toBe('alive');
  });

  it('a reply that was lost after the effect is of unknown outcome', async () => {
    const bench = await open();
    await bench.control('/faults', { kinds: ['dropAfter'], rate: 1, seed: 'x' });
    const [result] = await bench.desk.create('contact', [{ lastName: 'Lost' }]);
    await bench.control('/faults', { kinds: [], rate: 0, seed: 'x' });
    expect(result).toMatchObject({ ok: false, error: { outcome: 'unknown' } });
    expect(
      (await livingOf(bench, 'desk', 'contacts')).filter((record) => record['lastName'] === 'Lost'),
    ).toHaveLength(1);
  });
});
