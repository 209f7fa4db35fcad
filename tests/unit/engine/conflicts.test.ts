import { expect, it } from 'vitest';
import { createConflictLog } from '../../../sync/engine/conflicts';
import type { ConflictPolicy } from '../../../sync/types/settings';
import type { Side } from '../../../sync/types';
import { createStage, type Stage } from './stage';

const all = { kind: null, search: '' } as const;

async function clash(policy: ConflictPolicy, normalise?: (name: string, value: never) => never) {
  const stage = await createStage({
    config: { policy },
    ...(normalise && { normalise: normalise as never }),
  });
  const desk = stage.desk.add('contact', {
    lastName: 'Ann',
    email: 'ann@acme.example',
    title: 'Buyer',
  });
  const crm = stage.crm.add('contact', {
    Last_Name: 'Ann',
    Email: 'ann@acme.example',
    Title: 'Buyer',
  });
  await stage.run();
  stage.world.now += 60_000;
  stage.desk.edit(desk, { title: 'IT manager' });
  stage.crm.edit(crm, { Title: 'Head of IT' });
  await stage.run();
  const runs: string[] = [];
  const log = createConflictLog({
    ...stage.ports,
    notifier: { changed: () => undefined },
    run: () => void runs.push('run'),
  });
  const open = async () => (await log.rows({ ...all, show: 'open' }, { offset: 0, limit: 9 })).rows;
  return { stage, log, open, desk, crm, runs };
}

const upper = (name: string, value: never): never =>
  (name === 'Title' ? String(value).toUpperCase() : value) as never;

const titles = (stage: Stage): readonly unknown[] => [
  stage.desk.rows('contact')[0]?.fields['title'],
  stage.crm.rows('contact')[0]?.fields['Title'],
];

/** Converged, and it stays so. */
async function expectBoth(stage: Stage, value: string): Promise<void> {
  stage.world.now += 60_000;
  await stage.run();
  expect(titles(stage)).toEqual([value, value]);
  const writes = stage.writes();
  stage.world.now += 60_000;
  await stage.run();
  expect(stage.writes()).toBe(writes);
  const [pair] = await stage.store.pairsById('contact', 'desk', [
    stage.desk.rows('contact')[0]!.id,
  ]);
  expect(pair?.chosen).toBeUndefined();
  expect(pair?.dirty).toBe(false);
}

it.each([
  ['crm', 'desk', 'IT manager'],
  ['desk', 'crm', 'Head of IT'],
  ['ask', 'desk', 'IT manager'],
  ['ask', 'crm', 'Head of IT'],
] as const)(
  'rule %s, then %s is chosen: both sides get it and keep it',
  async (policy, side, value) => {
    const { stage, log, open, runs } = await clash(policy);
    const [conflict, ...rest] = await open();
    expect(rest).toEqual([]);
    expect(conflict?.kept).toBe(policy === 'ask' ? null : policy);
    expect([conflict?.desk.value, conflict?.crm.value]).toEqual(['IT manager', 'Head of IT']);
    await log.decide(conflict!.id, side, false);
    expect(runs).toEqual(['run']);
    expect(await open()).toEqual([]);
    for (const search of ['', 'ann']) {
      const settled = await log.rows(
        { kind: null, search, show: 'settled' },
        { offset: 0, limit: 9 },
      );
      expect(settled.rows).toMatchObject([{ kept: side, settledAt: stage.world.now }]);
      expect((await log.get({ kind: null, search })).counts).toMatchObject({ open: 0, settled: 1 });
    }
    await expectBoth(stage, value);
  },
);

it.each(['desk', 'crm'] as const)('an edit in %s made meanwhile stands', async (side: Side) => {
  const { stage, log, open, desk, crm } = await clash('crm');
  const [conflict] = await open();
  await log.decide(conflict!.id, 'desk', false);
  stage.world.now += 60_000;
  if (side === 'desk') stage.desk.edit(desk, { title: 'Director' });
  else stage.crm.edit(crm, { Title: 'Director' });
  await expectBoth(stage, 'Director');
});

it('an edit of another field does not undo the choice', async () => {
  const { stage, log, open, crm } = await clash('crm');
  const [conflict] = await open();
  await log.decide(conflict!.id, 'desk', false);
  stage.world.now += 60_000;
  stage.crm.edit(crm, { Phone: '555 0142' });
  await expectBoth(stage, 'IT manager');
});

it('refuses where the field was changed since the person saw it', async () => {
  const { stage, log, open, desk } = await clash('crm');
  const [conflict] = await open();
  stage.world.now += 60_000;
  stage.desk.edit(desk, { title: 'Director' });
  await stage.run();
  await expect(log.decide(conflict!.id, 'desk', false)).rejects.toMatchObject({
    problem: { code: 'conflict.edited' },
  });
  expect(titles(stage)).toEqual(['Director', 'Director']);
});

it('refuses what the direction of the field does not let through', async () => {
  const { stage, log, open } = await clash('crm');
  const config = (await stage.store.config())!;
  const contact = config.fields.contact.map((field) =>
    field.desk === 'title' ? { ...field, direction: 'toDesk' as const } : field,
  );
  const { epoch } = await stage.store.control();
  await stage.store.commit({ epoch, config: { ...config, fields: { ...config.fields, contact } } });
  const [conflict] = await open();
  await expect(log.decide(conflict!.id, 'desk', false)).rejects.toMatchObject({
    problem: { code: 'conflict.closed' },
  });
});

it('"always so" decides the next conflict of this field, and nothing is read anew for it', async () => {
  const { stage, log, open, desk, crm } = await clash('crm');
  const [conflict] = await open();
  await log.decide(conflict!.id, 'desk', true);
  const config = await stage.store.config();
  expect(config?.version).toBe(2);
  const cursor = await stage.store.cursor('desk', 'contact', 'changes');
  expect(cursor).toMatchObject({ configVersion: 2 });
  expect(cursor?.since).not.toBeNull();
  await expectBoth(stage, 'IT manager');
  stage.desk.edit(desk, { title: 'One' });
  stage.crm.edit(crm, { Title: 'Two' });
  await expectBoth(stage, 'One');
  expect((await open())[0]).toMatchObject({ kept: 'desk', rule: 'desk' });
});

it('dismissing all leaves the undecided', async () => {
  const { log, open } = await clash('ask');
  await log.dismiss(null);
  const [conflict] = await open();
  expect(conflict?.kept).toBeNull();
  await log.dismiss(conflict!.id);
  expect((await log.get(all)).counts.open).toBe(0);
  await expect(log.dismiss(conflict!.id)).rejects.toMatchObject({
    problem: { code: 'conflict.settled' },
  });
});

it('a service that makes something else of the chosen value is believed', async () => {
  const { stage, log, open } = await clash('crm', upper);
  const [conflict] = await open();
  await log.decide(conflict!.id, 'desk', false);
  stage.world.now += 60_000;
  await stage.run();
  stage.world.now += 60_000;
  await stage.run();
  expect(titles(stage)).toEqual(['IT manager', 'IT MANAGER']);
  const writes = stage.writes();
  stage.world.now += 60_000;
  await stage.run();
  expect(stage.writes()).toBe(writes);
});

it('lists by record type and name, undecided first, and exports what is listed', async () => {
  const { log } = await clash('ask');
  expect(await log.get(all)).toMatchObject({
    counts: { open: 1, asked: 1, settled: 0 },
    decided: 0,
  });
  expect((await log.get({ ...all, search: 'ÁNN' })).counts.open).toBe(1);
  expect((await log.get({ ...all, search: 'nobody' })).counts.open).toBe(0);
  expect((await log.get({ kind: 'account', search: '' })).counts).toEqual({
    open: 0,
    asked: 0,
    settled: 0,
  });
  const part = { offset: 0, limit: 9 };
  expect((await log.rows({ ...all, kind: 'contact', show: 'asked' }, part)).of).toBe(1);
  expect((await log.rows({ ...all, show: 'asked' }, { offset: 1, limit: 9 })).rows).toEqual([]);
  const lines = (await log.csv(all)).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('"Head of IT"');
});
