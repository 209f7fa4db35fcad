/** The engine, while people delete, restore and merge on both sides. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSync } from '../../sync/engine/sync';
import type { Side } from '../../sync/types';
import { createStage, mortal, type Stage } from '../unit/engine/stage';
import { anySide, deletePreference } from './arbitraries';

/** What people do around deletions; records are named by position. */
type Deed =
  | { type: 'add' | 'edit' | 'trash' | 'restore' | 'merge'; side: Side; at: number; value: number }
  | { type: 'run'; dies: number | null };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom('add', 'edit', 'trash', 'restore', 'merge'),
      side: anySide,
      at: fc.nat(6),
      value: fc.nat(99),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('run' as const),
      dies: fc.option(fc.integer({ min: 1, max: 45 }), { nil: null }),
    }),
  },
);

interface Ledger {
  /** Ids that a person deleted or merged away. */
  readonly gone: Set<string>;
  /** Those of them that live on in another record, by that record. */
  readonly merged: Map<string, string>;
  /** Tokens that people wrote, by record. */
  readonly written: Map<string, string>;
  /** `{id} {token}` that a record has shown between two deeds. */
  readonly shown: Set<string>;
}

function noteShown(stage: Stage, ledger: Ledger): void {
  for (const own of ['desk', 'crm'] as const)
    for (const { id, fields } of stage[own].rows('contact'))
      ledger.shown.add(`${id} ${String(fields[own === 'desk' ? 'title' : 'Title'])}`);
}

function act(
  stage: Stage,
  ledger: Ledger,
  one: Exclude<Deed, { type: 'run' }>,
  count: number,
): void {
  const remote = stage[one.side];
  const names =
    one.side === 'desk' ? ['lastName', 'email', 'title'] : ['Last_Name', 'Email', 'Title'];
  const [name = '', email = '', title = ''] = names;
  // People do not act in the second of another deed: what that costs is told elsewhere.
  stage.world.now += 5_000;
  if (one.type === 'add') {
    remote.add('contact', {
      [name]: `N${count}`,
      ...(one.value % 3 === 0 ? {} : { [email]: `p${count}@x.test` }),
    });
    return;
  }
  const rows = remote.rows('contact');
  const living = rows.filter((row) => row.trashedAt === null);
  const row = living[one.at % Math.max(living.length, 1)];
  if (one.type === 'restore') {
    const binned = rows.filter((each) => each.trashedAt !== null && ledger.gone.has(each.id));
    const back = binned[one.at % Math.max(binned.length, 1)];
    if (back) {
      remote.restore(back.id);
      ledger.gone.delete(back.id);
      ledger.merged.delete(back.id);
    }
  } else if (!row) return;
  else if (one.type === 'trash') {
    remote.trash(row.id);
    ledger.gone.add(row.id);
    // What was merged into it goes with it, which nobody can tell from a deletion of its own.
    const lost = [row.id];
    for (const id of lost)
      for (const [loser, winner] of ledger.merged)
        if (winner === id && ledger.merged.delete(loser)) lost.push(loser);
  } else if (one.type === 'edit') {
    const text = `${one.side}-${count}`;
    remote.edit(row.id, { [title]: text });
    ledger.written.set(row.id, text);
  } else {
    const loser = living[(one.at + 1 + one.value) % living.length];
    if (loser && loser.id !== row.id) {
      // The survivor shows what was merged: else the loser's last edit is the person's own loss.
      remote.merge(row.id, loser.id);
      ledger.gone.add(loser.id);
      ledger.merged.set(loser.id, row.id);
      ledger.written.delete(loser.id);
    }
  }
}

async function attempt(stage: Stage, dies: number | null): Promise<void> {
  if (dies === null) await stage.sync.run('person');
  else {
    const { ports, died } = mortal(stage.ports, dies, dies % 2 ? 'before' : 'after');
    await Promise.race([createSync(ports).run('person'), died]);
    stage.sync = createSync(stage.ports);
  }
  stage.world.now += 5_000;
}

describe('whatever people delete, restore and merge', () => {
  const preferences = fc.record({
    account: deletePreference,
    contact: deletePreference,
    product: deletePreference,
  });

  it('nothing is deleted that was edited since, no run follows another for ever, links stay a bijection', async () => {
    await fc.assert(
      fc.asyncProperty(
        preferences,
        fc.array(deed, { minLength: 5, maxLength: 40 }),
        async (deletions, deeds) => {
          const stage = await createStage({ config: { deletions } });
          const ledger: Ledger = {
            gone: new Set(),
            merged: new Map(),
            written: new Map(),
            shown: new Set(),
          };
          for (let n = 0; n < 4; n++)
            stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test` });
          await attempt(stage, null);
          const deleted: string[] = [];
          // Thrown where it happens, it would be the service's failure.
          const wrong: string[] = [];
          for (const own of ['desk', 'crm'] as const) {
            const { moveToBin } = { moveToBin: stage[own].moveToBin.bind(stage[own]) };
            stage[own].moveToBin = async (kind, id) => {
              const row = stage[own].rows(kind).find((each) => each.id === id);
              const wrote = ledger.written.get(id);
              const [pair] = await stage.store.pairsById(kind, own, [id]);
              const copy = own === 'desk' ? pair?.crm : pair?.desk;
              const shown = row?.fields[own === 'desk' ? 'title' : 'Title'] ?? null;
              // An edit that its counterpart never showed would be swallowed.
              const isUnseen = wrote !== undefined && shown === wrote;
              const isNews = copy?.fields[own === 'desk' ? 'Title' : 'title'] !== wrote;
              if (isUnseen && isNews && !ledger.shown.has(`${copy?.id} ${wrote}`))
                wrong.push(`${id} held an edit`);
              // Only after a person deleted the counterpart; never because it was merged.
              if (!copy || !ledger.gone.has(copy.id)) wrong.push(`${id} had its counterpart`);
              if (copy && ledger.merged.has(copy.id)) wrong.push(`${id} had a merged counterpart`);
              if (Object.values(deletions.contact).every((rule) => rule === 'never'))
                wrong.push(`${id} must not be deleted`);
              deleted.push(`${own}/${id}`);
              return moveToBin(kind, id);
            };
          }
          let count = 0;
          for (const one of deeds) {
            count++;
            noteShown(stage, ledger);
            if (one.type === 'run') await attempt(stage, one.dies);
            else act(stage, ledger, one, count);
          }
          stage.world.now += 900_000;
          for (let round = 0; round < 6; round++) {
            await stage.settle();
            stage.world.now += 400_000;
          }
          expect(wrong).toEqual([]);
          const writes = stage.writes();
          await stage.settle();
          expect(stage.writes()).toBe(writes);
          const counts = await stage.store.counts('contact');
          expect(counts.dirty).toBe(0);
          const partners = new Set<string>();
          for (const row of stage.desk.rows('contact')) {
            const [pair] = await stage.store.pairsById('contact', 'desk', [row.id]);
            if (!pair?.crm) continue;
            expect(partners.has(pair.crm.id)).toBe(false);
            partners.add(pair.crm.id);
          }
          // A record is gone only if a person took it or its counterpart away.
          for (const own of ['desk', 'crm'] as const) {
            const lost = stage[own]
              .rows('contact')
              .filter((row) => row.trashedAt !== null && !ledger.gone.has(row.id))
              .map((row) => `${own}/${row.id}`);
            expect(deleted).toEqual(expect.arrayContaining(lost));
          }
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 150) },
    );
  }, 600_000);
});
