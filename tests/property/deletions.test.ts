import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deleteRule, planGone } from '../../sync/core/deletion';
import { brakeLimits, brakeReasons, type BrakeRow } from '../../sync/core/brake';
import type { LinkedPair } from '../../sync/core/pair';
import { defaultConfig } from '../../sync/core/standard-fields';
import { createSync } from '../../sync/engine/sync';
import { kinds, type FieldValue, type Gone, type Observation, type Side } from '../../sync/types';
import { type DeletePreference, type SyncConfig } from '../../sync/types/settings';
import { createStage, mortal, type Stage } from '../unit/engine/stage';
import { token } from './arbitraries';

const side = fc.constantFrom<Side>('desk', 'crm');
const preference: fc.Arbitrary<DeletePreference> = fc.record({
  crmDeleted: fc.constantFrom('always', 'ifNoAssociates', 'never'),
  deskDeleted: fc.constantFrom('always', 'never'),
});
const base = defaultConfig(0);

/** A linked contact of two fields of which a record may be gone. */
const situation = fc.record({
  preference,
  syncType: fc.constantFrom<SyncConfig['syncType']['contact']>('twoWay', 'crmToDesk', 'deskToCrm'),
  gone: side,
  other: fc.constantFrom<Observation['presence']>('alive', 'outOfScope', 'trashed'),
  proof: fc.option(fc.constantFrom<Gone['proof']>('deleted', 'merged', 'absent'), { nil: null }),
  isSameRun: fc.boolean(),
  values: fc.tuple(token, token),
  agreed: fc.option(fc.tuple(token, token), { nil: null }),
});

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

function pairOf(one: Situation): LinkedPair {
  const seen = (id: string, fields: Observation['fields'], own: Side): Observation => ({
    id,
    createdAt: 1,
    modifiedAt: 2,
    fields,
    presence: own === one.gone ? 'trashed' : one.other,
  });
  const [title, phone] = one.values;
  const [oldTitle, oldPhone] = one.agreed ?? [undefined, undefined];
  const agreed = (names: readonly [string, string]): Record<string, FieldValue> =>
    one.agreed === null
      ? {}
      : { [names[0]]: oldTitle as FieldValue, [names[1]]: oldPhone as FieldValue };
  return {
    key: 'contact/desk/1',
    kind: 'contact',
    desk: seen('1', { title, firstName: phone }, 'desk'),
    crm: seen('2', { Title: title, First_Name: phone }, 'crm'),
    base: { desk: agreed(['title', 'firstName']), crm: agreed(['Title', 'First_Name']) },
    unseen: null,
    matchKeys: [],
    linkedBy: 'match',
    dirty: true,
    gone: one.proof && { side: one.gone, at: 1, runId: 'seen', proof: one.proof },
  };
}

const configOf = (one: Situation): SyncConfig => ({
  ...base,
  syncType: { ...base.syncType, contact: one.syncType },
  deletions: { account: one.preference, contact: one.preference, product: one.preference },
});

const isSame = (now: FieldValue, then: FieldValue): boolean =>
  String(now ?? '').trim() === String(then ?? '').trim();

describe('what follows a deletion', () => {
  it('is a delete only on proof, in a later run, of an unedited record, by preference', () => {
    fc.assert(
      fc.property(situation, (one) => {
        const config = configOf(one);
        const pair = pairOf(one);
        const runId = one.isSameRun ? 'seen' : 'next';
        const action = planGone(pair, () => null, config, runId);
        if (action === 'wait' || action === null || action.type !== 'delete') return;
        expect(deleteRule(config, 'contact', one.gone)).not.toBe('never');
        expect(pair.gone?.proof).toBe('deleted');
        expect(one.isSameRun).toBe(false);
        expect(one.other).toBe('alive');
        expect(action.side).toBe(one.gone === 'crm' ? 'desk' : 'crm');
        const agreed = one.agreed ?? one.values;
        expect(one.values.every((value, at) => isSame(value, agreed[at] ?? null))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  it('is otherwise a cut link that keeps the living record, and both ids are remembered', () => {
    fc.assert(
      fc.property(situation, (one) => {
        const action = planGone(pairOf(one), () => null, configOf(one), 'next');
        if (action === 'wait' || action === null || action.type !== 'unlink') return;
        expect(action.pair === null).toBe(one.other === 'trashed');
        expect(new Set(action.tombstones.map((stone) => `${stone.side}/${stone.id}`))).toEqual(
          new Set(['desk/1', 'crm/2']),
        );
        for (const stone of action.tombstones)
          expect(stone.partner).toBe(stone.side === 'desk' ? '2' : '1');
        // What is left is named after itself: the lost record, restored, takes no row over.
        const rest = one.gone === 'crm' ? 'contact/desk/1' : 'contact/crm/2';
        expect([null, rest]).toContain(action.pair?.key ?? null);
      }),
      { numRuns: 10_000 },
    );
  });

  it('never waits for ever: what waits in one run is decided in the next', () => {
    fc.assert(
      fc.property(situation, (one) => {
        expect(planGone(pairOf(one), () => null, configOf(one), 'next')).not.toBe('wait');
      }),
      { numRuns: 10_000 },
    );
  });
});

const made = (count: number, action: 'delete' | 'create'): BrakeRow[] =>
  Array.from({ length: count }, (_, n) => ({
    row: {
      kind: 'contact',
      side: 'desk',
      pairKey: String(n),
      title: '',
      action,
      fields: [],
      credits: 0,
      digest: `${action}${n}`,
    },
    overwrites: [],
  }));

const heldOf = (count: number, links: number): number =>
  brakeReasons({ rows: made(count, 'create'), links, deletedToday: 0 }).length;

describe('the limits of the brake', () => {
  it('hold more back the more there is, and less the more links there are', () => {
    fc.assert(
      fc.property(
        fc.nat(400),
        fc.nat(400),
        fc.nat(5_000),
        fc.nat(5_000),
        (few, more, links, further) => {
          expect(heldOf(few + more, links)).toBeGreaterThanOrEqual(heldOf(few, links));
          expect(heldOf(few, links + further)).toBeLessThanOrEqual(heldOf(few, links));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('never let more through than they say', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(3_000), fc.nat(80), (count, links, deletedToday) => {
        const { least, share } = brakeLimits.deletes;
        const isHeld =
          brakeReasons({ rows: made(count, 'delete'), links, deletedToday }).length > 0;
        const isMany = count > Math.max(least, share * links);
        expect(isHeld).toBe(isMany || (count > 0 && count + deletedToday > 50));
      }),
      { numRuns: 200 },
    );
  });
});

/** What people do around deletions; records are named by position. */
type Deed =
  | { type: 'add' | 'edit' | 'trash' | 'restore' | 'merge'; side: Side; at: number; value: number }
  | { type: 'run'; dies: number | null };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom('add', 'edit', 'trash', 'restore', 'merge'),
      side,
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
  const preferences = fc.record({ account: preference, contact: preference, product: preference });

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

  it('covers every kind by the same rule', () => {
    for (const kind of kinds)
      expect(deleteRule({ ...base, deletions: undefined }, kind, 'crm')).toBe('never');
  });
});
