/** What a person changes while a run is under way, at every call of the run. */
import { describe, expect, it } from 'vitest';
import { saveConfig } from '../../../sync/engine/save-config';
import { createSync } from '../../../sync/engine/sync';
import type { Remote } from '../../../sync/engine/remote-ports';
import type { SyncConfig } from '../../../sync/types/settings';
import { createStage, settle, type Stage } from './stage';

/** Writes that were past their last look when the change came: Desk's, four at once. */
const underWay = 4;

async function filled(): Promise<Stage> {
  const stage = await createStage();
  const { desk, crm } = stage;
  const account = desk.add('account', { accountName: 'Acme' });
  for (let at = 0; at < 3; at++) {
    desk.add('contact', { lastName: `D${at}`, email: `d${at}@x.test`, accountId: account });
    crm.add('contact', { Last_Name: `C${at}`, Email: `c${at}@x.test`, Phone: '1' });
  }
  desk.add('contact', { lastName: 'Both', email: 'both@x.test', phone: '2' });
  crm.add('contact', { Last_Name: 'Both', Email: 'both@x.test', Title: 'T' });
  return stage;
}

/** The remote, whose `at`-th call of the run `act` precedes; counted over both. */
function before(stage: Stage, at: number, act: () => Promise<unknown>) {
  const calls = { made: 0 };
  const wrap = (remote: Remote): Remote =>
    new Proxy(remote, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || name === 'serverTime' || name === 'spent')
          return member;
        return async (...given: unknown[]): Promise<unknown> => {
          calls.made += 1;
          if (calls.made === at) await act();
          return Reflect.apply(member, target, given) as unknown;
        };
      },
    });
  return {
    calls,
    sync: createSync({ ...stage.ports, desk: wrap(stage.desk), crm: wrap(stage.crm) }),
  };
}

/** Plays `act` before every call of a first run in turn. */
async function everywhere(
  act: (stage: Stage) => Promise<unknown>,
  judge: (stage: Stage, at: number, writesBefore: number, outcome: unknown) => Promise<void>,
): Promise<void> {
  for (let at = 1; ; at++) {
    const stage = await filled();
    let writes = -1;
    const { sync, calls } = before(stage, at, async () => {
      await act(stage);
      writes = stage.writes();
    });
    const outcome = await sync.run('setup');
    if (calls.made < at) {
      expect(at).toBeGreaterThan(10);
      return;
    }
    await judge(stage, at, writes, outcome);
  }
}

const change = (stage: Stage, to: (config: SyncConfig) => SyncConfig): Promise<SyncConfig> =>
  saveConfig(stage.store, null, to, 'readAnew');

const names = (stage: Stage, side: 'desk' | 'crm'): string[] =>
  stage[side]
    .rows('contact')
    .map((row) => String(row.fields[side === 'desk' ? 'lastName' : 'Last_Name']))
    .toSorted();

const everyone = ['Both', 'C0', 'C1', 'C2', 'D0', 'D1', 'D2'];

describe('in the middle of a run', () => {
  it('the deletion of the integration ends it and leaves nothing behind', async () => {
    await everywhere(
      (stage) => stage.store.wipe(),
      async (stage, at, writes, outcome) => {
        expect(outcome, `at ${at}`).toBe('stale');
        expect(stage.writes() - writes).toBeLessThanOrEqual(underWay);
        expect(await stage.store.config()).toBeNull();
        expect(await stage.store.runs(9)).toEqual([]);
        expect(await stage.store.intents()).toEqual([]);
        expect((await stage.store.counts('contact')).dirty).toBe(0);
        expect(await stage.sync.run('alarm')).toBe('notConfigured');
        expect(await stage.sync.nextWakeAt()).toBeNull();
      },
    );
  });

  it('another mapping is what the next run goes by, and nothing is made twice', async () => {
    await everywhere(
      (stage) =>
        change(stage, (config) => ({
          ...config,
          fields: {
            ...config.fields,
            contact: config.fields.contact.filter(({ desk }) => desk !== 'title'),
          },
        })),
      async (stage, at) => {
        await settle(stage.sync, stage.store, stage.world);
        expect(names(stage, 'desk'), `at ${at}`).toEqual(everyone);
        expect(names(stage, 'crm'), `at ${at}`).toEqual(everyone);
        const writes = stage.writes();
        await stage.run();
        expect(stage.writes()).toBe(writes);
      },
    );
  });

  it('one way only stops what would go the other', async () => {
    let sent = 0;
    await everywhere(
      (stage) => {
        sent = stage.crm.writes.length;
        return change(stage, (config) => ({
          ...config,
          syncType: { ...config.syncType, account: 'crmToDesk', contact: 'crmToDesk' },
        }));
      },
      async (stage, at) => {
        const toCrm = stage.crm.writes.length;
        // No more than the one batch that had been cleared.
        expect(toCrm - sent).toBeLessThanOrEqual(stage.crm.createBatch);
        await settle(stage.sync, stage.store, stage.world);
        expect(stage.crm.writes.length, `at ${at}`).toBe(toCrm);
        expect(names(stage, 'desk')).toEqual(everyone);
      },
    );
  });

  it('another list view leaves those outside alone from then on, and deletes nobody', async () => {
    await everywhere(
      async (stage) => {
        stage.crm.viewRules.set('v', (fields) => fields['Last_Name'] !== 'C1');
        await change(stage, (config) => ({ ...config, views: { contact: ['v'] } }));
      },
      async (stage, at) => {
        const isThere = names(stage, 'desk').includes('C1');
        await settle(stage.sync, stage.store, stage.world);
        expect(names(stage, 'desk').includes('C1'), `at ${at}`).toBe(isThere);
        expect(names(stage, 'desk').filter((name) => name !== 'C1')).toEqual(
          everyone.filter((name) => name !== 'C1'),
        );
        expect(names(stage, 'crm')).toEqual(everyone);
        const moved = [...stage.desk.writes, ...stage.crm.writes];
        expect(moved.some(({ type }) => type === 'delete')).toBe(false);
      },
    );
  });
});
