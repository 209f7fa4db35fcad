import { createMemoryStore } from '../../sync/storage/memory-store';
import { logSuite } from './log.suite';
import { storeSuite } from './store.suite';

storeSuite('memory', createMemoryStore);
logSuite('memory', createMemoryStore);
