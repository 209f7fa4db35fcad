/** Deletions and merges, carried from one side to the other by the engine. */
import { describe, expect, it, vi } from 'vitest';
import type { RecordId, Side } from '../../sync/types';
import type { DeletePreference } from '../../sync/types/settings';
import { checkedBenches } from './checked';
import { engineBench, type EngineBench } from './engine-bench';
import { addRecord, recordsOf } from './sandbox-records';
import type { ZohoBench } from './zoho';

vi.setConfig({ testTimeout: 60_000 });
const { opened } = checkedBenches();

async function stateOf(
  bench: ZohoBench,
  side: Side,
  module: string,
  id: RecordId,
): Promise<string | undefined> {
  return (await recordsOf(bench, side, module)).find((one) => one.id === id)?._state;
}

/** An own pair of organisations with one linked contact. */
async function joined(preference: DeletePreference): Promise<
  Pick<EngineBench, 'store' | 'run'> & {
    readonly bench: EngineBench;
    readonly desk: RecordId;
    readonly crm: RecordId;
  }
> {
  const deletions = { account: preference, contact: preference, product: preference };
  const bench = await engineBench({ contacts: 5 }, () => ({ deletions }));
  opened.push(bench);
  const fields = { Last_Name: 'Pair', Email: 'p@pair.test' };
  const crm = await addRecord(bench, 'crm', 'Contacts', fields);
  await bench.run();
  await bench.run();
  const [pair] = await bench.store.pairsById('contact', 'crm', [crm]);
  return { bench, store: bench.store, run: bench.run, crm, desk: pair?.desk?.id ?? '' };
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
    await addRecord(other.bench, 'desk', 'tickets', { subject: 'Help', contactId: other.desk });
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
    const crm2 = await addRecord(bench, 'crm', 'Contacts', {
      Last_Name: 'Unlike',
      Email: 'u@else.test',
    });
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
