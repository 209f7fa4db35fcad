import { additionsAlarm } from '../../sync/engine/addition-ledger';
import { permissionsAlarm } from '../../sync/engine/permissions';
import { accessAlarm } from '../../sync/engine/request-access';
import { syncAlarm } from '../../sync/engine/scheduler';
import type { assemble } from './assembly';

type Parts = Pick<ReturnType<typeof assemble>, 'scheduler' | 'permissions' | 'connect' | 'agent'>;

/** What comes round by alarm. */
export function ring({ scheduler, permissions, connect, agent }: Parts, alarm: string): void {
  if (alarm === syncAlarm)
    void scheduler.run('alarm', () => connect.correspondence.poll('foreign'));
  if (alarm === permissionsAlarm) {
    void permissions.poll();
    void connect.correspondence.poll('settings');
  }
  if (alarm === additionsAlarm) void agent.additions.settle();
  if (alarm === accessAlarm) void connect.correspondence.poll('code');
}

/** What a worker that has just started takes up again. */
export async function takeUp({ scheduler, permissions, connect, agent }: Parts): Promise<void> {
  const resumed = connect.resume();
  await Promise.all([
    scheduler.wake(resumed),
    resumed.then(() =>
      Promise.all([
        permissions.poll(),
        agent.additions.settle(),
        connect.correspondence.poll('settings'),
        connect.correspondence.poll('code'),
      ]),
    ),
  ]);
}
