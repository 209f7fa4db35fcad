import { describe, expect, it } from 'vitest';
import type { Action } from '../../../sync/core/action';
import { newPair } from '../../../sync/core/pair';
import { planPairs, type PlanContext } from '../../../sync/core/plan';
import { defaultConfig } from '../../../sync/core/standard-fields';
import type { Fields, Kind, Pair, Side } from '../../../sync/types';
import type { SyncConfig } from '../../../sync/types/settings';

const now = Date.parse('2026-06-01T00:00:00Z');
const config = defaultConfig(now);
const lone = (
  side: Side,
  id: string,
  fields: Fields,
  kind: Kind = 'contact',
  createdAt: number | null = now,
): Pair => newPair(kind, side, { id, createdAt, modifiedAt: now, fields }, config);
const context = (more: Partial<PlanContext> = {}): PlanContext => ({
  candidates: [],
  links: new Map(),
  tombstoned: new Set(),
  blocked: new Set(),
  ...more,
});
const plan = (
  pairs: readonly Pair[],
  how: SyncConfig = config,
  more: Partial<PlanContext> = {},
): readonly Action[] => planPairs(pairs, context({ candidates: pairs, ...more }), how).actions;
const words = (actions: readonly Action[]): string[] =>
  actions.map((one) => `${one.type}:${one.reason}`);
const linked = (desk: Fields, crm: Fields, base: { desk: Fields; crm: Fields }): Pair => ({
  ...lone('desk', '1', desk),
  crm: { id: '2', createdAt: now, modifiedAt: now, fields: crm, presence: 'alive' },
  base,
  linkedBy: 'match',
});

describe('planning', () => {
  it('keeps the order of reference, and links before it updates or creates', () => {
    const both = linked(
      { title: 'x' },
      { Title: 'y' },
      { desk: { title: 'x' }, crm: { Title: 'x' } },
    );
    const actions = plan([
      lone('desk', '8', { lastName: 'New' }),
      both,
      lone('desk', '5', { lastName: 'A', email: 'a@b.c' }),
      lone('crm', '6', { Last_Name: 'A', Email: 'a@b.c' }),
      lone('crm', '7', { Account_Name: 'Acme' }, 'account'),
    ]);
    expect(actions.map((one) => `${one.kind} ${one.type}`)).toEqual([
      'account create',
      'contact link',
      'contact update',
      'contact create',
    ]);
  });

  it('is the same whatever the order of its input', () => {
    const pairs = ['1', '2', '3'].map((id) =>
      lone('desk', id, { lastName: `N${id}`, email: 'a@b.c' }),
    );
    expect(plan(pairs)).toEqual(plan(pairs.toReversed()));
    // The first may have a counterpart; the others would be its duplicates.
    expect(words(plan(pairs))).toEqual(['hold:taken', 'hold:taken', 'create:noCounterpart']);
  });

  it('makes no copy of a record that came back to one that another page has linked', () => {
    const own = lone('crm', '6', { Last_Name: 'A' });
    const partner = lone('desk', '5', { lastName: 'B' });
    const returned = new Map([['crm/6', { pair: partner, base: null, made: false }]]);
    expect(words(plan([own], config, { returned }))).toEqual(['link:restored']);
    const taken = new Set([partner.key]);
    expect(words(plan([own], config, { returned, taken }))).toEqual(['settle:unlinked']);
  });

  it('matches old records and never creates them', () => {
    const old = config.importFrom - 1;
    expect(words(plan([lone('desk', '1', { lastName: 'A' }, 'contact', old)]))).toEqual([
      'settle:outsideWindow',
    ]);
    expect(
      words(plan([lone('desk', '1', { lastName: 'A' }, 'contact', config.importFrom)])),
    ).toEqual(['create:noCounterpart']);
    expect(words(plan([lone('desk', '1', { lastName: 'A' }, 'contact', null)]))).toEqual([
      'settle:outsideWindow',
    ]);
    expect(
      words(
        plan([
          lone('desk', '1', { lastName: 'A', email: 'a@b.c' }, 'contact', old),
          lone('crm', '2', { Last_Name: 'A', Email: 'a@b.c' }),
        ]),
      ),
    ).toEqual(['link:matched']);
  });

  it('masks the other direction of a one-way sync, and everything of display only', () => {
    const oneWay: SyncConfig = {
      ...config,
      syncType: { ...config.syncType, contact: 'crmToDesk' },
    };
    expect(words(plan([lone('desk', '1', { lastName: 'A' })], oneWay))).toEqual(['settle:oneWay']);
    expect(words(plan([lone('crm', '1', { Last_Name: 'A' })], oneWay))).toEqual([
      'create:noCounterpart',
    ]);
    const edited = linked(
      { title: 'mine' },
      { Title: 'x' },
      { desk: { title: 'x' }, crm: { Title: 'x' } },
    );
    expect(words(plan([edited], oneWay))).toEqual(['settle:agreed']);
    const shown: SyncConfig = {
      ...config,
      syncType: { ...config.syncType, contact: 'displayOnly' },
    };
    expect(words(plan([lone('crm', '1', { Last_Name: 'A' })], shown))).toEqual([
      'settle:displayOnly',
    ]);
  });

  it('writes changed fields only, to both sides where both changed', () => {
    const base = { desk: { title: 'x', phone: '1' }, crm: { Title: 'x', Phone: '1' } };
    const actions = plan([linked({ title: 'new', phone: '1' }, { Title: 'x', Phone: '2' }, base)]);
    expect(actions).toMatchObject([
      {
        type: 'update',
        side: 'desk',
        id: '1',
        fields: { phone: '2' },
        precondition: { modifiedAt: now },
      },
      { type: 'update', side: 'crm', id: '2', fields: { Title: 'new' } },
    ]);
  });

  it('leaves a conflict to a person where the policy says so', () => {
    const base = { desk: { title: 'x' }, crm: { Title: 'x' } };
    const asking: SyncConfig = { ...config, policy: 'ask' };
    const [action] = plan([linked({ title: 'd' }, { Title: 'c' }, base)], asking);
    expect(action).toMatchObject({
      type: 'settle',
      conflicts: [{ deskValue: 'd', crmValue: 'c', kept: null }],
    });
  });

  it('takes a cleared value for an edit, unless the field is mandatory', () => {
    const base = { desk: { title: 'x', lastName: 'A' }, crm: { Title: 'x', Last_Name: 'A' } };
    const actions = plan([
      linked({ title: null, lastName: null }, { Title: 'x', Last_Name: 'A' }, base),
    ]);
    expect(actions).toMatchObject([
      {
        type: 'update',
        side: 'crm',
        fields: { Title: null },
        problem: { code: 'field.mandatoryMissing' },
      },
    ]);
  });

  it('holds nothing back for a field that does not fit, but reports it', () => {
    const long = 'x'.repeat(101);
    const base = { desk: { title: null, phone: null }, crm: { Title: null, Phone: null } };
    const actions = plan([linked({ title: null, phone: null }, { Title: long, Phone: '1' }, base)]);
    expect(actions).toMatchObject([
      { type: 'update', side: 'desk', fields: { phone: '1' }, problem: { code: 'field.tooLong' } },
    ]);
  });

  it('cuts the link of a deleted record and remembers both', () => {
    const pair = linked(
      { title: 'x' },
      { Title: 'edited' },
      { desk: { title: 'x' }, crm: { Title: 'x' } },
    );
    const gone: Pair = { ...pair, desk: pair.desk && { ...pair.desk, presence: 'trashed' } };
    expect(plan([gone])).toMatchObject([
      {
        type: 'unlink',
        side: 'desk',
        pair: { desk: null, base: null, crm: { id: '2' } },
        tombstones: [
          { side: 'desk', id: '1', reason: 'deleted' },
          { side: 'crm', id: '2', reason: 'unlinked' },
        ],
      },
    ]);
    expect(
      words(
        plan([lone('crm', '2', { Last_Name: 'A' })], config, { tombstoned: new Set(['crm/2']) }),
      ),
    ).toEqual(['settle:unlinked']);
  });

  it('does nothing for a record that left the view', () => {
    const pair = linked(
      { title: 'x' },
      { Title: 'edited' },
      { desk: { title: 'x' }, crm: { Title: 'x' } },
    );
    const away: Pair = { ...pair, crm: pair.crm && { ...pair.crm, presence: 'outOfScope' } };
    expect(plan([away])).toMatchObject([{ type: 'settle', base: null, reason: 'outOfScope' }]);
  });

  it('leaves records alone while a look-alike may be under way', () => {
    const pair = lone('crm', '2', { Last_Name: 'A', Email: 'a@b.c' });
    const found = planPairs([pair], context({ blocked: new Set(['contact|a@b.c']) }), config);
    expect(found).toEqual({ actions: [], waiting: [pair.key] });
  });

  it("overwrites Desk's first address where the second one matched", () => {
    const two: SyncConfig = { ...config, secondaryEmail: true, policy: 'desk' };
    const make = (side: Side, id: string, fields: Fields): Pair =>
      newPair('contact', side, { id, createdAt: now, modifiedAt: now, fields }, two);
    const desk = make('desk', '1', { lastName: 'A', email: 'b@b.c', secondaryEmail: null });
    const crm = make('crm', '2', { Last_Name: 'A', Email: 'a@b.c', Secondary_Email: 'b@b.c' });
    const [link] = plan([desk, crm], two);
    expect(link).toMatchObject({ type: 'link', reason: 'matchedBySecondary', settled: false });
    if (link?.type !== 'link') return;
    expect(plan([link.pair], two)).toMatchObject([
      { type: 'update', side: 'desk', fields: { email: 'a@b.c', secondaryEmail: 'b@b.c' } },
    ]);
  });
});
