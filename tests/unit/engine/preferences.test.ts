import { expect, it } from 'vitest';
import { createPreferences } from '../../../sync/engine/preferences';
import { isPreferences } from '../../../sync/engine/preferences-shape';
import { createStage } from './stage';

async function world() {
  const stage = await createStage();
  await stage.run();
  const heard: string[] = [];
  const views = async () => [{ id: '1', name: 'All' }];
  const preferences = createPreferences({
    store: stage.store,
    desk: { fields: async () => [], views },
    crm: { fields: async () => [], views },
    notifier: { changed: (topic) => void heard.push(topic) },
    run: () => void heard.push('run'),
  });
  return { stage, preferences, heard };
}

it('saves a rule without reading anything anew', async () => {
  const { stage, preferences, heard } = await world();
  const { version, draft, available } = await preferences.get();
  expect(available.departments).toEqual([{ id: '1', name: 'All' }]);
  await preferences.save(version, { ...draft, policy: 'ask' });
  expect(await stage.store.config()).toMatchObject({ version: version + 1, policy: 'ask' });
  const cursor = await stage.store.cursor('crm', 'contact', 'changes');
  expect(cursor?.configVersion).toBe(version + 1);
  expect(heard).toEqual(['setup', 'status', 'run']);
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
  ])
    expect(isPreferences(wrong as never)).toBe(false);
});
