import { expect, it } from 'vitest';
import { createPreferences } from '../../../sync/engine/preferences';
import { isPreferences } from '../../../sync/engine/preferences-shape';
import { createStage } from './stage';
import { premap } from '../../../sync/core/premap';

async function world() {
  const stage = await createStage();
  await stage.run();
  const heard: string[] = [];
  const views = async () => [{ id: '1', name: 'All' }];
  const preferences = createPreferences({
    premap,
    clock: stage.ports.clock,
    store: stage.store,
    desk: { fields: async () => [], views },
    crm: { fields: async () => [], views },
    notifier: { changed: (topic) => void heard.push(topic) },
    run: () => void heard.push('run'),
    look: async () => void heard.push('look'),
  });
  return { stage, preferences, heard };
}

it('saves a rule without reading anything anew', async () => {
  const { stage, preferences, heard } = await world();
  const { version, draft } = await preferences.get();
  expect((await preferences.choices()).departments).toEqual([{ id: '1', name: 'All' }]);
  await preferences.save(version, { ...draft, policy: 'ask' });
  expect(await stage.store.config()).toMatchObject({ version: version + 1, policy: 'ask' });
  const cursor = await stage.store.cursor('crm', 'contact', 'changes');
  expect(cursor?.configVersion).toBe(version + 1);
  expect(heard).toEqual(['setup', 'status', 'run']);
});

it('wants what follows to be shown, where it was asked to, before anything can run', async () => {
  const { preferences, heard } = await world();
  const { version, draft } = await preferences.get();
  const syncType = { ...draft.syncType, product: 'twoWay' } as const;
  await preferences.save(version, { ...draft, syncType }, true);
  expect(heard).toEqual(['look', 'setup', 'status', 'run']);
});

it('reads everything anew where records come or go, and keeps what it does not show', async () => {
  const { stage, preferences } = await world();
  const before = await stage.store.config();
  const { version, draft } = await preferences.get();
  await preferences.save(version, { ...draft, secondaryEmail: true });
  const cursor = await stage.store.cursor('crm', 'contact', 'changes');
  expect(cursor?.configVersion).toBe(version);
  expect((await stage.store.config())?.fields.contact).toEqual(before?.fields.contact);
  await expect(preferences.save(version, draft)).rejects.toMatchObject({
    problem: { code: 'config.changedMeanwhile' },
  });
});

it('takes no other shape for preferences', async () => {
  const { preferences } = await world();
  const { draft } = await preferences.get();
  expect(isPreferences(draft)).toBe(true);
  for (const wrong of [
    null,
    {},
    { ...draft, policy: 'nobody' },
    { ...draft, syncType: { ...draft.syncType, contact: 'both' } },
    { ...draft, importFrom: Number.NaN },
    { ...draft, departments: [1] },
    { ...draft, deletions: { ...draft.deletions, account: { crmDeleted: 'always' } } },
    { ...draft, version: 9 },
    { ...draft, fields: {} },
    { ...draft, pollEveryMs: 1 },
    { ...draft, credits: { desk: draft.credits.desk } },
    { ...draft, credits: { ...draft.credits, crm: { capPerDay: 100, reservePerDay: 100 } } },
    { ...draft, credits: { ...draft.credits, crm: { capPerDay: -1, reservePerDay: 0 } } },
  ])
    expect(isPreferences(wrong as never)).toBe(false);
});

it('keeps how often is looked and how much may be spent, without reading anew', async () => {
  const { stage, preferences } = await world();
  const { version, draft } = await preferences.get();
  expect(draft).toMatchObject({ pollEveryMs: null, credits: { crm: { capPerDay: null } } });
  const desk = { capPerDay: 5_000, reservePerDay: 500 };
  const every = 3_600_000;
  await preferences.save(version, {
    ...draft,
    pollEveryMs: every,
    credits: { ...draft.credits, desk },
  });
  expect(await stage.store.config()).toMatchObject({ pollEveryMs: every, credits: { desk } });
  expect((await stage.store.cursor('crm', 'contact', 'changes'))?.configVersion).toBe(version + 1);
  const { lastRunAt } = await stage.store.control();
  expect(await stage.sync.nextWakeAt()).toBe((lastRunAt ?? 0) + every);
  await preferences.save(version + 1, { ...draft, pollEveryMs: null });
  expect(await stage.sync.nextWakeAt()).toBeLessThan((lastRunAt ?? 0) + every);
});
