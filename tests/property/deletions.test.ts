import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deleteRule, planGone } from '../../sync/core/deletion';
import { brakeLimits, brakeReasons, type BrakeRow } from '../../sync/core/brake';
import type { LinkedPair } from '../../sync/core/pair';
import { defaultConfig } from '../../sync/core/standard-fields';
import { kinds, type FieldValue, type Gone, type Observation, type Side } from '../../sync/types';
import type { SyncConfig } from '../../sync/types/settings';
import { anySide, deletePreference, token } from './arbitraries';

const base = defaultConfig(0);

/** A linked contact of two fields of which a record may be gone. */
const situation = fc.record({
  preference: deletePreference,
  syncType: fc.constantFrom<SyncConfig['syncType']['contact']>('twoWay', 'crmToDesk', 'deskToCrm'),
  gone: anySide,
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

  it('covers every kind by the same rule', () => {
    for (const kind of kinds)
      expect(deleteRule({ ...base, deletions: undefined }, kind, 'crm')).toBe('never');
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
