import { defineBackground } from '#imports';
import { createAdministrationHandlers } from '../../sync/engine/administration';
import { createHandshakeHandlers } from '../../sync/engine/handshake';
import { createAccessHandlers } from '../../sync/engine/access-handlers';
import { createPublicationHandlers } from '../../sync/engine/publication-handlers';
import { createPreviewHandlers } from '../../sync/engine/preview-handlers';
import { createHandlers } from '../../sync/engine/queries';
import { createAdditionHandlers } from '../../sync/engine/addition-handlers';
import { createLinkHandlers } from '../../sync/engine/links';
import { createSeatHandlers } from '../../sync/engine/seats';
import { receive } from '../../sync/browser/receive';
import { assemble } from './assembly';
import { listenToAlarms, takeUp } from './rounds';
import { listenToSeats } from './seats';

/**
 * The worker is started by an event and must be listening for it before anything is awaited:
 * every listener is registered here, synchronously.
 */
export default defineBackground({
  type: 'module',
  main() {
    const parts = assemble();
    const { services, seats, agent, connect, permissions, publication, viewAs, files } = parts;
    const handlers = {
      ...createHandlers(services),
      ...createAdministrationHandlers(parts.administration),
      ...parts.extras,
      ...createPreviewHandlers(parts.previews, parts.log),
      ...createSeatHandlers(seats),
      ...createHandshakeHandlers(parts.handshake, seats.board.knows),
      ...createAccessHandlers({ connect, log: services.log }),
      ...createPublicationHandlers({ publication, permissions, viewAs, files, log: services.log }),
      ...createAdditionHandlers({
        additions: agent.additions,
        board: seats.board,
        log: services.log,
      }),
      ...createLinkHandlers(agent.links, { board: seats.board, log: services.log }),
    };
    receive(handlers, (sender) => parts.framed?.note(sender));
    listenToAlarms(parts);
    listenToSeats(seats);
    void takeUp(parts);
  },
});
