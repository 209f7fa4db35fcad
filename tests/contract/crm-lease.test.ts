import { describe, expect, it } from 'vitest';
import { createCrmLease } from '../../sync/zoho/crm-lease';
import { checkedBenches } from './checked';

const { open } = checkedBenches();

const lease = { owner: 'a', name: 'Chrome on Linux', epoch: 1, until: 1_780_000_000_000 };

describe("the lease in CRM's variables", () => {
  it('is made on first writing, and seen by every other installation', async () => {
    const bench = await open({ contacts: 2 });
    const [mine, other] = [createCrmLease(bench.http.crm), createCrmLease(bench.http.crm)];
    expect(await mine.read()).toBeNull();
    await mine.write(lease);
    expect(await other.read()).toEqual(lease);
    await other.write({ ...lease, owner: 'b', epoch: 2 });
    expect(await mine.read()).toEqual({ ...lease, owner: 'b', epoch: 2 });
    const writes = bench.calls.filter((call) => call.method !== 'GET');
    expect(writes.map((call) => call.method)).toEqual(['POST', 'PUT']);
    for (const call of writes) expect(call.body?.length).toBeLessThan(600);
  });

  it('leaves the decision to the reading back when two make it at once', async () => {
    const bench = await open({ contacts: 2 });
    const [mine, other] = [createCrmLease(bench.http.crm), createCrmLease(bench.http.crm)];
    await mine.read();
    await other.read();
    await mine.write(lease);
    await other.write({ ...lease, owner: 'b' });
    expect(await other.read()).toEqual(lease);
  });

  it('may not be taken by people without the right, in so many words', async () => {
    const bench = await open({ contacts: 2, use: 'agent' });
    const board = createCrmLease(bench.http.crm);
    expect(await board.read()).toBeNull();
    await expect(board.write(lease)).rejects.toMatchObject({
      problem: { kind: 'configuration' },
    });
  });
});
