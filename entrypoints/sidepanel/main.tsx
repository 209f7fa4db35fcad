import { render } from 'preact';
import { browser } from '#imports';
import { Sidebar } from '../../components/sidebar/app';
import { createKeyStore } from '../../components/state/key-store';
import { Adding } from '../../components/sidebar/adding';
import { createAdditionsStore } from '../../components/state/additions-store';
import { createProfileStore } from '../../components/state/profile-store';
import { followTrouble } from '../../components/state/recovery';
import { createViewStore } from '../../components/state/view-store';
import { markLanguage } from '../../components/ui/locale';
import { createProfileShelf } from '../../sync/browser/profile-shelf';
import { createPageClient } from '../../sync/browser/page-client';
import { holdPanel, openPanel } from '../../sync/browser/panel';
import type { Seat } from '../../sync/protocol/host';
import { worthDrawing } from './first-sight';
import { followTheme, hearPlaces, told, toldPlace } from './told';
import { createWhenDrawn } from './when-drawn';

markLanguage(document.documentElement);
followTheme();

const client = createPageClient();
const pass = told().get('pass');

/** The browser's own panel is known by the window that it belongs to. */
async function windowSeat(): Promise<Seat> {
  const { windowId, renew } = await holdPanel();
  // Whoever tells is awake, and hears when the panel is closed.
  client.listen(renew);
  return { windowId };
}

const seat = pass === null ? await windowSeat() : { pass };
const shelf = createProfileShelf();
const profile = createProfileStore(client, seat, shelf.get);
const view = createViewStore(client);
profile.start();
if (pass !== null) {
  const place = toldPlace();
  if (place !== null) profile.moved(place);
  const whenDrawn = createWhenDrawn(profile.store);
  hearPlaces(pass, (at, tellDrawn) => {
    profile.moved(at);
    whenDrawn(at, tellDrawn);
  });
}
const additions = createAdditionsStore(client, profile, pass ?? '');
followTrouble(profile);
await worthDrawing(profile.store, view);

/** Asked for beforehand: the panel opens only within the click itself. */
let ownWindow: number | undefined;
const mayOpenPanel = pass !== null && 'sidePanel' in browser;
const root = document.getElementById('root');
if (root !== null)
  render(
    <Adding.Provider value={additions}>
      <Sidebar
        profile={profile}
        view={view}
        keys={createKeyStore(client)}
        hosted={pass !== null}
        onPanel={
          mayOpenPanel
            ? () => {
                if (ownWindow !== undefined) void openPanel(ownWindow);
              }
            : undefined
        }
      />
    </Adding.Provider>,
    root,
  );
// What may be added is asked when it is known to whom.
additions.start();
if (mayOpenPanel) void browser.windows.getCurrent().then(({ id }) => (ownWindow = id));
