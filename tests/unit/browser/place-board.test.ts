import { expect, it } from 'vitest';
import { createPlaceBoard } from '../../../sync/browser/place-board';
import type { SessionStore } from '../../../sync/browser/session-store';
import type { Place } from '../../../sync/types';

const place: Place = { type: 'ticket', id: '12345678' };

function createSession(): SessionStore {
  const rows = new Map<string, string>();
  return {
    get: async (key) => rows.get(key) ?? null,
    set: async (key, value) => void rows.set(key, value),
    remove: async (key) => void rows.delete(key),
  } as SessionStore;
}

it.each(['the worker that was told', 'the next worker'])(
  '%s tells a place to whoever knows the pass of its tab, and to nobody else',
  async (which) => {
    const session = createSession();
    const first = createPlaceBoard(session);
    await first.set(7, 'a-pass', 'https://desk.zoho.eu/', place);
    const board = which === 'the next worker' ? createPlaceBoard(session) : first;
    expect(await board.get(7, 'a-pass')).toEqual(place);
    expect(await board.knows(7, 'a-pass')).toBe(true);
    for (const [tab, pass] of [
      [7, 'another'],
      [7, ''],
      [8, 'a-pass'],
    ] as const) {
      expect(await board.get(tab, pass)).toBeNull();
      expect(await board.knows(tab, pass)).toBe(false);
    }
    await board.drop(7);
    expect(await board.knows(7, 'a-pass')).toBe(false);
  },
);

it('takes a stored entry of another shape for none', async () => {
  const session = createSession();
  await session.set('place.7', JSON.stringify({ pass: 'a-pass', place: { type: 'x', id: 1 } }));
  expect(await createPlaceBoard(session).get(7, 'a-pass')).toBeNull();
});
