import { createMemoryStore } from '../../sync/storage/memory-store';
import { storeSuite } from './store.suite';

storeSuite('memory', createMemoryStore);
