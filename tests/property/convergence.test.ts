import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../../sync/types';
import { createStage, type Stage } from '../unit/engine/stage';

/** What people do; records are named by position, so that a shorter history stays valid. */
type Deed =
  | { type: 'add'; side: 'desk' | 'crm'; email: number | null; name: number }
  | { type: 'edit'; side: 'desk' | 'crm'; at: number; field: number; value: number }
  | { type: 'trash'; side: 'desk' | 'crm'; at: number }
  | { type: 'run' };

const side = fc.constantFrom('desk' as const, 'crm' as const);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('add' as const),
      side,
      email: fc.option(fc.nat(5)),
      name: fc.nat(3),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('edit' as const),
      side,
      at: fc.nat(9),
      field: fc.nat(2),
      value: fc.nat(50),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('trash' as const), side, at: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.constant({ type: 'run' as const }) },
);

const names = {
  desk: ['title', 'phone', 'city', 'lastName', 'email'],
  crm: ['Title', 'Phone', 'Mailing_City', 'Last_Name', 'Email'],
} as const;

function act(stage: Stage, one: Exclude<Deed, { type: 'run' }>, count: number): void {
  const remote = stage[one.side];
  const [, , , name, email] = names[one.side];
  if (one.type === 'add') {
    const fields: Record<string, FieldValue> = { [name ?? '']: `Name ${one.name}` };
    if (one.email !== null) fields[email ?? ''] = `p${one.email}@x.test`;
    remote.add('contact', fields);
    return;
  }
  const rows = remote.rows('contact').filter((row) => row.trashedAt === null);
  const row = rows[one.at % Math.max(rows.length, 1)];
  if (!row) return;
  if (one.type === 'trash') remote.trash(row.id);
  else
    remote.edit(row.id, {
      // One value in five is cleared; the others are told apart by who wrote them and when.
      [names[one.side][one.field] ?? '']:
        one.value % 5 === 0 ? null : `${one.side}-${count}-${one.value}`,
    });
}

async function quiet(stage: Stage): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const writes = stage.writes();
    await stage.run();
    stage.world.now += 90_000;
    if (stage.writes() === writes) return;
  }
  throw new Error('still writing after five rounds');
}

async function played(deeds: readonly Deed[], rewriting: boolean): Promise<Stage> {
  const stage = await createStage(
    rewriting
      ? {
          normalise: (name, value) =>
            name === 'Title' && typeof value === 'string' ? value.toUpperCase() : value,
          deskNormalise: (name, value) =>
            name === 'city' && typeof value === 'string' ? `${value.trim()}!` : value,
        }
      : {},
  );
  let count = 0;
  for (const one of deeds) {
    count++;
    if (one.type === 'run') {
      await stage.run();
      stage.world.now += 1;
    } else act(stage, one, count);
  }
  await quiet(stage);
  return stage;
}

describe('whatever people do', () => {
  it('both sides agree within five rounds, and then nothing is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 40 }), async (deeds) => {
        const stage = await played(deeds, false);
        for (const row of stage.desk.rows('contact').filter((one) => one.trashedAt === null)) {
          const [pair] = await stage.store.pairsById('contact', 'desk', [row.id]);
          if (!pair?.crm) continue;
          const copy = stage.crm.rows('contact').find((one) => one.id === pair.crm?.id);
          for (const [at, name] of names.desk.entries()) {
            const crm = names.crm[at] ?? '';
            // A mandatory name or a held field would be a failure; these deeds make none.
            expect(copy?.fields[crm] ?? null, `${name} of ${row.id}`).toBe(
              row.fields[name] ?? null,
            );
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('makes no second copy and links nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { maxLength: 40 }),
        fc.boolean(),
        async (deeds, rewriting) => {
          const stage = await played(deeds, rewriting);
          const added = deeds.filter((one) => one.type === 'add');
          const total = stage.desk.rows('contact').length + stage.crm.rows('contact').length;
          // Each record of a person has one counterpart at most.
          expect(total).toBeLessThanOrEqual(added.length * 2);
          const partners = new Set<string>();
          for (const row of stage.desk.rows('contact')) {
            const [pair] = await stage.store.pairsById('contact', 'desk', [row.id]);
            if (!pair?.crm) continue;
            expect(partners.has(pair.crm.id)).toBe(false);
            partners.add(pair.crm.id);
          }
          expect(await stage.store.intents()).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
