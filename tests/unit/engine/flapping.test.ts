import { describe, expect, it } from 'vitest';
import { createFailureLog } from '../../../sync/engine/failures';
import { createStage, type Stage } from './stage';

const minute = 60_000;

/** A linked contact, over whose title a rule of each service fights while `isOn`. */
async function fought(): Promise<{
  stage: Stage;
  rules: { isOn: boolean };
  round(): Promise<number>;
}> {
  const stage = await createStage();
  const id = stage.desk.add('contact', { lastName: 'Doe', email: 'doe@x.test', title: 'Boss' });
  await stage.settle();
  const [copy] = stage.crm.rows('contact');
  const rules = { isOn: true };
  stage.desk.edit(id, { title: 'BOSS' });
  /** One run, and what the rules make of what it wrote; how many writes it made. */
  async function round(): Promise<number> {
    const before = stage.writes();
    stage.world.now += 5 * minute;
    await stage.run();
    const writes = stage.writes() - before;
    stage.world.now += minute;
    const [desk] = stage.desk.rows('contact');
    const [crm] = stage.crm.rows('contact');
    if (!rules.isOn) return writes;
    if (crm?.fields['Title'] === 'BOSS') stage.crm.edit(copy?.id ?? '', { Title: 'boss' });
    else if (desk?.fields['title'] === 'boss') stage.desk.edit(id, { title: 'BOSS' });
    return writes;
  }
  return { stage, rules, round };
}

describe('two automations that fight over a field', () => {
  it('are left alone after two rounds: the field is frozen, listed, and nothing else is', async () => {
    const { stage, round } = await fought();
    const writes: number[] = [];
    for (let n = 0; n < 10; n += 1) writes.push(await round());
    expect(writes).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(await stage.store.failures()).toMatchObject([
      { problem: { code: 'field.flapping', kind: 'conflict' } },
    ]);
    // Another field of the same record is synced as ever.
    const [row] = stage.desk.rows('contact');
    stage.desk.edit(row?.id ?? '', { phone: '+49 170 1234567' });
    expect(await round()).toBe(1);
    expect(stage.crm.rows('contact')[0]?.fields['Phone']).toBe('+49 170 1234567');
  });

  it.each(['desk', 'crm'] as const)(
    'are told of by writes to %s whose answer was lost too',
    async (side) => {
      const stage = await createStage();
      const id = stage.desk.add('contact', { lastName: 'Doe', email: 'doe@x.test', title: 'Boss' });
      await stage.settle();
      const copy = stage.crm.rows('contact')[0]?.id ?? '';
      for (let n = 0; n < 2; n += 1) {
        stage.world.now += minute;
        stage.desk.edit(id, { title: 'BOSS' });
        if (side === 'crm') stage.crm.faults = ['lostAfter'];
        await stage.settle();
        expect(stage.crm.rows('contact')[0]?.fields['Title']).toBe('BOSS');
        stage.world.now += minute;
        stage.crm.edit(copy, { Title: 'boss' });
        if (side === 'desk') stage.desk.faults = ['lostAfter'];
        await stage.settle();
        expect(stage.desk.rows('contact')[0]?.fields['title']).toBe('boss');
      }
      stage.world.now += minute;
      stage.desk.edit(id, { title: 'BOSS' });
      const writes = stage.writes();
      await stage.sync.run('alarm');
      expect(stage.writes()).toBe(writes);
      expect(await stage.store.failures()).toMatchObject([{ problem: { code: 'field.flapping' } }]);
    },
  );

  it('are tried again when a person says so, and agree when one was ended', async () => {
    const { stage, rules, round } = await fought();
    for (let n = 0; n < 6; n += 1) await round();
    rules.isOn = false;
    const log = createFailureLog({ ...stage.ports, run: () => undefined });
    const wanted = { kind: null, reason: 'flapping', search: '' };
    expect(await log.retry(wanted, { all: true, except: [] })).toBe(1);
    expect(await round()).toBe(1);
    expect(stage.crm.rows('contact')[0]?.fields['Title']).toBe(
      stage.desk.rows('contact')[0]?.fields['title'],
    );
    expect(await stage.store.failures()).toEqual([]);
    expect(await round()).toBe(0);
  });
});
