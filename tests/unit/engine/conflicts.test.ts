import { expect, it } from 'vitest';
import { createConflictLog } from '../../../sync/engine/conflicts';
import type { ConflictPolicy, Side } from '../../../sync/types';
import { createStage, type Stage } from './stage';

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
  return { stage, log, desk, crm, runs };
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
    const { stage, log, runs } = await clash(policy);
    const { open } = await log.get();
    expect(open).toHaveLength(1);
    expect(open[0]?.kept).toBe(policy === 'ask' ? null : policy);
    expect([open[0]?.desk.value, open[0]?.crm.value]).toEqual(['IT manager', 'Head of IT']);
    await log.decide(open[0]!.id, side, false);
    expect(runs).toEqual(['run']);
    expect((await log.get()).open).toEqual([]);
    await expectBoth(stage, value);
  },
);

it.each(['desk', 'crm'] as const)('an edit in %s made meanwhile stands', async (side: Side) => {
  const { stage, log, desk, crm } = await clash('crm');
  const [conflict] = (await log.get()).open;
  await log.decide(conflict!.id, 'desk', false);
  stage.world.now += 60_000;
  if (side === 'desk') stage.desk.edit(desk, { title: 'Director' });
  else stage.crm.edit(crm, { Title: 'Director' });
  await expectBoth(stage, 'Director');
});

it('an edit of another field does not undo the choice', async () => {
  const { stage, log, crm } = await clash('crm');
  const [conflict] = (await log.get()).open;
  await log.decide(conflict!.id, 'desk', false);
  stage.world.now += 60_000;
  stage.crm.edit(crm, { Phone: '555 0142' });
  await expectBoth(stage, 'IT manager');
});

it('refuses where the field was changed since the person saw it', async () => {
  const { stage, log, desk } = await clash('crm');
  const [conflict] = (await log.get()).open;
  stage.world.now += 60_000;
  stage.desk.edit(desk, { title: 'Director' });
  await stage.run();
  await expect(log.decide(conflict!.id, 'desk', false)).rejects.toMatchObject({
    problem: { code: 'conflict.edited' },
  });
  expect(titles(stage)).toEqual(['Director', 'Director']);
});

it('refuses what the direction of the field does not let through', async () => {
  const { stage, log } = await clash('crm');
  const config = (await stage.store.config())!;
  const contact = config.fields.contact.map((field) =>
    field.desk === 'title' ? { ...field, direction: 'toDesk' as const } : field,
  );
  const { epoch } = await stage.store.control();
  await stage.store.commit({ epoch, config: { ...config, fields: { ...config.fields, contact } } });
  const [conflict] = (await log.get()).open;
  await expect(log.decide(conflict!.id, 'desk', false)).rejects.toMatchObject({
    problem: { code: 'conflict.closed' },
  });
});

it('"always so" decides the next conflict of this field, and nothing is read anew for it', async () => {
  const { stage, log, desk, crm } = await clash('crm');
  const [conflict] = (await log.get()).open;
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
  expect((await log.get()).open[0]).toMatchObject({ kept: 'desk', rule: 'desk' });
});

it('dismissing all leaves the undecided', async () => {
  const { log } = await clash('ask');
  await log.dismiss(null);
  const [conflict] = (await log.get()).open;
  expect(conflict?.kept).toBeNull();
  await log.dismiss(conflict!.id);
  expect((await log.get()).of).toBe(0);
  await expect(log.dismiss(conflict!.id)).rejects.toMatchObject({
    problem: { code: 'conflict.settled' },
  });
});

it('a service that makes something else of the chosen value is believed', async () => {
  const { stage, log } = await clash('crm', upper);
  const [conflict] = (await log.get()).open;
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
