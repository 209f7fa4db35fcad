/** What the administrator's pages work with. Nothing here decides anything. */
import type { Administration } from '../../sync/engine/administration';
import { createConflictLog, type ConflictPorts } from '../../sync/engine/conflicts';
import { createFailureLog } from '../../sync/engine/failures';
import { createHistory } from '../../sync/engine/history';
import { createMapping } from '../../sync/engine/mapping';
import { createPreferences } from '../../sync/engine/preferences';
import type { Looks } from '../../sync/engine/looking';
import type { Log, Store } from '../../sync/engine/ports';
import type { Remote } from '../../sync/engine/remote-ports';

interface AdministrationParts extends ConflictPorts {
  readonly store: Store;
  readonly desk: Remote;
  readonly crm: Remote;
  readonly log: Log;
  readonly sync: Pick<Looks, 'ask'>;
}

export function assembleAdministration(parts: AdministrationParts): Administration {
  return {
    log: parts.log,
    failures: createFailureLog(parts),
    conflicts: createConflictLog(parts),
    history: createHistory(parts),
    mapping: createMapping(parts),
    preferences: createPreferences({ ...parts, look: () => parts.sync.ask() }),
  };
}
