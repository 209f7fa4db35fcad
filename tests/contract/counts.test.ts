/** Numbers that an administrator's pages show beside names: records by list view, people by profile. */
import { expect, it, vi } from 'vitest';
import { countAgents } from '../../sync/zoho/desk-headcounts';
import { createCrmRemote } from '../../sync/zoho/crm';
import { checkedBenches } from './checked';
import { zohoBench, type ZohoBench } from './zoho';

vi.setConfig({ testTimeout: 60_000 });
const { opened } = checkedBenches();

async function open(): Promise<ZohoBench> {
  const bench = await zohoBench();
  opened.push(bench);
  return bench;
}

it('counts active agents by their profile, over the edge of a page', async () => {
  const bench = await open();
  const { world } = bench.sandbox;
  const org = world.deskOrgs.find(({ agents }) => agents.length > 0)!;
  const [pattern] = org.agents;
  for (let at = 0; at < 230; at += 1)
    org.agents.push({
      ...pattern!,
      id: world.nextId(),
      status: at < 10 ? 'DISABLED' : 'ACTIVE',
    });
  const expected: Record<string, number> = {};
  for (const { status, profileId } of org.agents)
    if (status === 'ACTIVE') expected[profileId] = (expected[profileId] ?? 0) + 1;
  expect(await countAgents(bench.http.desk)).toEqual(expected);
  const calls = bench.calls.filter(({ url }) => url.includes('/agents?'));
  expect(calls).toHaveLength(2);
});

it('counts the records of a list view, and says nothing of one that is not there', async () => {
  const bench = await open();
  const crm = createCrmRemote(bench.http.crm, { clock: bench.clock });
  const insides = new Map<string, number>();
  for (const { id } of await crm.views('contact')) {
    const ids = new Set<string>();
    for (let page: string | null = null; ;) {
      const read = await crm.inViews('contact', [id], { since: null, page });
      for (const one of read.ids) ids.add(one);
      page = read.next;
      if (page === null) break;
    }
    insides.set(id, ids.size);
  }
  for (const [id, inside] of insides) expect(await crm.countView?.('contact', id)).toBe(inside);
  // They differ, or the test would tell nothing.
  expect(new Set(insides.values()).size).toBeGreaterThan(1);
  expect(await crm.countView?.('contact', '999')).toBeNull();
});
