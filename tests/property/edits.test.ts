import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSync } from '../../sync/engine/sync';
import type { FieldValue } from '../../sync/types';
import { createStage, mortal, type Stage } from '../unit/engine/stage';

/**
 * Edits that fall anywhere into a run, many of them in the second of the engine's own writes.
 * Every edit bears a token and remembers the value it replaced. Afterwards each token must be
 * among the ancestors of what both sides show or of what the conflict log keeps.
 */
const names = { desk: ['title', 'phone'], crm: ['Title', 'Phone'] } as const;

interface Ghost {
  readonly parents: Map<string, FieldValue>;
  edit(side: 'desk' | 'crm', at: number, field: number): void;
}

function createGhost(stage: Stage): Ghost {
  const parents = new Map<string, FieldValue>();
  return {
    parents,
    edit(side, at, field) {
      const rows = stage[side].rows('contact').filter((row) => row.trashedAt === null);
      const row = rows[at % Math.max(rows.length, 1)];
      const name = names[side][field];
      if (!row || !name) return;
      // Digits only: a phone field compares by them. Different lengths never look like rewriting.
      const token = `${(parents.size + 1) * 7919}${side === 'desk' ? 1 : 2}`;
      parents.set(token, row.fields[name] ?? null);
      stage[side].edit(row.id, { [name]: token });
    },
  };
}

const disturbance = fc.record({
  after: fc.integer({ min: 1, max: 25 }),
  at: fc.nat(3),
  field: fc.nat(1),
});

async function disturbed(
  plan: readonly { after: number; at: number; field: number }[],
  kills: readonly number[],
  mix: readonly { side: 'desk' | 'crm'; at: number; field: number }[],
): Promise<void> {
  const stage = await createStage();
  const ghost = createGhost(stage);
  for (let n = 0; n < 3; n++) {
    stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test` });
    stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test` });
  }
  await stage.run();
  // CRM may be edited at any call: its guard must see it. Desk has no guard, so there only where
  // no write is under way; the rest is the window that no client can close.
  let left = [...plan];
  let calls = 0;
  const hook = (): void => {
    calls++;
    const [next] = left;
    if (!next || calls < next.after) return;
    left = left.slice(1);
    calls = 0;
    ghost.edit('crm', next.at, next.field);
  };
  for (const name of ['changes', 'get', 'deletions', 'update'] as const) {
    const real = stage.crm[name].bind(stage.crm) as (...given: never[]) => Promise<unknown>;
    Object.assign(stage.crm, {
      [name]: async (...given: never[]) => {
        hook();
        const result = await real(...given);
        hook();
        return result;
      },
    });
  }
  for (const [index, one] of mix.entries()) {
    ghost.edit(one.side, one.at, one.field);
    const at = kills[index];
    if (at === undefined) await stage.sync.run('person');
    else {
      const { ports, died } = mortal(stage.ports, at, index % 2 ? 'before' : 'after');
      await Promise.race([createSync(ports).run('person'), died]);
      stage.sync = createSync(stage.ports);
    }
    stage.world.now += 300;
  }
  left = [];
  stage.world.now += 5_000;
  for (let round = 0; round < 4; round++) {
    await stage.settle();
    stage.world.now += 90_000;
  }
  const writes = stage.writes();
  await stage.settle();
  expect(stage.writes()).toBe(writes);

  const kept: FieldValue[] = [];
  for (const row of stage.desk.rows('contact')) {
    const [pair] = await stage.store.pairsById('contact', 'desk', [row.id]);
    const copy = stage.crm.rows('contact').find((one) => one.id === pair?.crm?.id);
    for (const [index, name] of names.desk.entries()) {
      const other = copy?.fields[names.crm[index] ?? ''] ?? null;
      expect(other).toBe(row.fields[name] ?? null);
      kept.push(other);
    }
  }
  for (const one of await stage.store.conflicts()) kept.push(one.deskValue, one.crmValue);
  const reached = new Set<FieldValue>();
  for (let value of kept)
    while (value !== null && value !== undefined && !reached.has(value)) {
      reached.add(value);
      value = ghost.parents.get(String(value)) ?? null;
    }
  for (const token of ghost.parents.keys()) expect(reached.has(token), `lost ${token}`).toBe(true);
}

describe('edits in the middle of runs', () => {
  const mix = fc.array(
    fc.record({
      side: fc.constantFrom('desk' as const, 'crm' as const),
      at: fc.nat(3),
      field: fc.nat(1),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it('are never lost, and both sides agree afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(disturbance, { maxLength: 20 }), mix, (plan, edits) =>
        disturbed(plan, [], edits),
      ),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    );
  }, 600_000);

  it('are never lost when the worker dies as well', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(disturbance, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }),
        mix,
        disturbed,
      ),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    );
  }, 600_000);
});
