import type { Cursor } from '../types';
import { restartCursor } from '../core/cursor';
import { problemOf } from '../core/problem';

/** A page token that the service no longer takes is dropped once; the feed is then read anew. */
export async function readPage<T>(
  cursor: Cursor,
  read: (cursor: Cursor) => Promise<T>,
): Promise<[T, Cursor]> {
  try {
    return [await read(cursor), cursor];
  } catch (error) {
    const { kind } = problemOf(error);
    if (cursor.page === null || kind === 'transient' || kind === 'configuration') throw error;
    const again = restartCursor(cursor);
    return [await read(again), again];
  }
}
