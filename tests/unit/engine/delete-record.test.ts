import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createSync } from '../../../sync/engine/sync';
import { mortal, settle } from './stage';
import { type Linked, second, linked, runs, isAlive, codes, deletes } from './deletions';

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
