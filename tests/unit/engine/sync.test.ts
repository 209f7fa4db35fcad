import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createStage } from './stage';

const second = 1000;

describe('first sync', () => {
  it('links by e-mail and name, creates the rest on the other side, then rests', async () => {
    const stage = await createStage();
    const { desk, crm } = stage;
    desk.add('account', { accountName: 'Acme  Inc' });
    crm.add('account', { Account_Name: 'acme inc', Website: 'acme.test' });
    const lonely = crm.add('account', { Account_Name: 'Only CRM' });
    desk.add('contact', { lastName: 'Doe', email: 'jane@x.test' });
    crm.add('contact', {
      Last_Name: 'Doe',
      First_Name: 'Jane',
      Email: 'JANE@x.test',
      Account_Name: lonely,
    });
    desk.add('contact', { lastName: 'Nomail' });
    const run = await stage.run();
    expect(run.tally.account).toMatchObject({ linked: 1, createdInDesk: 1, failed: 0 });
    expect(run.tally.contact).toMatchObject({ linked: 1, createdInCrm: 1, failed: 0 });
    const [jane] = desk.rows('contact');
    expect(jane?.fields).toMatchObject({ firstName: 'Jane' });
    const deskAccount = desk
      .rows('account')
      .find((row) => row.fields['accountName'] === 'Only CRM');
    expect(jane?.fields['accountId']).toBe(deskAccount?.id);
    expect(desk.rows('account')).toHaveLength(2);
    expect(crm.rows('contact')).toHaveLength(2);
    const writes = stage.writes();
    const again = await stage.run();
    expect(stage.writes()).toBe(writes);
    expect(again.type).toBe('incremental');
    expect(again.calls).toBeLessThanOrEqual(8);
  });

  it('leaves old records alone unless they match', async () => {
    const stage = await createStage();
    const old = stage.config.importFrom - 1;
    stage.desk.add('contact', { lastName: 'Old', email: 'old@x.test' }, old);
    stage.crm.add('contact', { Last_Name: 'Older', Email: 'older@x.test' }, old);
    stage.crm.add('contact', { Last_Name: 'Twin', Email: 'twin@x.test' }, old);
    stage.desk.add('contact', { lastName: 'Twin', email: 'twin@x.test' });
    const run = await stage.run();
    expect(run.tally.contact).toMatchObject({ linked: 1, createdInCrm: 0, createdInDesk: 0 });
  });

  it('never guesses between two candidates', async () => {
    const stage = await createStage();
    stage.crm.add('contact', { Last_Name: 'A', Email: 'twice@x.test' });
    stage.crm.add('contact', { Last_Name: 'B', Email: 'twice@x.test' });
    stage.desk.add('contact', { lastName: 'A', email: 'twice@x.test' });
    await stage.run();
    expect(stage.writes()).toBe(0);
    const codes = (await stage.store.failures()).map((one) => one.problem.code);
    expect(new Set(codes)).toEqual(new Set(['match.ambiguous']));
    // One of the two is deleted: the others are looked at again.
    stage.world.now += 60 * second;
    stage.crm.trash(stage.crm.rows('contact')[1]?.id ?? '');
    const run = await stage.run();
    expect(run.tally.contact.linked).toBe(1);
    expect(await stage.store.failures()).toEqual([]);
  });

  it('holds a record without its mandatory field, and goes on with the others', async () => {
    const stage = await createStage();
    stage.crm.add('contact', { Email: 'noname@x.test' });
    stage.crm.add('contact', { Last_Name: 'Fine', Email: 'fine@x.test' });
    const run = await stage.run();
    expect(run.tally.contact).toMatchObject({ createdInDesk: 1, failed: 1 });
    const [failure] = await stage.store.failures();
    expect(failure).toMatchObject({ side: 'desk', problem: { code: 'field.mandatoryMissing' } });
  });
});

describe('later runs', () => {
  const linked = async (): ReturnType<typeof createStage> => {
    const stage = await createStage();
    stage.desk.add('contact', { lastName: 'Doe', email: 'jane@x.test', title: 'A', phone: '1' });
    await stage.run();
    stage.world.now += 60 * second;
    return stage;
  };
  const ids = (stage: Awaited<ReturnType<typeof createStage>>): { desk: string; crm: string } => ({
    desk: stage.desk.rows('contact')[0]?.id ?? '',
    crm: stage.crm.rows('contact')[0]?.id ?? '',
  });
  const field = (stage: Awaited<ReturnType<typeof createStage>>, name: string): unknown[] => [
    stage.desk.rows('contact')[0]?.fields[name === 'phone' ? 'phone' : 'title'],
    stage.crm.rows('contact')[0]?.fields[name === 'phone' ? 'Phone' : 'Title'],
  ];

  it('carries different fields both ways and logs the loser of the same field', async () => {
    const stage = await linked();
    const { desk, crm } = ids(stage);
    stage.desk.edit(desk, { phone: '22', title: 'D' });
    stage.crm.edit(crm, { Title: 'C' });
    await stage.run();
    expect(field(stage, 'phone')).toEqual(['22', '22']);
    expect(field(stage, 'title')).toEqual(['C', 'C']);
    expect(await stage.store.conflicts()).toMatchObject([
      { deskValue: 'D', crmValue: 'C', kept: 'crm' },
    ]);
    const writes = stage.writes();
    await stage.run();
    await stage.run();
    expect(stage.writes()).toBe(writes);
  });

  it('sees an edit that falls between the look and the guarded write', async () => {
    const stage = await linked();
    const { desk, crm } = ids(stage);
    stage.desk.edit(desk, { phone: '22' });
    let isFirst = true;
    stage.crm.beforeWrite = () => {
      if (isFirst) {
        stage.world.now += 2 * second;
        stage.crm.edit(crm, { Phone: '33' });
      }
      isFirst = false;
    };
    await stage.settle();
    await stage.settle();
    expect(field(stage, 'phone')).toEqual(['33', '33']);
    expect(await stage.store.conflicts()).toMatchObject([{ deskValue: '22', crmValue: '33' }]);
  });

  it('never loses an edit in the second of its own write', async () => {
    const stage = await linked();
    const { desk, crm } = ids(stage);
    stage.desk.edit(desk, { phone: '22' });
    const { update } = stage.crm;
    stage.crm.update = async (...given) => {
      const result = await update(...given);
      stage.crm.edit(crm, { Title: 'same second', Phone: '777777' });
      return result;
    };
    await stage.run();
    stage.crm.update = update;
    stage.world.now += 30 * second;
    await stage.run();
    expect(field(stage, 'title')).toEqual(['same second', 'same second']);
    expect(field(stage, 'phone')).toEqual(['777777', '777777']);
  });

  it('reads a Desk record right before it writes to it', async () => {
    const stage = await linked();
    const { desk, crm } = ids(stage);
    stage.crm.edit(crm, { Title: 'C' });
    const { get } = stage.desk;
    stage.desk.get = async (...given) => {
      stage.desk.get = get;
      stage.desk.edit(desk, { title: 'D' });
      return get(...given);
    };
    await stage.run();
    expect(field(stage, 'title')).toEqual(['C', 'C']);
    expect(await stage.store.conflicts()).toMatchObject([{ deskValue: 'D', crmValue: 'C' }]);
  });

  it('cuts the link when a record is deleted, and never makes it again', async () => {
    const stage = await linked();
    stage.crm.trash(ids(stage).crm);
    await stage.run();
    stage.desk.edit(ids(stage).desk, { phone: '9' });
    const writes = stage.writes();
    stage.world.now += 600 * second;
    await stage.run();
    await stage.run();
    expect(stage.writes()).toBe(writes);
    expect(stage.desk.rows('contact')[0]?.trashedAt).toBeNull();
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 0, deskOnly: 1, dirty: 0 });
  });

  it('turns one refused record into a failure that a later success drops', async () => {
    const stage = await linked();
    const { desk } = ids(stage);
    stage.desk.add('contact', { lastName: 'Other', email: 'other@x.test' });
    stage.desk.edit(desk, { phone: 'bad' });
    stage.crm.refuse = (_, fields) =>
      fields['Phone'] === 'bad'
        ? new SyncError({ code: 'record.invalid', kind: 'conflict', message: 'no' })
        : null;
    const run = await stage.run();
    expect(run.tally.contact).toMatchObject({ failed: 1, createdInCrm: 1 });
    expect(await stage.store.failures()).toMatchObject([{ attempts: 1, title: 'Doe' }]);
    stage.desk.edit(desk, { phone: '44' });
    await stage.run();
    expect(await stage.store.failures()).toEqual([]);
    expect(field(stage, 'phone')).toEqual(['44', '44']);
  });

  it('writes a contact without its unlinked account and adds it when that is linked', async () => {
    const stage = await createStage();
    const account = stage.desk.add('account', { website: 'http://x.test' });
    stage.desk.add('contact', { lastName: 'Doe', email: 'jane@x.test', accountId: account });
    await stage.run();
    expect(stage.crm.rows('contact')[0]?.fields['Account_Name'] ?? null).toBeNull();
    stage.world.now += 60 * second;
    stage.desk.edit(account, { accountName: 'Now named' });
    await stage.run();
    expect(stage.crm.rows('contact')[0]?.fields['Account_Name']).toBe(
      stage.crm.rows('account')[0]?.id,
    );
    const writes = stage.writes();
    await stage.run();
    expect(stage.writes()).toBe(writes);
  });

  it('does not ping-pong with services that rewrite values', async () => {
    const stage = await createStage({
      normalise: (name, value) =>
        name === 'Title' && typeof value === 'string' ? value.toUpperCase() : value,
      deskNormalise: (name, value) =>
        name === 'title' && typeof value === 'string' ? `${value.toLowerCase()}.` : value,
    });
    const id = stage.desk.add('contact', { lastName: 'Doe', email: 'a@x.test', title: 'Boss' });
    stage.crm.add('contact', { Last_Name: 'Roe', Email: 'b@x.test', Title: 'Boss' });
    for (let round = 0; round < 4; round++) {
      await stage.run();
      stage.world.now += 60 * second;
    }
    const before = stage.writes();
    await stage.run();
    expect(stage.writes()).toBe(before);
    stage.desk.edit(id, { title: 'Chief' });
    for (let round = 0; round < 4; round++) {
      await stage.run();
      stage.world.now += 60 * second;
    }
    const after = stage.writes();
    expect(after - before).toBeLessThanOrEqual(2);
    await stage.run();
    expect(stage.writes()).toBe(after);
  });
});
