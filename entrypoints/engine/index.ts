import { defineUnlistedScript } from '#imports';
import { createHandshakeHandlers } from '../../sync/engine/handshake';
import { createAccessHandlers } from '../../sync/engine/access-handlers';
import { createHandlers } from '../../sync/engine/queries';
import { createAdditionHandlers } from '../../sync/engine/addition-handlers';
import { createLinkHandlers } from '../../sync/engine/links';
import { offerEngine, type Engine, type Shared } from '../background/engine-door';
import { assemble } from './assembly';
import { ring, takeUp } from './rounds';

/** The engine in the worker, awake: what was left unfinished goes on. Once a worker. */
function start({ board, framed }: Shared): Engine {
  const parts = assemble(framed);
  const { services, agent, connect, permissions, lent, log } = parts;
  void takeUp(parts);
  return {
    handlers: {
      ...createHandlers(services),
      ...createHandshakeHandlers(parts.handshake, board.knows),
      ...createAccessHandlers({ connect, log }),
      ...createAdditionHandlers({ additions: agent.additions, board, log }),
      ...createLinkHandlers(agent.links, { board, log }),
    },
    lent,
    mayShow: () => permissions.mayShow(),
    showsBoard: parts.showsBoard,
    ring: (alarm) => ring(parts, alarm),
  };
}

/**
 * Everything but where the screens stand and what only administrators ask for. Loaded by the
 * worker when something needs it.
 */
export default defineUnlistedScript(() => offerEngine(start));
