import { browser, defineBackground } from '#imports';
import { permissionsAlarm } from '../../sync/engine/permissions';
import { syncAlarm } from '../../sync/engine/scheduler';
import { createAdministrationHandlers } from '../../sync/engine/administration';
import { createHandshakeHandlers } from '../../sync/engine/handshake';
import { createPublicationHandlers } from '../../sync/engine/publication-handlers';
import { createPreviewHandlers } from '../../sync/engine/preview-handlers';
import { createHandlers } from '../../sync/engine/queries';
import { createAdditionHandlers } from '../../sync/engine/addition-handlers';
import { additionsAlarm } from '../../sync/engine/addition-ledger';
import { createLinkHandlers } from '../../sync/engine/links';
import { receive } from '../../sync/browser/receive';
import { assemble } from './assembly';
import { openMain } from './toolbar';

/**
 * The worker is started by an event and must be listening for it before anything is awaited:
 * every listener is registered here, synchronously.
 */
export default defineBackground({
  type: 'module',
  main() {
    const {
      services,
      administration,
      previews,
      log,
      agent,
      handshake,
      scheduler,
      permissions,
      publication,
      viewAs,
      files,
      board,
      connect,
      showsBoard,
    } = assemble();
    receive({
      ...createHandlers(services),
      ...createAdministrationHandlers(administration),
      ...createPreviewHandlers(previews, log),
      ...createHandshakeHandlers(handshake),
      ...createAdditionHandlers({ additions: agent.additions, board, log: services.log }),
      ...createLinkHandlers(agent.links, { board, log: services.log }),
      ...createPublicationHandlers({ publication, permissions, viewAs, files, log: services.log }),
    });
    browser.alarms.onAlarm.addListener((alarm) => {
      if (alarm.name === syncAlarm) void scheduler.run('alarm');
      if (alarm.name === permissionsAlarm) void permissions.poll();
      if (alarm.name === additionsAlarm) void agent.additions.settle();
    });
    browser.tabs.onRemoved.addListener((tabId) => void board.drop(tabId));
    browser.action.onClicked.addListener(() => void openMain(showsBoard));
    void connect
      .resume()
      .then(() => Promise.all([scheduler.wake(), permissions.poll(), agent.additions.settle()]));
  },
});
