import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PageFrame } from '../../../sync/browser/desk-page/frames/page-frame';
import { createVeil } from '../../../sync/browser/desk-page/frames/veil';
import type { Place } from '../../../sync/types';

const one: Place = { type: 'ticket', id: '100000001' };
const other: Place = { type: 'ticket', id: '100000002' };

/** A frame that notes what is done to it, and speaks when the test lets it. */
function fakeFrame() {
  const done: string[] = [];
  let drawn = (): void => undefined;
  let loaded = (): void => undefined;
  const frame = {
    host: { isConnected: true },
    setSeen: (seen: boolean) => done.push(seen ? 'seen' : 'unseen'),
    tell(place: Place | null, onDrawn: () => void) {
      done.push(`told ${place?.id}`);
      drawn = onDrawn;
    },
    reload(place: Place, onLoad: () => void) {
      done.push(`loads ${place.id}`);
      loaded = onLoad;
    },
  } as unknown as PageFrame;
  return { frame, done, draws: () => drawn(), loads: () => loaded() };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('hides the frame before it is told, and shows it when it has drawn the place', () => {
  const { frame, done, draws } = fakeFrame();
  createVeil(frame, () => true).cover(one);
  expect(done).toEqual(['unseen', 'told 100000001']);
  draws();
  expect(done.at(-1)).toBe('seen');
  vi.advanceTimersByTime(60_000);
  expect(done).toHaveLength(3);
});

it('loads a frame that says nothing anew, at the last place, and shows that', () => {
  const { frame, done, loads } = fakeFrame();
  const veil = createVeil(frame, () => true);
  veil.cover(one);
  vi.advanceTimersByTime(5000);
  veil.cover(other);
  vi.advanceTimersByTime(5000);
  expect(done).not.toContain('loads 100000001');
  vi.advanceTimersByTime(5000);
  expect(done.at(-1)).toBe('loads 100000002');
  loads();
  expect(done.at(-1)).toBe('seen');
});

it('waits as long as nobody looks: a frame that is not watched draws nothing', () => {
  const { frame, done } = fakeFrame();
  let isWatched = false;
  createVeil(frame, () => isWatched).cover(one);
  vi.advanceTimersByTime(60_000);
  expect(done).toEqual(['unseen', 'told 100000001']);
  isWatched = true;
  vi.advanceTimersByTime(10_000);
  expect(done).toEqual(['unseen', 'told 100000001', 'loads 100000001']);
});
