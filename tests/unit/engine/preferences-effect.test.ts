import { expect, it } from 'vitest';
import { createPreferencesEffects } from '../../../sync/engine/preferences-effect';
import { createPreferences } from '../../../sync/engine/preferences';
import type { PreferencesDraft } from '../../../sync/protocol/administration';
import { createStage, start } from './stage';
import { premap } from '../../../sync/core/premap';

const year = 365 * 24 * 3_600_000;

async function world() {
  const stage = await createStage();
  const counted: string[] = [];
  const crm = {
    ...stage.crm,
    countView: async (kind: string, id: string) => {
      counted.push(`${kind}/${id}`);
      return id === 'gone' ? null : 7;
    },
  };
  const ports = { ...stage.ports, crm };
  const { effect, counts } = createPreferencesEffects(ports);
  const preferences = createPreferences({
    premap,
    ...ports,
    run: () => undefined,
    look: async () => undefined,
  });
  /** What the changes would do by the numbers, and what saving them then does. */
  const told = async (part: Partial<PreferencesDraft>) => {
    const { draft } = await preferences.get();
    return effect((await stage.store.config())!, { ...draft, ...part });
  };
  const save = async (part: Partial<PreferencesDraft>) => {
    const { version, draft } = await preferences.get();
    await preferences.save(version, { ...draft, ...part });
    await stage.settle();
  };
  return { stage, counts, counted, told, save };
}

it('counts the addresses that a secondary e-mail would overwrite, as the run then does', async () => {
  const { stage, told, save } = await world();
  const old = start - 2 * year;
  const id = stage.desk.add('contact', { lastName: 'Ada', email: 'old@x.example' }, old);
  stage.crm.add(
    'contact',
    { Last_Name: 'Ada', Email: 'new@x.example', Secondary_Email: 'OLD@x.example' },
    old,
  );
  // Found by the first address with or without it.
  stage.desk.add('contact', { lastName: 'Bo', email: 'bo@x.example' }, old);
  stage.crm.add('contact', { Last_Name: 'Bo', Email: 'bo@x.example' }, old);
  // Two for one are never guessed.
  stage.desk.add('contact', { lastName: 'Cy', email: 'cy@x.example' }, old);
  for (const Email of ['c1@x.example', 'c2@x.example'])
    stage.crm.add('contact', { Last_Name: 'Cy', Email, Secondary_Email: 'cy@x.example' }, old);
  await stage.settle();
  const { addresses, looked, of } = await told({ secondaryEmail: true });
  expect(addresses).toEqual({
    count: 1,
    rows: [{ title: 'Ada', before: 'old@x.example', after: 'new@x.example' }],
  });
  expect(looked).toBe(of);
  await save({ secondaryEmail: true });
  const emails = stage.desk.rows('contact').map((row) => row.fields['email']);
  expect(stage.desk.rows('contact').find((row) => row.id === id)?.fields['email']).toBe(
    'new@x.example',
  );
  expect(emails).toContain('cy@x.example');
});

it('counts what a wider window would create, as the run then does', async () => {
  const { stage, told, save } = await world();
  stage.desk.add('contact', { lastName: 'Old', email: 'old@x.example' }, start - 2 * year);
  stage.crm.add('account', { Account_Name: 'Older' }, start - 2 * year);
  stage.crm.add('account', { Account_Name: 'Oldest' }, start - 9 * year);
  await stage.settle();
  const importFrom = start - 3 * year;
  expect((await told({ importFrom })).created).toEqual({ desk: 1, crm: 1 });
  const writes = stage.writes();
  await save({ importFrom });
  expect(stage.writes() - writes).toBe(2);
});

it('counts what another sync type would write at once, and accounts with people in them', async () => {
  const { stage, told, save } = await world();
  const accountId = stage.desk.add('account', { accountName: 'Nordwind' });
  stage.desk.add('account', { accountName: 'Nobody' });
  stage.desk.add('contact', { lastName: 'Ada', email: 'ada@x.example', accountId });
  await stage.settle();
  const { draft } = await createPreferences({
    premap,
    ...stage.ports,
    run: () => undefined,
    look: async () => undefined,
  }).get();
  const syncType = { ...draft.syncType, contact: 'crmToDesk', account: 'crmToDesk' } as const;
  await save({ syncType });
  // Desk's edit stays there; two-way, it goes over.
  const [ada] = stage.desk.rows('contact');
  stage.desk.edit(ada!.id, { phone: '12345' });
  await stage.settle();
  const back = await told({ syncType: draft.syncType });
  expect(back.written).toEqual({ desk: 0, crm: 1 });
  const always = { ...draft.deletions.account, crmDeleted: 'always' } as const;
  const told2 = await told({ deletions: { ...draft.deletions, account: always } });
  expect(told2.peopled).toBe(1);
  // Nothing of this one concerns a record.
  expect(await told({ pollEveryMs: 3_600_000 })).toMatchObject({ looked: 0, of: 0 });
});

it('asks for the number of a view once in ten minutes, and leaves untold what CRM does not tell', async () => {
  const { stage, counts, counted } = await world();
  expect(await counts('contact', ['1', 'gone'])).toEqual([7, null]);
  expect(await counts('contact', ['1', '2'])).toEqual([7, 7]);
  expect(counted).toEqual(['contact/1', 'contact/gone', 'contact/2']);
  stage.world.now += 11 * 60_000;
  await counts('contact', ['1']);
  expect(counted).toHaveLength(4);
  await stage.run();
  await counts('contact', ['1']);
  expect(counted).toHaveLength(5);
});
