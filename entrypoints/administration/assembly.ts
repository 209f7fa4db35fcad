/** What the administrator's pages work with, over what the engine lends. Nothing here decides anything. */
import { createConflictLog } from '../../sync/engine/conflicts';
import { createConfigurationFiles } from '../../sync/engine/configuration-file';
import { createFailureLog } from '../../sync/engine/failures';
import { createHistory } from '../../sync/engine/history';
import { createMapping } from '../../sync/engine/mapping';
import { createPreferences } from '../../sync/engine/preferences';
import { createPreviews } from '../../sync/engine/previews';
import { createViewAs } from '../../sync/engine/view-as';
import type { Lent } from '../background/administration-door';

export function assemble(lent: Lent) {
  const { store, clock, sync, profiles, deskProfiles } = lent;
  return {
    failures: createFailureLog(lent),
    conflicts: createConflictLog(lent),
    history: createHistory(lent),
    mapping: createMapping(lent),
    preferences: createPreferences({ ...lent, look: () => sync.ask() }),
    previews: createPreviews(lent),
    viewAs: createViewAs({ store, profiles, desk: deskProfiles }, () => clock.now()),
    files: createConfigurationFiles({
      ...lent,
      profiles: deskProfiles,
      permissions: () => lent.savedPermissions(),
      parse: lent.parseFile,
    }),
  };
}
