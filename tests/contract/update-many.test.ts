/** Many CRM records in one guarded call: what is stale is never overwritten, whichever way CRM refuses. */
import { expect, it, vi } from 'vitest';
import { checkedBenches } from './checked';

vi.setConfig({ testTimeout: 60_000 });
const { open } = checkedBenches();

it.each(['whole', 'perRecord'] as const)('a batch with one stale record (%s)', async (refusal) => {
  const bench = await open({ contacts: 12 });
  bench.sandbox.world.leeway.crmStaleBatch = refusal;
  bench.clock.advance(60_000);
  const { records } = await bench.crm.changes('contact', {
    fields: ['Last_Name', 'Title'],
    since: null,
    page: null,
  });
  const ids = records.slice(0, 12).map(({ id }) => id);
  const askedAt = bench.crm.serverTime() ?? 0;
  bench.clock.advance(5_000);
  const stale = ids[4] ?? '';
  await bench.control('/edit', {
    side: 'crm',
    module: 'Contacts',
    id: stale,
    fields: { Title: 'theirs' },
  });
  const updates = ids.map((id) => ({ id, fields: { Title: 'ours' } }));
  const before = bench.crm.spent();
  const results = await bench.crm.updateMany!('contact', updates, askedAt - 1_000);
  const after = bench.crm.spent();
  expect(after.calls - before.calls).toBe(1);
  // A credit for each ten of them (contract 2.11).
  expect(after.credits - before.credits).toBe(2);
  const codes = results.map((result) => (result.ok ? 'ok' : result.error.problem.code));
  const { records: now } = await bench.control('/state?side=crm&module=Contacts');
  const titles = new Map(
    (now as { id: string; Title: string }[]).map((record) => [record.id, record.Title]),
  );
  expect(titles.get(stale)).toBe('theirs');
  if (refusal === 'whole') {
    expect(new Set(codes)).toEqual(new Set(['record.changed']));
    expect([...titles.values()]).not.toContain('ours');
  } else {
    expect(codes).toEqual(ids.map((id) => (id === stale ? 'record.changed' : 'ok')));
    expect([...titles.values()].filter((title) => title === 'ours')).toHaveLength(11);
  }
});
