import { browser } from 'wxt/browser';
import type { ProfileShelf } from '../engine/shelved-profiles';
import type { Place } from '../types';
import type { ProfileView } from '../protocol/profile';

/** Keys of what stands there, the oldest first; written together with it. */
const index = 'shelf';
/** At about 20 kB each a tenth of what session memory holds. */
const most = 50;

const keyOf = ({ type, id }: Place): string => `shelf.${type}/${id}`;

/**
 * In session memory: a sidebar inside a page of Desk may have no storage of its own, and a browser
 * that starts has an empty one, so that nothing is shown before somebody looked at the rules.
 */
export function createProfileShelf(): ProfileShelf {
  const area = browser.storage.session;
  // One after another: each changes the index.
  let last: Promise<unknown> = Promise.resolve();

  function inTurn(task: () => Promise<void>): Promise<void> {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  }

  const standing = async (): Promise<readonly string[]> =>
    ((await area.get(index))[index] as string[] | undefined) ?? [];

  return {
    put: (view) =>
      inTurn(async () => {
        const key = keyOf(view.place);
        const keys = [...(await standing()).filter((one) => one !== key), key];
        await area.set({ [index]: keys.slice(-most), [key]: view });
        if (keys.length > most) await area.remove(keys.slice(0, -most));
      }),
    async get(place) {
      const key = keyOf(place);
      const view = (await area.get(key))[key] as ProfileView | undefined;
      // Under a wrong key it must not put one customer beside another's ticket.
      return view !== undefined && keyOf(view.place) === key ? view : null;
    },
    clear: () => inTurn(async () => area.remove([...(await standing()), index])),
  };
}
