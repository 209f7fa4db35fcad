import { describe, expect, it } from 'vitest';
import type { MappingLineView } from '../../../sync/protocol/administration';
import type { UnfitQuery } from '../../../sync/protocol/mapping-check';
import { createMappingCheck } from '../../../sync/engine/mapping-check';
import { createEffectCount } from '../../../sync/core/mapping-check';
import type { FieldPair, SyncConfig } from '../../../sync/types/settings';
import { createStage } from './stage';
import { meta } from '../field-meta';
import type { FieldMeta } from '../../../sync/types';
import { premap } from '../../../sync/core/premap';

const metas = {
  desk: [
    meta('lastName', { mandatory: true }),
    meta('email', { type: 'email' }),
    meta('zip', { maxLength: 6 }),
    meta('tier', { type: 'picklist', options: ['Gold', 'Silver'] }),
    meta('size', { type: 'integer' }),
  ],
  crm: [
    meta('Last_Name', { mandatory: true }),
    meta('Email', { type: 'email' }),
    meta('Mailing_Zip'),
    meta('Tier', { type: 'picklist', options: ['Gold', 'Bronze', 'Tin'] }),
    meta('Size', { type: 'integer' }),
  ],
};

const line = (desk: string, crm: string, direction: MappingLineView['direction'] = 'both') => ({
  desk,
  crm,
  direction,
});
const name = line('lastName', 'Last_Name');
const email = line('email', 'Email');

const people = [
  { Last_Name: 'Ann', Mailing_Zip: '411 18', Tier: 'Gold', Size: 3 },
  { Last_Name: 'Bo', Mailing_Zip: 'SW1A 2AA', Tier: 'Bronze', Size: null },
  { Last_Name: 'Cy', Mailing_Zip: '', Tier: 'Bronze', Size: 'many' },
  { Last_Name: 'Di', Mailing_Zip: '12345678', Tier: 'Platinum', Size: 5 },
];

const field = (desk: string, crm: string, type: 'text' | 'email', direction = 'both') => ({
  desk,
  crm,
  type,
  direction,
});

/** Four linked contacts; `mapped` decides which fields were synced. */
async function createSubject(
  mapped = [field('lastName', 'Last_Name', 'text'), field('email', 'Email', 'email')],
  run = true,
  size: Partial<FieldMeta> = {},
) {
  const known = {
    ...metas,
    desk: metas.desk.map((each) => (each.name === 'size' ? { ...each, ...size } : each)),
  };
  const stage = await createStage({
    config: {
      fields: { account: [], contact: mapped, product: [] } as unknown as SyncConfig['fields'],
    },
  });
  for (const [at, person] of people.entries()) {
    const Email = `${person.Last_Name.toLowerCase()}@x.example`;
    stage.crm.add('contact', { ...person, Email });
    stage.desk.add('contact', {
      lastName: person.Last_Name,
      email: Email,
      zip: at === 0 ? '41118' : null,
      tier: null,
      size: null,
    });
  }
  if (run) await stage.run();
  const { check, unfit } = createMappingCheck({ ...stage.ports, premap });
  const config = await stage.store.config();
  return {
    stage,
    check: (lines: readonly MappingLineView[]) => check('contact', lines, config!, known),
    unfit: (query: Pick<UnfitQuery, 'lines' | 'desk' | 'target' | 'why'>) =>
      unfit({ kind: 'contact', ...query }, config!, known),
  };
}

describe('what a mapping would do', () => {
  it('is nothing where nothing changes, and asks nobody', async () => {
    const { stage, check } = await createSubject();
    const before = stage.crm.spent().calls + stage.desk.spent().calls;
    expect(await check([name, email])).toEqual({
      lines: [],
      stored: { of: 4, desk: 0, crm: 0, failing: 0, asking: 0, rows: [] },
      read: null,
    });
    expect(stage.crm.spent().calls + stage.desk.spent().calls).toBe(before);
  });

  it('reads the records once until a run has ended since', async () => {
    const { stage, check } = await createSubject();
    const { pairsAfter } = stage.store;
    let reads = 0;
    Object.assign(stage.store, {
      pairsAfter: (...asked: Parameters<typeof pairsAfter>) => {
        reads += 1;
        return pairsAfter(...asked);
      },
    });
    const [first, second] = await Promise.all([check([name, email]), check([name, email])]);
    expect([reads, second]).toEqual([1, first]);
    await check([name]);
    expect(reads).toBe(2);
    await check([name]);
    expect(reads).toBe(2);
    stage.crm.add('contact', { Last_Name: 'Eve', Email: 'eve@x.example' });
    await stage.run();
    expect((await check([name])).stored?.of).toBe(5);
    expect(reads).toBe(3);
  });

  it('counts the linked records that a new field would change, side by side', async () => {
    const { stage, check } = await createSubject();
    const writes = stage.writes();
    const { stored, read } = await check([name, email, line('size', 'Size', 'toDesk')]);
    expect(stored).toMatchObject({ of: 4, desk: 0, crm: 0 });
    expect(read).toMatchObject({ of: 4, desk: 2, crm: 0, failing: 1 });
    expect(read?.rows).toContainEqual({
      title: 'Ann',
      side: 'desk',
      field: 'size',
      before: null,
      after: '3',
    });
    expect(stage.writes()).toBe(writes);
  });

  it('finds values that are too long or of another type in the records themselves', async () => {
    const { check } = await createSubject();
    const { lines } = await check([
      name,
      email,
      line('zip', 'Mailing_Zip', 'toDesk'),
      line('size', 'Size', 'toDesk'),
    ]);
    expect(lines).toEqual([
      {
        desk: 'zip',
        target: 'desk',
        of: 4,
        failing: 2,
        empty: 0,
        examples: ['SW1A 2AA', '12345678'],
        missing: [],
      },
      {
        desk: 'size',
        target: 'desk',
        of: 4,
        failing: 1,
        empty: 0,
        examples: ['many'],
        missing: [],
      },
    ]);
  });

  it('lists the records behind each number, by name', async () => {
    const { unfit } = await createSubject();
    const lines = [
      name,
      email,
      line('zip', 'Mailing_Zip', 'toDesk'),
      line('tier', 'Tier', 'toDesk'),
    ];
    const of = (desk: string, why: UnfitQuery['why']) =>
      unfit({ lines, desk, target: 'desk', why });
    expect(await of('zip', 'failing')).toMatchObject({
      of: 2,
      rows: [
        { title: 'Bo', value: 'SW1A 2AA' },
        { title: 'Di', value: '12345678' },
      ],
    });
    expect(await of('tier', 'missing')).toMatchObject({
      of: 3,
      rows: [
        { title: 'Bo', value: 'Bronze' },
        { title: 'Cy', value: 'Bronze' },
        { title: 'Di', value: 'Platinum' },
      ],
    });
    expect(await of('zip', 'missing')).toEqual({ of: 0, rows: [] });
  });

  it('counts records without what the other side must have, and lists them', async () => {
    const { check, unfit } = await createSubject(undefined, true, { mandatory: true });
    const lines = [name, email, line('size', 'Size', 'toDesk')];
    expect((await check(lines)).lines).toMatchObject([{ desk: 'size', empty: 1, failing: 1 }]);
    expect(await unfit({ lines, desk: 'size', target: 'desk', why: 'empty' })).toMatchObject({
      of: 1,
      rows: [{ title: 'Bo', value: null }],
    });
  });

  it('counts nothing as failing that is to be left empty', async () => {
    const { check } = await createSubject();
    const lines = [
      { ...line('zip', 'Mailing_Zip', 'toDesk'), unfit: 'empty' as const },
      { ...line('tier', 'Tier', 'toDesk'), values: [['', 'Bronze']] as const },
    ];
    expect((await check([name, email, ...lines])).lines).toMatchObject([
      { desk: 'tier', failing: 0, missing: [{ value: 'Platinum', records: 1 }] },
    ]);
    const both = { ...line('zip', 'Mailing_Zip'), unfit: 'empty' as const };
    expect((await check([name, email, both])).lines).toMatchObject([{ desk: 'zip', failing: 2 }]);
  });

  it('finds pick-list values without a pair, the most frequent first, and knows the pairs', async () => {
    const { check } = await createSubject();
    const tier = line('tier', 'Tier', 'toDesk');
    expect((await check([name, email, tier])).lines).toMatchObject([
      {
        desk: 'tier',
        failing: 0,
        missing: [
          { value: 'Bronze', records: 2 },
          { value: 'Platinum', records: 1 },
        ],
      },
    ]);
    const paired = { ...tier, values: [['Silver', 'Bronze']] as const };
    expect((await check([name, email, paired])).lines).toMatchObject([
      { missing: [{ value: 'Platinum', records: 1 }] },
    ]);
  });

  it('reads a side once while lines are being tried out, and the stored fields never', async () => {
    const { stage, check } = await createSubject();
    const tier = line('tier', 'Tier', 'toDesk');
    await check([name, email, tier]);
    const before = stage.desk.spent().calls;
    await check([name, email, { ...tier, values: [['Silver', 'Bronze']] }]);
    expect(stage.desk.spent().calls).toBe(before);
  });

  it('counts what stored fields would do the other way', async () => {
    const { stage, check } = await createSubject([
      field('lastName', 'Last_Name', 'text'),
      field('email', 'Email', 'email'),
      field('zip', 'Mailing_Zip', 'text', 'toCrm'),
    ]);
    const before = stage.crm.spent().calls;
    const { stored, read } = await check([name, email, line('zip', 'Mailing_Zip', 'toDesk')]);
    expect(read).toBeNull();
    // What both sides agree on stays; what CRM alone has would come to Desk, were it not too long.
    expect(stored).toMatchObject({ of: 4, desk: 0, crm: 0, failing: 2 });
    expect(stage.crm.spent().calls).toBe(before);
  });

  it('leaves out what the next run would write anyway', () => {
    const fields = [field('lastName', 'Last_Name', 'text')] as unknown as FieldPair[];
    const rules = { fields, policy: 'crm', writable: { desk: true, crm: true } } as const;
    const effect = createEffectCount(rules, rules);
    const base = { desk: { lastName: 'Ann' }, crm: { Last_Name: 'Ann' } };
    effect.see({ title: 'Ann', base, desk: { lastName: 'Anna' }, crm: { Last_Name: 'Ann' } });
    expect(effect.result()).toMatchObject({ of: 1, desk: 0, crm: 0 });
    const off = createEffectCount({ ...rules, fields: [] }, rules);
    off.see({ title: 'Ann', base, desk: { lastName: 'Anna' }, crm: { Last_Name: 'Ann' } });
    expect(off.result()).toMatchObject({ crm: 1 });
  });

  it('looks at real records before the first sync as well', async () => {
    const { check } = await createSubject(undefined, false);
    const { lines, stored } = await check([name, email, line('zip', 'Mailing_Zip', 'toDesk')]);
    expect(stored.of).toBe(0);
    expect(lines).toMatchObject([{ desk: 'zip', of: 4, failing: 2 }]);
  });
});
