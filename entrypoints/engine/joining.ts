/** How this installation is joined to both services, and how it leaves them. Nothing here decides anything. */
import { createIdentity } from '../../sync/browser/identity';
import { createPreferences } from '../../sync/browser/preferences';
import { createConnect } from '../../sync/engine/connect';
import { createInstallation } from '../../sync/engine/installation';
import { createAccessTexts } from '../../sync/storage/access-shape';
import { createSealBox } from '../../sync/storage/seal-box';
import { isAllowedApiDomain } from '../../sync/zoho/data-centres';
import { scopesFor } from '../../sync/zoho/scopes';
import type { Ground } from './ground';
import type { Running } from './running';
import type { Showing } from './showing';

const homepage = 'https://github.com/tandem-sync/tandem';

export function assembleJoining(
  { zoho, ...ground }: Ground,
  { sync, scheduler, commands }: Running,
  { permissions, profiles, handshake, publication }: Showing,
) {
  const preferences = createPreferences('view');
  const keys = createPreferences('keys');
  const installation = createInstallation({
    ...ground,
    profiles: {
      async forget() {
        await Promise.all([
          permissions.forget(),
          profiles.forget(),
          handshake.forget(),
          preferences.clear(),
          keys.clear(),
          ground.alarms.clearAll(),
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
      const setup = await ground.vault.setup();
      const deskOrgId = setup?.deskOrgId;
      // An agent who leaves takes nothing from the others.
      if (deskOrgId != null && setup?.agent === undefined) await publication.withdraw(deskOrgId);
    },
  });
  return createConnect({
    ...ground,
    homepage,
    identity: createIdentity(),
    oauth: zoho.oauth,
    tokens: zoho.tokens,
    trial: zoho.trial,
    devices: zoho.devices,
    seal: createSealBox(),
    texts: createAccessTexts(isAllowedApiDomain),
    scopesOf: scopesFor,
    readSettings: () => publication.read(),
    applySettings: (settings) => permissions.adopt(settings),
    refreshProfile: () => permissions.refresh(),
    pauseSync: commands.pause,
    resumeSync: commands.resume,
    displayOnly: () => installation.displayOnly(),
    onAuthorized: installation.begin,
    releaseSync: () => sync.release(),
    onStarted: () => void scheduler.run('setup'),
    onReconnected: () => void scheduler.run('resume'),
    async onDeleted() {
      await profiles.withhold();
      await installation.end();
    },
  });
}
