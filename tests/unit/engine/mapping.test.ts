import { expect, it } from 'vitest';
import { createMapping } from '../../../sync/engine/mapping';
import { createStage } from './stage';
import { meta } from '../field-meta';
import { premap } from '../../../sync/core/premap';

async function linked() {
  const stage = await createStage();
  const accountId = stage.desk.add('account', { accountName: 'Acme' });
  const Account_Name = stage.crm.add('account', { Account_Name: 'Acme' });
  const desk = { lastName: 'Ann', email: 'ann@acme.example', nick: 'Annie', accountId };
  const crm = { Last_Name: 'Ann', Email: 'ann@acme.example', Nick: 'Nan', Account_Name };
  stage.desk.add('contact', desk);
  stage.crm.add('contact', { ...crm, Title: 'Buyer' });
  await stage.run();
  const fields = {
    desk: [
      meta('lastName', { mandatory: true }),
      meta('email', { type: 'email' }),
      meta('nick'),
      meta('accountId', { type: 'lookup', lookup: 'account' }),
    ],
    crm: [
      meta('Last_Name', { mandatory: true }),
      meta('Email', { type: 'email' }),
      meta('Nick'),
      meta('Account_Name', { type: 'lookup', lookup: 'account' }),
    ],
  };
  const known = { ...fields };
  const runs: string[] = [];
  const mapping = createMapping({
    premap,
    ...stage.ports,
    desk: {
      fields: async () => fields.desk,
      knownFields: async () => known.desk,
      get: (...given) => stage.desk.get(...given),
      changes: (...given) => stage.desk.changes(...given),
    },
    crm: {
      fields: async () => fields.crm,
      knownFields: async () => known.crm,
      get: (...given) => stage.crm.get(...given),
      changes: (...given) => stage.crm.changes(...given),
    },
    notifier: { changed: () => undefined },
    run: () => void runs.push('run'),
  });
  return { stage, mapping, runs, fields, known };
}

const name = { desk: 'lastName', crm: 'Last_Name', direction: 'both' } as const;
const account = { desk: 'accountId', crm: 'Account_Name', direction: 'both' } as const;
const nick = { desk: 'nick', crm: 'Nick', direction: 'toDesk' } as const;

it('shows what is mapped, what goes together and a record to try it with', async () => {
  const { mapping } = await linked();
  const view = await mapping.get('contact');
  expect(view).toMatchObject({ version: 1, linked: 1, syncType: 'twoWay' });
  expect(view.suggestions).toEqual([{ desk: 'nick', crm: 'Nick', because: 'sameName' }]);
  expect(view.samples[0]?.title).toBe('Ann');
  const { rows } = await mapping.sample('contact', view.samples[0]!.key, [name, nick, account]);
  expect(rows.map(({ desk, from, to }) => [desk, from, to])).toEqual([
    ['lastName', 'Ann', 'Ann'],
    ['nick', 'Nan', 'Nan'],
    // What is carried over is an id, which no person knows.
    ['accountId', 'Acme', 'Acme'],
  ]);
});

it('shows the fields as they were last read, and a check tells where that is out of date', async () => {
  const { mapping, fields, known } = await linked();
  const before = await mapping.get('contact');
  expect((await mapping.check('contact', [name])).metas).toBe(before.metas);
  fields.desk = [...fields.desk, meta('added')];
  expect((await mapping.get('contact')).desk).toEqual(before.desk);
  const { metas } = await mapping.check('contact', [name]);
  expect(metas).not.toBe(before.metas);
  // As the adapter remembers what the check has read.
  known.desk = fields.desk;
  expect((await mapping.get('contact')).metas).toBe(metas);
});

it('saves a new version, and the next run carries the new field over', async () => {
  const { stage, mapping, runs } = await linked();
  await mapping.save('contact', 1, [name, nick]);
  const config = await stage.store.config();
  expect(config?.version).toBe(2);
  expect(config?.fields.contact.map(({ desk }) => desk)).toEqual(['lastName', 'nick']);
  expect(runs).toEqual(['run']);
  stage.world.now += 60_000;
  await stage.run();
  expect(stage.desk.rows('contact')[0]?.fields['nick']).toBe('Nan');
});

it('refuses what another window changed meanwhile, and what cannot be', async () => {
  const { stage, mapping } = await linked();
  await mapping.save('contact', 1, [name]);
  await expect(mapping.save('contact', 1, [name, nick])).rejects.toMatchObject({
    problem: { code: 'config.changedMeanwhile' },
  });
  await expect(mapping.save('contact', 2, [nick])).rejects.toMatchObject({
    problem: { code: 'mapping.faulty' },
  });
  expect((await stage.store.config())?.version).toBe(2);
});
