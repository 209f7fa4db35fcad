import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import Dexie from 'dexie';
import { afterEach, expect, it, vi } from 'vitest';
import { reopening } from '../../sync/storage/reopening';

afterEach(() => {
  vi.useRealTimers();
});

it('a database that could not be opened is opened when it can be', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const indexedDB = new IDBFactory();
  const open = indexedDB.open.bind(indexedDB);
  let isFull = true;
  indexedDB.open = (...given) => {
    if (isFull) throw new DOMException('no space', 'QuotaExceededError');
    return open(...given);
  };
  const database = reopening(new Dexie('full', { indexedDB, IDBKeyRange }));
  database.version(1).stores({ rows: 'id' });
  await expect(database.table('rows').toArray()).rejects.toThrow(/no space|closed/);
  await expect(database.table('rows').toArray()).rejects.toThrow(/no space|closed/);
  isFull = false;
  await vi.advanceTimersByTimeAsync(1_000);
  await expect(database.table('rows').toArray()).resolves.toEqual([]);
  database.close();
});
