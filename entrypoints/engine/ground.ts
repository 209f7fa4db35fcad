/** What everything else of the engine stands on: clocks, storage, both services. Nothing here decides anything. */
import { createAlarms } from '../../sync/browser/alarms';
import type { FramedPages } from '../../sync/browser/framed-pages';
import { createLocks } from '../../sync/browser/locks';
import { createNotifier } from '../../sync/browser/notifier';
import { consoleLog, systemClock, systemRandom } from '../../sync/browser/system';
import { createDexieStore } from '../../sync/storage/dexie-store';
import { createProfileCache } from '../../sync/storage/profile-cache';
import { openDatabase } from '../../sync/storage/schema';
import { createVault } from '../../sync/storage/vault';
import { connectZoho } from './zoho';

/** `onChange`: something that the toolbar's icon tells of may have changed. */
export function layGround(framed: FramedPages | null, onChange: () => void) {
  const clock = systemClock;
  const database = openDatabase();
  const vault = createVault();
  return {
    clock,
    random: systemRandom,
    log: consoleLog,
    notifier: createNotifier((topic, subject) => {
      void framed?.tell(topic, subject).catch(() => undefined);
      if (topic === 'status' || topic === 'setup') onChange();
    }),
    alarms: createAlarms(),
    locks: createLocks(),
    vault,
    database,
    store: createDexieStore(database),
    cache: createProfileCache(database, () => clock.now()),
    zoho: connectZoho(vault),
  };
}

export type Ground = ReturnType<typeof layGround>;
