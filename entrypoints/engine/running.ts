/** The sync itself: what runs it, when, and what it says of itself. Nothing here decides anything. */
import { installationName } from '../../sync/browser/system';
import { createScheduler } from '../../sync/engine/scheduler';
import { createStatus } from '../../sync/engine/status';
import { createSync } from '../../sync/engine/sync';
import type { Ground } from './ground';

export function assembleRunning({ zoho, ...ground }: Ground) {
  const sync = createSync({
    ...ground,
    desk: zoho.desk,
    crm: zoho.crm,
    lease: { board: zoho.lease, name: installationName() },
  });
  const status = createStatus({
    ...ground,
    nextRunAt: () => sync.nextWakeAt(),
    creditsLeft: zoho.creditsLeft,
    isLost: zoho.tokens.isLost,
  });
  const scheduler = createScheduler({ ...ground, sync });
  const byPerson = (): void => void scheduler.run('person');
  const commands = {
    async pause() {
      await sync.pause();
      await scheduler.arrange();
    },
    async confirm(hash: string) {
      const isConfirmed = (await sync.confirm(hash)) === 'confirmed';
      if (isConfirmed) byPerson();
      return isConfirmed;
    },
    async resume() {
      await sync.resume();
      void scheduler.run('resume');
    },
  };
  return { sync, status, scheduler, byPerson, commands };
}

export type Running = ReturnType<typeof assembleRunning>;
