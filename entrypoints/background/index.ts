import { defineBackground } from '#imports';
import { createFramedPages } from '../../sync/browser/framed-pages';
import { createPlaceBoard } from '../../sync/browser/place-board';
import { receive } from '../../sync/browser/receive';
import { createSessionStore } from '../../sync/browser/session-store';
import { createSeatHandlers } from '../../sync/engine/seats';
import { createEngine, keepEngine } from './engine-door';
import { engineHandlers } from './engine-messages';
import { listenToRounds } from './rounds';
import { assembleSeats, listenToSeats } from './seats';

/**
 * The worker is started by an event and must be listening for it before anything is awaited:
 * every listener is registered here, synchronously. By itself it only knows where the screens
 * stand; what is more is the engine's, which is loaded when it is needed.
 */
export default defineBackground(() => {
  keepEngine();
  const session = createSessionStore();
  const board = createPlaceBoard(session);
  const framed = import.meta.env.FIREFOX ? createFramedPages(session) : null;
  const engine = createEngine({ board, framed });
  const seats = assembleSeats({ board, framed, engine });
  receive({ ...createSeatHandlers(seats), ...engineHandlers(engine) }, (sender) =>
    framed?.note(sender),
  );
  listenToSeats(seats);
  listenToRounds(engine);
});
