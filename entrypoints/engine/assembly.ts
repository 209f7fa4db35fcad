/** Puts the adapters into the engine. Nothing here decides anything. */
import { browser } from '#imports';
import { createAlarms } from '../../sync/browser/alarms';
import { createIdentity } from '../../sync/browser/identity';
import { createLocks } from '../../sync/browser/locks';
import { createManagedPolicy } from '../../sync/browser/managed-policy';
import type { FramedPages } from '../../sync/browser/framed-pages';
import { createProfileShelf } from '../../sync/browser/profile-shelf';
import { createNotifier } from '../../sync/browser/notifier';
import { createPreferences } from '../../sync/browser/preferences';
import { consoleLog, installationName, systemClock, systemRandom } from '../../sync/browser/system';
import { zohosRule } from '../../sync/core/customer-type';
import { noAccess } from '../../sync/core/permissions';
import { createConfigurationFiles } from '../../sync/engine/configuration-file';
import { createConnect } from '../../sync/engine/connect';
import { createHandshake } from '../../sync/engine/handshake';
import { createInstallation } from '../../sync/engine/installation';
import { createCreditHandlers } from '../../sync/engine/credits';
import { createReferenceHandlers } from '../../sync/engine/references';
import { createPreviews } from '../../sync/engine/previews';
import { createPermissions } from '../../sync/engine/permissions';
import { createProfiles } from '../../sync/engine/profile';
import { createPublication } from '../../sync/engine/publication';
import { createShelvedProfiles } from '../../sync/engine/shelved-profiles';
import type { Services } from '../../sync/engine/queries';
import { createScheduler } from '../../sync/engine/scheduler';
import { createStatus } from '../../sync/engine/status';
import { createSync } from '../../sync/engine/sync';
import { createViewAs } from '../../sync/engine/view-as';
import { parseConfigurationFile } from '../../sync/storage/configuration-file';
import { createDexieStore } from '../../sync/storage/dexie-store';
import { parsePermissions } from '../../sync/storage/permissions-shape';
import { createProfileCache } from '../../sync/storage/profile-cache';
import { openDatabase } from '../../sync/storage/schema';
import { createAccessTexts } from '../../sync/storage/access-shape';
import { parseAgentSettings, permissionsOfPolicy } from '../../sync/storage/settings-shape';
import { createSealBox } from '../../sync/storage/seal-box';
import { createVault } from '../../sync/storage/vault';
import { createAdditionRows } from '../../sync/storage/addition-rows';
import { isAllowedApiDomain } from '../../sync/zoho/data-centres';
import { scopesFor } from '../../sync/zoho/scopes';
import { assembleAdministration } from './administration';
import { assembleAgent } from './agent';
import { createAttention } from './attention';
import { connectZoho } from './zoho';

const homepage = 'https://github.com/tandem-sync/tandem';

export function assemble(framed: FramedPages | null) {
  const clock = systemClock;
  const log = consoleLog;
  const notifier = createNotifier((topic, subject) => {
    void framed?.tell(topic, subject).catch(() => undefined);
    if (topic === 'status' || topic === 'setup') attention();
  });
  const alarms = createAlarms();
  const vault = createVault();
  const database = openDatabase();
  const store = createDexieStore(database);
  const cache = createProfileCache(database, () => clock.now());
  const zoho = connectZoho(vault);
  const preferences = createPreferences('view');
  const keys = createPreferences('keys');

  const locks = createLocks();
  const sync = createSync({
    clock,
    log,
    notifier,
    store,
    random: systemRandom,
    locks,
    desk: zoho.desk,
    crm: zoho.crm,
    lease: { board: zoho.lease, name: installationName() },
  });
  const status = createStatus({
    store,
    vault,
    clock,
    nextRunAt: () => sync.nextWakeAt(),
    creditsLeft: zoho.creditsLeft,
  });
  const attention = createAttention(() => status.get());
  const scheduler = createScheduler({ sync, store, alarms, clock, log });
  const profiles = createShelvedProfiles(
    createProfiles({
      clock,
      log,
      notifier,
      cache,
      store,
      desk: zoho.deskReader,
      crm: zoho.crmReader,
      connection: zoho.connection,
      online: () => navigator.onLine,
      allowed: () => permissions.allowed(),
    }),
    createProfileShelf(),
  );
  const handshake = createHandshake({
    clock,
    log,
    notifier,
    store,
    choices: cache,
    memory: zoho.session,
    desk: zoho.ticketReader,
    people: zoho.peopleReader,
    connection: zoho.connection,
    mayShow: async () => (await permissions.allowed()).handshake,
    access: async () => (await permissions.allowed()).contacts ?? noAccess,
    rules: async () => (await permissions.allowed()).typeRules ?? zohosRule,
  });
  const policy = createManagedPolicy(() => void permissions.poll());
  const permissions = createPermissions({
    clock,
    log,
    notifier,
    vault,
    alarms,
    desk: zoho.deskProfiles,
    connection: zoho.connection,
    isConfig: (value) => parsePermissions(value) !== null,
    async managed() {
      const text = await policy.settings();
      return text === null ? null : permissionsOfPolicy(text);
    },
    withhold: () => profiles.withhold(),
    narrow: async (allowed) =>
      void (await Promise.all([profiles.narrow(allowed), handshake.forget()])),
  });
  const publication = createPublication({
    clock,
    log,
    board: zoho.variables,
    deskOrgId: async () => (await zoho.connection())?.deskOrg.id ?? null,
    parse: parseAgentSettings,
  });
  const files = createConfigurationFiles({
    clock,
    store,
    notifier,
    desk: zoho.desk,
    crm: zoho.crm,
    profiles: zoho.deskProfiles,
    connection: zoho.connection,
    permissions: () => vault.permissions(),
    parse: parseConfigurationFile,
    run: () => void scheduler.run('person'),
  });
  const viewAs = createViewAs({ store, profiles, desk: zoho.deskProfiles }, () => clock.now());
  const installation = createInstallation({
    clock,
    store,
    profiles: {
      async forget() {
        await Promise.all([
          permissions.forget(),
          profiles.forget(),
          handshake.forget(),
          preferences.clear(),
          keys.clear(),
          alarms.clearAll(),
          // Where the tabs are is no part of the integration; open sidebars go on knowing it.
          zoho.session.clear('place.'),
        ]);
      },
    },
    scheduler,
    desk: zoho.desk,
    crm: zoho.crm,
    lease: zoho.lease,
    async withdraw() {
      // The connection is gone by then; what set-up knows of it goes last.
      const setup = await vault.setup();
      const deskOrgId = setup?.deskOrgId;
      // An agent who leaves takes nothing from the others.
      if (deskOrgId != null && setup?.agent === undefined) await publication.withdraw(deskOrgId);
    },
    log,
  });
  const connect = createConnect({
    clock,
    log,
    notifier,
    vault,
    homepage,
    identity: createIdentity(),
    oauth: zoho.oauth,
    tokens: zoho.tokens,
    trial: zoho.trial,
    devices: zoho.devices,
    seal: createSealBox(),
    texts: createAccessTexts(isAllowedApiDomain),
    alarms,
    random: systemRandom,
    scopesOf: scopesFor,
    readSettings: () => publication.read(),
    applySettings: (settings) => permissions.adopt(settings),
    refreshProfile: () => permissions.refresh(),
    async pauseSync() {
      await sync.pause();
      await scheduler.arrange();
    },
    async resumeSync() {
      await sync.resume();
      void scheduler.run('resume');
    },
    displayOnly: () => installation.displayOnly(),
    onAuthorized: installation.begin,
    onStarted: () => void sync.release().then(() => scheduler.run('setup')),
    onReconnected: () => void scheduler.run('resume'),
    async onDeleted() {
      await profiles.withhold();
      await installation.end();
    },
  });

  const services: Services = {
    connect,
    profiles,
    permissions,
    log,
    status,
    sync: {
      // Answered when it has begun: screens follow its progress by the status.
      now: async () =>
        void connect.correspondence.lookForForeign().then(() => scheduler.run('person')),
      async pause() {
        await sync.pause();
        await scheduler.arrange();
      },
      async confirm(hash) {
        const isConfirmed = (await sync.confirm(hash)) === 'confirmed';
        if (isConfirmed) void scheduler.run('person');
        return isConfirmed;
      },
      async resume() {
        await sync.resume();
        void scheduler.run('resume');
      },
    },
    openOptions: () => browser.runtime.openOptionsPage(),
  };
  const parts = {
    store,
    locks,
    clock,
    log,
    notifier,
    desk: zoho.desk,
    crm: zoho.crm,
    creditsLeft: zoho.creditsLeft,
    run: () => void scheduler.run('person'),
  };
  const administration = assembleAdministration(parts);
  const extras = { ...createCreditHandlers(parts), ...createReferenceHandlers(parts) };
  const previews = createPreviews({ ...parts, sync, arrange: () => scheduler.arrange() });
  const agent = assembleAgent({
    store,
    locks,
    clock,
    log,
    notifier,
    alarms,
    profiles,
    rows: createAdditionRows(database),
    writer: zoho.additionWriter,
    readers: { desk: zoho.deskReader, crm: zoho.crmReader },
    remotes: { desk: zoho.desk, crm: zoho.crm },
    connection: zoho.connection,
    online: () => navigator.onLine,
    allowed: () => permissions.allowed(),
    kinds: (access) => permissions.additions(access),
    run: () => void scheduler.run('person'),
  });
  /** With nothing connected, or not for this agent, there is no board to open (HND-5). */
  const showsBoard = async (): Promise<boolean> =>
    (await zoho.connection()) !== null && (await permissions.allowed()).handshake;
  // The browser forgets the badge when it is closed.
  attention();
  return {
    services,
    showsBoard,
    administration,
    extras,
    previews,
    log,
    agent,
    handshake,
    scheduler,
    permissions,
    publication,
    viewAs,
    files,
    connect,
  };
}
