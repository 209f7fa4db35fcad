/** Puts the adapters into the engine. Nothing here decides anything. */
import { browser } from '#imports';
import type { FramedPages } from '../../sync/browser/framed-pages';
import { createConfigurationFiles } from '../../sync/engine/configuration-file';
import { createCreditHandlers } from '../../sync/engine/credits';
import { createPreviews } from '../../sync/engine/previews';
import type { Services } from '../../sync/engine/queries';
import { createReferenceHandlers } from '../../sync/engine/references';
import { createAdditionRows } from '../../sync/storage/addition-rows';
import { parseConfigurationFile } from '../../sync/storage/configuration-file';
import { assembleAdministration } from './administration';
import { assembleAgent } from './agent';
import { createAttention } from './attention';
import { layGround } from './ground';
import { assembleJoining } from './joining';
import { assembleRunning } from './running';
import { assembleShowing } from './showing';

export function assemble(framed: FramedPages | null) {
  const ground = layGround(framed, () => attention());
  const { zoho, log, vault, database } = ground;
  const running = assembleRunning(ground);
  const { sync, status, scheduler, byPerson, commands } = running;
  const attention = createAttention(() => status.get());
  const showing = assembleShowing(ground);
  const { profiles, permissions } = showing;
  const connect = assembleJoining(ground, running, showing);
  // Answered when it has begun: screens follow its progress by the status.
  const now = async (): Promise<void> =>
    void scheduler.run('person', () => connect.correspondence.lookForForeign());
  const services: Services = {
    connect,
    profiles,
    permissions,
    log,
    status,
    sync: { ...commands, now },
    openOptions: () => browser.runtime.openOptionsPage(),
  };
  const { desk, crm, creditsLeft, connection } = zoho;
  const parts = { ...ground, desk, crm, creditsLeft, run: byPerson };
  const files = createConfigurationFiles({
    ...parts,
    connection,
    profiles: zoho.deskProfiles,
    permissions: () => vault.permissions(),
    parse: parseConfigurationFile,
  });
  const agent = assembleAgent({
    ...parts,
    profiles,
    rows: createAdditionRows(database),
    writer: zoho.additionWriter,
    readers: { desk: zoho.deskReader, crm: zoho.crmReader },
    remotes: { desk, crm },
    connection,
    online: () => navigator.onLine,
    allowed: () => permissions.allowed(),
    kinds: (access) => permissions.additions(access),
  });
  // The browser forgets the badge when it is closed.
  attention();
  return {
    ...showing,
    services,
    administration: assembleAdministration({ ...parts, sync }),
    extras: { ...createCreditHandlers(parts), ...createReferenceHandlers(parts) },
    previews: createPreviews({ ...parts, sync, arrange: () => scheduler.arrange() }),
    log,
    agent,
    scheduler,
    files,
    connect,
  };
}
