import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createSync } from '../../../sync/engine/sync';
import type { DeletePreference, SyncConfig } from '../../../sync/types/settings';
import type { Kind, Side } from '../../../sync/types';
import { createStage, mortal, settle, type Stage } from './stage';

const second = 1000;
const names: Readonly<Record<Kind, Readonly<Record<Side, string>>>> = {
  account: { desk: 'accountName', crm: 'Account_Name' },
  contact: { desk: 'lastName', crm: 'Last_Name' },
  product: { desk: 'productName', crm: 'Product_Name' },
};

interface Linked {
  readonly stage: Stage;
  readonly desk: string;
  readonly crm: string;
}

const preferring = (kind: Kind, preference: DeletePreference): Partial<SyncConfig> => {
  const never: DeletePreference = { crmDeleted: 'never', deskDeleted: 'never' };
  return {
    syncType: { account: 'twoWay', contact: 'twoWay', product: 'twoWay' },
    deletions: { account: never, contact: never, product: never, [kind]: preference },
  };
};

/** One linked record of a kind, a minute after it came to rest. */
async function linked(
  preference: Partial<DeletePreference>,
  kind: Kind = 'contact',
): Promise<Linked> {
  const stage = await createStage({
    config: preferring(kind, { crmDeleted: 'never', deskDeleted: 'never', ...preference }),
  });
  const email = kind === 'contact' ? { email: 'a@x.test', phone: '1' } : {};
  const desk = stage.desk.add(kind, { [names[kind].desk]: 'Doe', ...email });
  await stage.run();
  stage.world.now += 60 * second;
  await stage.run();
  stage.world.now += 60 * second;
  return { stage, desk, crm: stage.crm.rows(kind)[0]?.id ?? '' };
}

/** The run that sees it, the run that follows, and one more that must have nothing to do. */
async function runs(stage: Stage, count = 3): Promise<void> {
  for (let n = 0; n < count; n++) {
    await stage.run();
    stage.world.now += 60 * second;
  }
}

const isAlive = (stage: Stage, side: Side, id: string): boolean =>
  (['account', 'contact', 'product'] as const).some((kind) =>
    stage[side].rows(kind).some((row) => row.id === id && row.trashedAt === null),
  );
const codes = async (stage: Stage): Promise<string[]> =>
  (await stage.store.failures()).map((one) => one.problem.code);
const deletes = (stage: Stage): number =>
  [...stage.desk.writes, ...stage.crm.writes].filter((one) => one.type === 'delete').length;

describe('delete preferences', () => {
  const rules = ['always', 'ifNoAssociates', 'never'] as const;
  const children = [0, 1, null] as const;
  const table = (['account', 'contact', 'product'] as const).flatMap((kind) =>
    rules.flatMap((rule) => children.map((count) => ({ kind, rule, count }))),
  );

  it.each(table)(
    'a $kind deleted in CRM, $rule, with $count associates',
    async ({ kind, rule, count }) => {
      const { stage, desk, crm } = await linked({ crmDeleted: rule }, kind);
      stage.desk.children.set(desk, count);
      stage.crm.trash(crm);
      await runs(stage);
      const isDeleted = rule === 'always' || (rule === 'ifNoAssociates' && count === 0);
      expect(isAlive(stage, 'desk', desk)).toBe(!isDeleted);
      expect(await stage.store.counts(kind)).toMatchObject({
        linked: 0,
        deskOnly: isDeleted ? 0 : 1,
        crmOnly: 0,
        dirty: 0,
      });
      expect(await codes(stage)).toEqual(
        rule === 'ifNoAssociates' && count === null ? ['delete.associatesUnknown'] : [],
      );
    },
  );

  it.each(
    (['account', 'contact', 'product'] as const).flatMap((kind) =>
      (['always', 'never'] as const).map((rule) => ({ kind, rule })),
    ),
  )('a $kind deleted in Desk, $rule', async ({ kind, rule }) => {
    const { stage, desk, crm } = await linked({ deskDeleted: rule }, kind);
    stage.desk.trash(desk);
    await runs(stage);
    expect(isAlive(stage, 'crm', crm)).toBe(rule === 'never');
    expect(stage.desk.rows(kind)).toHaveLength(1);
    expect(deletes(stage)).toBe(rule === 'always' ? 1 : 0);
  });

  it('wait for the run after the one that saw it, and count what they did', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    expect((await stage.run()).tally.contact.deletedInDesk).toBe(0);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    stage.world.now += 60 * second;
    expect((await stage.run()).tally.contact.deletedInDesk).toBe(1);
    const [tombstone] = await stage.store.tombstones('contact', 'desk', [desk]);
    expect(tombstone).toMatchObject({ reason: 'deleted', partner: crm });
    expect(await stage.store.tombstones('contact', 'crm', [crm])).toMatchObject([
      { reason: 'deleted', partner: desk },
    ]);
  });

  it('are not put off by an index that still shows the record', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    const row = stage.crm.rows('contact')[0];
    if (!row) throw new Error('no record');
    const { id, createdAt, modifiedAt, fields } = row;
    const stale = { id, createdAt, modifiedAt, fields: { ...fields } };
    const changes = stage.crm.changes.bind(stage.crm);
    stage.crm.changes = async (kind, request) => {
      const page = await changes(kind, request);
      return kind === 'contact' ? { ...page, records: [...page.records, stale] } : page;
    };
    stage.crm.trash(crm);
    await runs(stage, 2);
    expect(isAlive(stage, 'desk', desk)).toBe(false);
    await runs(stage, 2);
    expect(await stage.store.counts('contact')).toMatchObject({ crmOnly: 0, deskOnly: 0 });
    expect(stage.desk.rows('contact')).toHaveLength(1);
  });

  it('are never followed on a side that is not written to, nor where nobody chose', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always', deskDeleted: 'always' });
    const { epoch } = await stage.store.control();
    const { deletions: _, ...older } = stage.config;
    await stage.store.commit({ epoch, config: { ...older, version: 2 } });
    stage.crm.trash(crm);
    await runs(stage, 4);
    expect(isAlive(stage, 'desk', desk)).toBe(true);

    const other = await linked({ deskDeleted: 'always' });
    const control = await other.stage.store.control();
    await other.stage.store.commit({
      epoch: control.epoch,
      config: {
        ...other.stage.config,
        version: 2,
        syncType: { ...other.stage.config.syncType, contact: 'crmToDesk' },
      },
    });
    other.stage.desk.trash(other.desk);
    await runs(other.stage, 4);
    expect(isAlive(other.stage, 'crm', other.crm)).toBe(true);
  });

  it('are not followed in a run whose observation failed, nor while paused', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    await stage.run();
    stage.world.now += 60 * second;
    const deletions = stage.desk.deletions.bind(stage.desk);
    stage.desk.deletions = () =>
      Promise.reject(new SyncError({ code: 'zoho.busy', kind: 'transient', message: 'x' }));
    expect(await stage.sync.run('person')).toMatchObject({ problem: { code: 'zoho.busy' } });
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    stage.desk.deletions = deletions;
    const get = stage.desk.get.bind(stage.desk);
    // Paused after the last look at the record: the fence before the write holds.
    stage.desk.get = async (...given) => {
      const found = await get(...given);
      await stage.sync.pause();
      return found;
    };
    expect(await stage.sync.run('person')).toBe('paused');
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    stage.desk.get = get;
    await stage.sync.resume();
    stage.world.now += 600 * second;
    await runs(stage, 2);
    expect(isAlive(stage, 'desk', desk)).toBe(false);
  });

  it('report a record that the service does not let go, and try no more by themselves', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    stage.desk.moveToBin = () =>
      Promise.resolve({
        ok: false,
        error: new SyncError({ code: 'zoho.noPermission', kind: 'conflict', message: 'no' }),
      });
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    expect(await codes(stage)).toEqual(['zoho.noPermission']);
  });
});

describe('an edit beats a delete', () => {
  const both = { crmDeleted: 'always', deskDeleted: 'always' } as const;

  it.each(['before', 'between', 'during'] as const)('in Desk, made %s the runs', async (moment) => {
    const { stage, desk, crm } = await linked(both);
    if (moment === 'before') stage.desk.edit(desk, { phone: '22' });
    stage.crm.trash(crm);
    await stage.run();
    stage.world.now += 60 * second;
    if (moment === 'between') stage.desk.edit(desk, { phone: '22' });
    const get = stage.desk.get.bind(stage.desk);
    if (moment === 'during')
      stage.desk.get = (...given) => {
        stage.desk.get = get;
        stage.desk.edit(desk, { phone: '22' });
        return get(...given);
      };
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    expect(stage.crm.rows('contact')).toHaveLength(1);
    expect(await codes(stage)).toEqual(['delete.editKept']);
    const writes = stage.writes();
    await runs(stage);
    expect(stage.writes()).toBe(writes);
    expect(await codes(stage)).toEqual(['delete.editKept']);
  });

  it.each(['before', 'between', 'during'] as const)('in CRM, made %s the runs', async (moment) => {
    const { stage, desk, crm } = await linked(both);
    if (moment === 'before') stage.crm.edit(crm, { Phone: '22' });
    stage.desk.trash(desk);
    await stage.run();
    stage.world.now += 60 * second;
    if (moment === 'between') stage.crm.edit(crm, { Phone: '22' });
    const get = stage.crm.get.bind(stage.crm);
    if (moment === 'during')
      stage.crm.get = (...given) => {
        stage.crm.get = get;
        stage.crm.edit(crm, { Phone: '22' });
        return get(...given);
      };
    await runs(stage);
    expect(isAlive(stage, 'crm', crm)).toBe(true);
    expect(await codes(stage)).toEqual(['delete.editKept']);
  });

  it('also in the second of the last look: it looks again when that second has passed', async () => {
    const { stage, desk, crm } = await linked(both);
    stage.desk.trash(desk);
    await stage.run();
    // Modified and put back in the second in which the delete would be sent.
    const get = stage.crm.get.bind(stage.crm);
    let looks = 0;
    stage.crm.get = async (...given) => {
      looks++;
      if (looks > 1) return get(...given);
      stage.crm.edit(crm, { Phone: '9' });
      stage.crm.edit(crm, { Phone: '1' });
      const found = await get(...given);
      stage.crm.edit(crm, { Phone: '22' });
      return found;
    };
    await runs(stage);
    expect(isAlive(stage, 'crm', crm)).toBe(true);
    expect(await codes(stage)).toEqual(['delete.editKept']);
  });
});

describe('restores', () => {
  it.each(['crm', 'desk'] as const)(
    'in %s go back to the counterpart that was kept, also without an address',
    async (side) => {
      const { stage, desk, crm } = await linked({});
      const [gone, kept] = side === 'crm' ? [crm, desk] : [desk, crm];
      stage.desk.edit(desk, { email: null });
      await runs(stage, 2);
      stage[side].trash(gone);
      await runs(stage, 2);
      const other = side === 'crm' ? 'desk' : 'crm';
      stage[other].edit(kept, other === 'desk' ? { phone: '33' } : { Phone: '33' });
      await runs(stage, 2);
      stage[side].restore(gone);
      await runs(stage, 2);
      expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, deskOnly: 0 });
      expect(stage.desk.rows('contact')).toHaveLength(1);
      expect(stage.crm.rows('contact')).toHaveLength(1);
      // What was edited while the link was cut travels on; it is no conflict.
      expect(stage.desk.rows('contact')[0]?.fields['phone']).toBe('33');
      expect(stage.crm.rows('contact')[0]?.fields['Phone']).toBe('33');
      expect(await stage.store.conflicts()).toEqual([]);
    },
  );

  it('before the delete was carried out undo it', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    await stage.run();
    stage.world.now += 60 * second;
    stage.crm.restore(crm);
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, dirty: 0 });
  });

  it('that no feed shows are seen by the last look', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    // Long after its last change: the feed's overlap does not reach back to it.
    stage.world.now += 600 * second;
    await stage.run();
    stage.crm.trash(crm);
    await stage.run();
    const row = stage.crm.rows('contact')[0];
    if (row) row.trashedAt = null;
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, dirty: 0 });
  });

  it('of a record whose counterpart followed it into the bin make a new counterpart', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(false);
    stage.crm.restore(crm);
    await runs(stage);
    const living = stage.desk.rows('contact').filter((row) => row.trashedAt === null);
    expect(living).toHaveLength(1);
    // The old counterpart, restored later, finds its place taken and is not made a second time.
    stage.desk.restore(desk);
    await runs(stage);
    expect(stage.crm.rows('contact')).toHaveLength(1);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, deskOnly: 1 });
  });

  it('of both find each other again', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.desk.edit(desk, { email: null });
    await runs(stage, 2);
    stage.crm.trash(crm);
    await runs(stage);
    stage.crm.restore(crm);
    stage.desk.restore(desk);
    await runs(stage);
    expect(await stage.store.counts('contact')).toMatchObject({
      linked: 1,
      deskOnly: 0,
      crmOnly: 0,
    });
    expect(stage.desk.rows('contact')).toHaveLength(1);
  });

  it('are no resurrection: a record created anew with the same address is matched anew', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    const again = stage.crm.add('contact', { Last_Name: 'Doe', Email: 'a@x.test', Title: 'New' });
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    const [pair] = await stage.store.pairsById('contact', 'crm', [again]);
    expect(pair?.desk?.id).toBe(desk);
    expect(stage.desk.rows('contact')).toHaveLength(1);
  });
});

describe('merges', () => {
  const both = { crmDeleted: 'always', deskDeleted: 'always' } as const;

  async function twoLinked(): Promise<Linked & { desk2: string; crm2: string }> {
    const one = await linked(both);
    const desk2 = one.stage.desk.add('contact', { lastName: 'Roe', email: 'b@x.test' });
    await runs(one.stage, 2);
    const crm2 = one.stage.crm.rows('contact').find((row) => row.id !== one.crm)?.id ?? '';
    return { ...one, desk2, crm2 };
  }

  it('in CRM into a record without a counterpart re-point the link', async () => {
    const { stage, desk, crm } = await linked(both);
    // A duplicate that was held: its address has a counterpart already.
    const twin = stage.crm.add('contact', { Last_Name: 'Doe', Email: 'a@x.test' });
    await runs(stage, 2);
    expect(await codes(stage)).toEqual(['link.taken']);
    stage.crm.merge(twin, crm);
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    expect(deletes(stage)).toBe(0);
    const [pair] = await stage.store.pairsById('contact', 'crm', [twin]);
    expect(pair?.desk?.id).toBe(desk);
    expect(await codes(stage)).toEqual([]);
  });

  it('in CRM of two linked records delete nothing in Desk and guess nothing', async () => {
    const { stage, desk, desk2, crm, crm2 } = await twoLinked();
    stage.crm.merge(crm, crm2);
    await runs(stage, 4);
    expect(isAlive(stage, 'desk', desk) && isAlive(stage, 'desk', desk2)).toBe(true);
    expect(deletes(stage)).toBe(0);
    expect(await codes(stage)).toEqual(['delete.merged']);
    const [kept] = await stage.store.pairsById('contact', 'desk', [desk]);
    expect(kept?.crm?.id).toBe(crm);
    // The Desk record is not made anew in CRM, whatever is edited.
    stage.desk.edit(desk2, { phone: '5' });
    await runs(stage);
    expect(stage.crm.rows('contact')).toHaveLength(2);
    // The same merge in Desk brings peace.
    stage.desk.merge(desk, desk2, { phone: '5' });
    await runs(stage);
    expect(stage.crm.rows('contact').filter((row) => row.trashedAt === null)).toHaveLength(1);
  });

  it('in CRM are told from deletions even when the winner was edited again since', async () => {
    const { stage, desk2, crm, crm2 } = await twoLinked();
    stage.crm.merge(crm, crm2);
    stage.world.now += 30 * second;
    stage.crm.edit(crm, { Title: 'edited after the merge' });
    stage.world.now += 30 * second;
    await runs(stage, 4);
    expect(isAlive(stage, 'desk', desk2)).toBe(true);
    expect(await codes(stage)).toEqual(['delete.merged']);
  });

  it.each([true, false])(
    'in CRM that may have been keep the record where CRM does not tell (it tells: %s)',
    async (tells) => {
      const { stage, desk2, crm, crm2 } = await twoLinked();
      stage.crm.tellsMerges = tells;
      stage.crm.trash(crm2);
      stage.crm.edit(crm, { Title: 'somebody at work' });
      await runs(stage, 4);
      expect(isAlive(stage, 'desk', desk2)).toBe(!tells);
      expect(await codes(stage)).toEqual(tells ? [] : ['delete.merged']);
    },
  );

  it('in Desk into a record without a counterpart re-point the link', async () => {
    const { stage, desk, crm } = await linked(both);
    const twin = stage.desk.add('contact', { lastName: 'Doe', email: 'a@x.test' });
    await runs(stage, 2);
    stage.desk.merge(twin, desk, { phone: '77' });
    await runs(stage, 4);
    expect(isAlive(stage, 'crm', crm)).toBe(true);
    expect(deletes(stage)).toBe(0);
    const [pair] = await stage.store.pairsById('contact', 'desk', [twin]);
    expect(pair?.crm?.id).toBe(crm);
    expect(await codes(stage)).toEqual([]);
  });

  it('in Desk of two linked records delete nothing in CRM; the lost link is cut when it is used', async () => {
    const { stage, desk, desk2, crm, crm2 } = await twoLinked();
    stage.desk.merge(desk, desk2);
    await runs(stage);
    stage.crm.edit(crm2, { Phone: '5' });
    await runs(stage, 4);
    expect(isAlive(stage, 'crm', crm) && isAlive(stage, 'crm', crm2)).toBe(true);
    expect(deletes(stage)).toBe(0);
    expect(stage.desk.rows('contact')).toHaveLength(1);
    expect(await codes(stage)).toEqual(['delete.missing']);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, crmOnly: 1, dirty: 0 });
  });
});

describe('a worker that dies around a delete', () => {
  it.each(['crm', 'desk'] as const)(
    'leaves both records gone and nothing half done (%s deleted)',
    async (side) => {
      const preference = { crmDeleted: 'ifNoAssociates', deskDeleted: 'always' } as const;
      const make = async (): Promise<Linked> => {
        const one = await linked(preference);
        one.stage.desk.add('contact', { lastName: 'Other', email: 'o@x.test' });
        await runs(one.stage, 2);
        one.stage[side].trash(side === 'crm' ? one.crm : one.desk);
        await one.stage.run();
        one.stage.world.now += 60 * second;
        return one;
      };
      const calm = await make();
      const counting = mortal(calm.stage.ports, 0, 'before');
      await settle(createSync(counting.ports), calm.stage.store, calm.stage.world);
      const total = counting.calls();
      expect(total).toBeGreaterThan(20);
      for (const moment of ['before', 'after'] as const)
        for (let at = 1; at <= total; at++) {
          const { stage, desk, crm } = await make();
          const { ports, died } = mortal(stage.ports, at, moment);
          await Promise.race([createSync(ports).run('alarm'), died]);
          for (let round = 0; round < 3; round++) {
            stage.world.now += 60 * second;
            await stage.settle();
          }
          const label = `killed ${moment} call ${at} of ${total}`;
          expect({
            label,
            isLeft: isAlive(stage, 'desk', desk) || isAlive(stage, 'crm', crm),
            deletes: deletes(stage),
            records: [stage.desk.rows('contact').length, stage.crm.rows('contact').length],
            counts: await stage.store.counts('contact'),
            failures: await codes(stage),
          }).toEqual({
            label,
            isLeft: false,
            deletes: 1,
            records: [2, 2],
            counts: { linked: 1, deskOnly: 0, crmOnly: 0, dirty: 0 },
            failures: [],
          });
        }
    },
    60_000,
  );

  it.each(['lostBefore', 'lostAfter', { late: 30_000 }] as const)(
    'or an answer that is %o is made good by the next run',
    async (fault) => {
      const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
      stage.crm.trash(crm);
      await stage.run();
      stage.world.now += 60 * second;
      stage.desk.faults = [fault];
      await stage.sync.run('person');
      stage.world.now += 60 * second;
      await stage.settle();
      await runs(stage, 2);
      expect(isAlive(stage, 'desk', desk)).toBe(false);
      expect(await stage.store.counts('contact')).toMatchObject({ linked: 0, deskOnly: 0 });
    },
  );
});
