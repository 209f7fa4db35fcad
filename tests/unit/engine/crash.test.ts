import { describe, expect, it } from 'vitest';
import { createSync } from '../../../sync/engine/sync';
import { createStage, mortal, settle, type Stage } from './stage';

/** A dozen records a side: matches, conflicts, links, duplicates by name, records without e-mail. */
async function populated(options: Parameters<typeof createStage>[0] = {}): Promise<Stage> {
  const stage = await createStage(options);
  const { desk, crm } = stage;
  const acme = desk.add('account', { accountName: 'Acme' });
  const initech = desk.add('account', { accountName: 'Initech' });
  const acmeCrm = crm.add('account', { Account_Name: 'ACME', Phone: '11' });
  const globex = crm.add('account', { Account_Name: 'Globex' });
  for (let n = 0; n < 4; n++) {
    desk.add('contact', {
      lastName: `Both${n}`,
      email: `both${n}@x.test`,
      title: 'D',
      accountId: acme,
    });
    crm.add('contact', {
      Last_Name: `Both${n}`,
      Email: `BOTH${n}@x.test`,
      Phone: `5${n}`,
      Account_Name: acmeCrm,
    });
    desk.add('contact', { lastName: `Desk${n}`, email: `desk${n}@x.test`, accountId: initech });
    crm.add('contact', { Last_Name: `Crm${n}`, Email: `crm${n}@x.test`, Account_Name: globex });
  }
  desk.add('contact', { lastName: 'Nomail', phone: '77' });
  crm.add('contact', { Last_Name: 'Silent', Title: 'T' });
  return stage;
}

/** What a person sees, whatever ids were given. */
function visible(stage: Stage): unknown {
  const view = (side: 'desk' | 'crm'): string[] => {
    const { rows } = stage[side];
    const names = new Map<unknown, unknown>(
      rows('account').map((row) => [
        row.id,
        row.fields['accountName'] ?? row.fields['Account_Name'],
      ]),
    );
    return (['account', 'contact'] as const).flatMap((kind) =>
      rows(kind)
        .filter((row) => row.trashedAt === null)
        .map((row) => {
          const parent = side === 'desk' ? 'accountId' : 'Account_Name';
          const fields = Object.entries(row.fields)
            .filter(([, value]) => value !== null)
            .map(([name, value]) => [
              name,
              kind === 'contact' && name === parent ? names.get(value) : value,
            ]);
          return JSON.stringify([kind, fields.toSorted()]);
        })
        .toSorted(),
    );
  };
  return { desk: view('desk'), crm: view('crm') };
}

async function expectRest(stage: Stage): Promise<void> {
  const writes = stage.writes();
  stage.world.now += 60_000;
  const run = await stage.run();
  expect(stage.writes()).toBe(writes);
  expect(run.problem).toBeNull();
  for (const kind of ['account', 'contact'] as const)
    expect(await stage.store.counts(kind)).toMatchObject({ deskOnly: 0, crmOnly: 0, dirty: 0 });
  expect(await stage.store.failures()).toEqual([]);
}

describe('a worker that dies at any call', () => {
  it('leaves the same records behind as one that lives', async () => {
    const calm = await populated();
    const counting = mortal(calm.ports, 0, 'before');
    await settle(createSync(counting.ports), calm.store, calm.world);
    await expectRest(calm);
    const expected = visible(calm);
    expect(calm.desk.rows('contact')).toHaveLength(14);
    const total = counting.calls();
    expect(total).toBeGreaterThan(60);
    for (const moment of ['before', 'after'] as const)
      for (let at = 1; at <= total; at++) {
        const stage = await populated();
        const { ports, died } = mortal(stage.ports, at, moment);
        await Promise.race([createSync(ports).run('alarm'), died]);
        await settle(createSync(stage.ports), stage.store, stage.world);
        expect(visible(stage), `killed ${moment} call ${at} of ${total}`).toEqual(expected);
        await expectRest(stage);
      }
  }, 120_000);

  it('survives dying again and again', async () => {
    const calm = await populated();
    await calm.settle();
    for (let step = 3; step <= 40; step += 3) {
      const stage = await populated();
      for (let life = 0; life < 200; life++) {
        const { ports, died } = mortal(
          stage.ports,
          step + (life % 7),
          life % 2 ? 'after' : 'before',
        );
        const end = await Promise.race([createSync(ports).run('person'), died]);
        if (end !== 'died' && typeof end !== 'string' && !end.problem) break;
        stage.world.now += 5_000;
      }
      await stage.settle();
      expect(visible(stage), `every ${step} calls`).toEqual(visible(calm));
      await expectRest(stage);
    }
  }, 120_000);
});

describe('a create of unknown outcome', () => {
  it.each(['lostBefore', 'lostAfter', { late: 300_000 }] as const)(
    '%o leaves no duplicate and no gap',
    async (fault) => {
      const calm = await populated();
      await calm.settle();
      for (const side of ['desk', 'crm'] as const)
        for (let nth = 0; nth < 6; nth++) {
          const stage = await populated();
          stage[side].faults = [...Array.from({ length: nth }, () => null), fault];
          await stage.settle();
          // Longer than a late effect takes: it must have been found, or there are two.
          stage.world.now += 400_000;
          await stage.settle();
          await stage.settle();
          expect(visible(stage), `${side} write ${nth}`).toEqual(visible(calm));
          await expectRest(stage);
        }
    },
  );

  it('is not made again when somebody deleted the copy', async () => {
    const stage = await createStage();
    stage.desk.add('contact', { lastName: 'Ghost', email: 'ghost@x.test' });
    stage.crm.faults = ['lostAfter'];
    await stage.sync.run('alarm');
    stage.crm.trash(stage.crm.rows('contact')[0]?.id ?? '');
    await stage.settle();
    expect(stage.crm.rows('contact')).toHaveLength(1);
    expect(await stage.store.failures()).toMatchObject([
      { problem: { code: 'create.copyDeleted' } },
    ]);
  });

  it('keeps what was edited on the copy and on the source before it was found', async () => {
    const stage = await createStage();
    const id = stage.desk.add('contact', {
      lastName: 'Doe',
      email: 'a@x.test',
      title: 'T',
      phone: '1',
    });
    stage.crm.faults = ['lostAfter'];
    await stage.sync.run('alarm');
    stage.world.now += 5_000;
    stage.crm.edit(stage.crm.rows('contact')[0]?.id ?? '', { Title: 'edited copy' });
    stage.desk.edit(id, { phone: '2' });
    await stage.settle();
    stage.world.now += 60_000;
    await stage.settle();
    expect(stage.crm.rows('contact')).toHaveLength(1);
    expect(stage.crm.rows('contact')[0]?.fields).toMatchObject({
      Title: 'edited copy',
      Phone: '2',
    });
    expect(stage.desk.rows('contact')[0]?.fields).toMatchObject({
      title: 'edited copy',
      phone: '2',
    });
    // Were it no copy but made by hand, this would be a conflict: so it is on record.
    expect(await stage.store.conflicts()).toMatchObject([
      { field: { desk: 'title' }, deskValue: 'T', kept: 'crm' },
    ]);
  });

  it('blocks look-alikes and tells when it wants to look again', async () => {
    const stage = await createStage();
    stage.desk.add('contact', { lastName: 'Doe', email: 'a@x.test' });
    stage.crm.faults = ['lostBefore'];
    await stage.sync.run('alarm');
    // An old record that somebody touched: no copy, but the same address.
    const old = stage.crm.add('contact', { Last_Name: 'Doe by hand' }, 5);
    stage.crm.edit(old, { Email: 'a@x.test' });
    stage.world.now += 5_000;
    const run = await stage.run();
    expect(run.tally.contact).toMatchObject({ linked: 0, createdInDesk: 0 });
    const wake = await stage.sync.nextWakeAt();
    expect(wake).not.toBeNull();
    await stage.settle();
    expect(stage.desk.rows('contact')).toHaveLength(1);
    expect(stage.crm.rows('contact')).toHaveLength(1);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1 });
  });
});
