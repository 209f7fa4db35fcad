/** Carries what is typed to the background, and knows the newest text until it has been sent. */

import type { AdditionDraft } from '../../sync/protocol/additions';
import type { AdditionKind, Place } from '../../sync/types';
import { ask, type Client } from './client';

/** ms. After the background did not answer. */
const retryMs = 1_000;

interface DraftKeeper {
  /** The first letter goes at once, later ones when the one before is there. */
  keep(draft: AdditionDraft): void;
  /** Typed here and not in CRM yet, as far as this screen knows; newer than what is stored. */
  typed(key: string): AdditionDraft | undefined;
  /** The last one of that kind at this place. */
  last(place: Place, kind: AdditionKind): AdditionDraft | undefined;
  /** It is being sent: resolves when nothing older of it can arrive any more. */
  rest(key: string): Promise<void>;
  /** It is in CRM, or somebody threw it away. */
  forget(key: string): void;
}

/** One for the life of a screen. */
export function createDraftKeeper(client: Client): DraftKeeper {
  const known = new Map<string, AdditionDraft>();
  const waiting = new Map<string, AdditionDraft>();
  let flight: { readonly key: string; readonly over: Promise<void> } | null = null;

  async function carry(draft: AdditionDraft): Promise<void> {
    const { key } = draft;
    const answer = await ask(client, 'additions.keep', draft);
    if (answer.ok && waiting.get(key) === draft) waiting.delete(key);
    else if (!answer.ok) await new Promise((done) => setTimeout(done, retryMs));
  }

  async function run(): Promise<void> {
    if (flight !== null) return;
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      const [key, draft] = next;
      flight = { key, over: carry(draft) };
      await flight.over;
    }
    flight = null;
  }

  return {
    keep(draft) {
      known.delete(draft.key);
      known.set(draft.key, draft);
      waiting.set(draft.key, draft);
      void run();
    },
    typed: (key) => known.get(key),
    last: (place, kind) =>
      [...known.values()].findLast(
        (one) => one.kind === kind && one.place.type === place.type && one.place.id === place.id,
      ),
    async rest(key) {
      waiting.delete(key);
      if (flight?.key === key) await flight.over;
    },
    forget(key) {
      known.delete(key);
      waiting.delete(key);
    },
  };
}
