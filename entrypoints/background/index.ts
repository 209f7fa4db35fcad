import { browser, defineBackground } from '#imports';
import { permissionsAlarm } from '../../sync/engine/permissions';
import { syncAlarm } from '../../sync/engine/scheduler';
import { createAdministrationHandlers } from '../../sync/engine/administration';
import { createHandshakeHandlers } from '../../sync/engine/handshake';
import { createAccessHandlers } from '../../sync/engine/access-handlers';
import { accessAlarm } from '../../sync/engine/request-access';
import { createPublicationHandlers } from '../../sync/engine/publication-handlers';
import { createPreviewHandlers } from '../../sync/engine/preview-handlers';
import { createHandlers } from '../../sync/engine/queries';
import { createAdditionHandlers } from '../../sync/engine/addition-handlers';
import { additionsAlarm } from '../../sync/engine/addition-ledger';
import { createLinkHandlers } from '../../sync/engine/links';
import { createSeatHandlers } from '../../sync/engine/seats';
import { receive } from '../../sync/browser/receive';
import { assemble } from './assembly';
import { listenToSeats } from './seats';

/**
 * The worker is started by an event and must be listening for it before anything is awaited:
 * every listener is registered here, synchronously.
 */
export default defineBackground({
  type: 'module',
  main() {
    const {
      framed,
      services,
      seats,
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
      connect,
    } = assemble();
    const handlers = {
      ...createHandlers(services),
      ...createAdministrationHandlers(administration),
      ...createPreviewHandlers(previews, log),
      ...createSeatHandlers(seats),
      ...createHandshakeHandlers(handshake, seats.board.knows),
      ...createAccessHandlers({ connect, log: services.log }),
      ...createPublicationHandlers({ publication, permissions, viewAs, files, log: services.log }),
      ...createAdditionHandlers({
        additions: agent.additions,
        board: seats.board,
        log: services.log,
      }),
      ...createLinkHandlers(agent.links, { board: seats.board, log: services.log }),
    };
    receive(handlers, (sender) => framed?.note(sender));
    browser.alarms.onAlarm.addListener((alarm) => {
      if (alarm.name === syncAlarm) void scheduler.run('alarm');
      if (alarm.name === permissionsAlarm) {
        void permissions.poll();
        void connect.correspondence.poll('settings');
      }
      if (alarm.name === additionsAlarm) void agent.additions.settle();
      if (alarm.name === accessAlarm) void connect.correspondence.poll('code');
    });
    listenToSeats(seats);
    void connect
      .resume()
      .then(() =>
        Promise.all([
          scheduler.wake(),
          permissions.poll(),
          agent.additions.settle(),
          connect.correspondence.poll('settings'),
          connect.correspondence.poll('code'),
        ]),
      );
  },
});
