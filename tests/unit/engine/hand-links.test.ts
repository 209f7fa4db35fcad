import { expect, it } from 'vitest';
import { createHandLinks } from '../../../sync/engine/hand-links';
import { createStage, type Stage } from './stage';

const desk = { lastName: 'Ann', email: 'ann@acme.example', title: 'Buyer' };
const crm = { Last_Name: 'Ann', Email: 'ann@acme.example', Title: 'Buyer' };

async function setting() {
  const stage = await createStage();
  const runs: string[] = [];
  const links = createHandLinks({ ...stage.ports, run: () => void runs.push('run') });
  return { stage, links, runs };
}

const linkOf = async (stage: Stage, id: string) =>
  (await stage.store.pairsById('contact', 'desk', [id]))[0];

/** Runs until nothing moves, and once more. */
async function rest(stage: Stage): Promise<void> {
  stage.world.now += 60_000;
  await stage.run();
  const writes = stage.writes();
  stage.world.now += 60_000;
  await stage.run();
  expect(stage.writes()).toBe(writes);
}

it('links two that nothing else brings together, and the sync goes on from there', async () => {
  const { stage, links, runs } = await setting();
  const ann = stage.desk.add('contact', { lastName: 'Ann', email: 'ann@home.example' }, 0);
  const other = stage.crm.add('contact', { Last_Name: 'Ann', Email: 'ann@acme.example' }, 0);
  await rest(stage);
  expect((await linkOf(stage, ann))?.crm).toBeNull();
  await links.link('contact', ann, other);
  expect(await linkOf(stage, ann)).toMatchObject({ crm: { id: other }, linkedBy: 'hand' });
  expect(runs).toEqual(['run']);
  await rest(stage);
  // CRM wins by default; what lost is in the conflict log.
  expect(stage.desk.rows('contact')[0]?.fields['email']).toBe('ann@acme.example');
  stage.crm.edit(other, { Title: 'Head of IT' });
  await rest(stage);
  expect(stage.desk.rows('contact')[0]?.fields['title']).toBe('Head of IT');
  expect((await stage.store.counts('contact')).linked).toBe(1);
});

it('settles what matching would not guess', async () => {
  const { stage, links } = await setting();
  const ann = stage.desk.add('contact', desk);
  stage.crm.add('contact', crm);
  const second = stage.crm.add('contact', crm);
  stage.world.now += 60_000;
  await stage.run();
  expect((await stage.store.failures()).map(({ problem }) => problem.code)).toContain(
    'match.ambiguous',
  );
  await links.link('contact', ann, second);
  await rest(stage);
  expect((await linkOf(stage, ann))?.crm?.id).toBe(second);
  // The other duplicate in CRM gets no twin in Desk.
  expect(stage.desk.rows('contact')).toHaveLength(1);
});

it('keeps apart what was unlinked, though it looks alike, and makes no twin of either', async () => {
  const { stage, links } = await setting();
  const ann = stage.desk.add('contact', desk);
  const other = stage.crm.add('contact', crm);
  await rest(stage);
  expect((await linkOf(stage, ann))?.crm?.id).toBe(other);
  expect(await links.unlink('contact', ann)).toBe(true);
  await rest(stage);
  stage.desk.edit(ann, { title: 'IT manager' });
  await rest(stage);
  expect((await linkOf(stage, ann))?.crm).toBeNull();
  expect(stage.desk.rows('contact')).toHaveLength(1);
  expect(stage.crm.rows('contact').map(({ fields }) => fields['Title'])).toEqual(['Buyer']);
  expect(await links.unlink('contact', ann)).toBe(false);
  await links.link('contact', ann, other);
  await rest(stage);
  expect(stage.crm.rows('contact').map(({ fields }) => fields['Title'])).toHaveLength(1);
  expect((await linkOf(stage, ann))?.crm?.id).toBe(other);
});

it('moves a link to another record and leaves the former one alone', async () => {
  const { stage, links } = await setting();
  const ann = stage.desk.add('contact', desk);
  const first = stage.crm.add('contact', crm);
  const second = stage.crm.add('contact', { Last_Name: 'Anna', Email: 'anna@acme.example' }, 0);
  await rest(stage);
  await links.link('contact', ann, second);
  await rest(stage);
  expect((await linkOf(stage, ann))?.crm?.id).toBe(second);
  expect((await stage.store.pairsById('contact', 'crm', [first]))[0]?.desk).toBeNull();
  expect(stage.desk.rows('contact')).toHaveLength(1);
});

it('takes no record that has a partner, and none that is gone', async () => {
  const { stage, links } = await setting();
  const ann = stage.desk.add('contact', desk);
  const bob = stage.desk.add('contact', { lastName: 'Bob', email: 'bob@acme.example' }, 0);
  const other = stage.crm.add('contact', crm);
  await rest(stage);
  await expect(links.link('contact', bob, other)).rejects.toMatchObject({
    problem: { code: 'link.paired' },
  });
  stage.crm.trash(other);
  await expect(links.link('contact', bob, other)).rejects.toMatchObject({
    problem: { code: 'link.gone' },
  });
  expect((await linkOf(stage, ann))?.crm?.id).toBe(other);
});
