/** Puts the adapters into the engine. Nothing here decides anything. */
import { browser } from '#imports';
import type { FramedPages } from '../../sync/browser/framed-pages';
import { premap } from '../../sync/core/premap';
import type { Services } from '../../sync/engine/queries';
import { createAdditionRows } from '../../sync/storage/addition-rows';
import { parseConfigurationFile } from '../../sync/storage/configuration-file';
import type { Lent } from '../background/administration-door';
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
  const lent: Lent = {
    ...parts,
    ...showing,
    sync,
    arrange: () => scheduler.arrange(),
    connection,
    savedPermissions: () => vault.permissions(),
    parseFile: parseConfigurationFile,
    premap,
    deskProfiles: zoho.deskProfiles,
  };
  // The browser forgets the badge when it is closed.
  attention();
  return {
    ...showing,
    services,
    lent,
    log,
    agent,
    scheduler,
    connect,
  };
}
