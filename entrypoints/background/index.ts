import { defineBackground } from '#imports';
import { createFramedPages } from '../../sync/browser/framed-pages';
import { enterOpenPages } from '../../sync/browser/open-pages';
import { createOwnHosts } from '../../sync/browser/own-hosts';
import { createPlaceBoard } from '../../sync/browser/place-board';
import { receive } from '../../sync/browser/receive';
import { createSessionStore } from '../../sync/browser/session-store';
import { administratorMessages, engineMessages } from '../../sync/engine/message-names';
import { createSeatHandlers } from '../../sync/engine/seats';
import { hostPermissions } from '../../sync/zoho/host-patterns';
import { createAdministration, keepAdministration } from './administration-door';
import { createEngine, keepEngine } from './engine-door';
import { passOn } from './late-messages';
import { listenToRounds } from './rounds';
import { assembleSeats, listenToSeats } from './seats';

/**
 * The worker is started by an event and must be listening for it before anything is awaited:
 * every listener is registered here, synchronously. By itself it only knows where the screens
 * stand; what is more is the engine's and the administration's, loaded when they are needed.
 */
export default defineBackground(() => {
  keepEngine();
  keepAdministration();
  const session = createSessionStore();
  const board = createPlaceBoard(session);
  const framed = import.meta.env.FIREFOX ? createFramedPages(session) : null;
  const engine = createEngine({ board, framed });
  const administration = createAdministration(engine);
  const seats = assembleSeats({ board, framed, engine });
  receive(
    {
      ...createSeatHandlers(seats),
      ...passOn(engineMessages, async () => (await engine()).handlers),
      ...passOn(administratorMessages, administration),
    },
    (sender) => framed?.note(sender),
  );
  listenToSeats(seats);
  listenToRounds(engine);
  if (!import.meta.env.FIREFOX)
    enterOpenPages(createOwnHosts(hostPermissions), () => seats.log.warn('openPages.failed'));
});
