import { createMemoryStore } from '../../sync/storage/memory-store';
import { logSuite } from './log.suite';
import { pairsSuite } from './pairs.suite';
import { storeSuite } from './store.suite';

storeSuite('memory', createMemoryStore);
pairsSuite('memory', createMemoryStore);
logSuite('memory', createMemoryStore);
