/** The product's store keeps the same promises as the one that the simulation uses. */
import 'fake-indexeddb/auto';
import { createDexieStore } from '../../sync/storage/dexie-store';
import { openDatabase } from '../../sync/storage/schema';
import { logSuite } from './log.suite';
import { storeSuite } from './store.suite';

let serial = 0;

storeSuite('Dexie', () => createDexieStore(openDatabase(`store-${(serial += 1)}`)));
logSuite('Dexie', () => createDexieStore(openDatabase(`store-${(serial += 1)}`)));
