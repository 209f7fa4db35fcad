import { browser } from '#imports';
import { additionsAlarm } from '../../sync/engine/addition-ledger';
import { permissionsAlarm } from '../../sync/engine/permissions';
import { accessAlarm } from '../../sync/engine/request-access';
import { syncAlarm } from '../../sync/engine/scheduler';
import type { assemble } from './assembly';

type Parts = Pick<ReturnType<typeof assemble>, 'scheduler' | 'permissions' | 'connect' | 'agent'>;

/** What comes round by alarm. Synchronous: the worker may have been started for one. */
export function listenToAlarms({ scheduler, permissions, connect, agent }: Parts): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === syncAlarm)
      void connect.correspondence.poll('foreign').then(() => scheduler.run('alarm'));
    if (alarm.name === permissionsAlarm) {
      void permissions.poll();
      void connect.correspondence.poll('settings');
    }
    if (alarm.name === additionsAlarm) void agent.additions.settle();
    if (alarm.name === accessAlarm) void connect.correspondence.poll('code');
  });
}

/** What a worker that has just started takes up again. */
export async function takeUp({ scheduler, permissions, connect, agent }: Parts): Promise<void> {
  await connect.resume();
  await Promise.all([
    scheduler.wake(),
    permissions.poll(),
    agent.additions.settle(),
    connect.correspondence.poll('settings'),
    connect.correspondence.poll('code'),
  ]);
}
