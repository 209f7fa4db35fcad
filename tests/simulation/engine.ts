/** The parts of the product that a simulation drives. Built apart, with patches, by the loader. */
export { createSync } from '../../sync/engine/sync';
export { createMemoryStore } from '../../sync/storage/memory-store';
export { createCrmRemote } from '../../sync/zoho/crm';
export { createDeskRemote } from '../../sync/zoho/desk';
export { createHttp } from '../../sync/zoho/http';
export { scopesFor } from '../../sync/zoho/scopes';
export { standardFields } from '../../sync/core/standard-fields';
export { canon } from '../../sync/core/values';
export { saveConfig } from '../../sync/engine/save-config';
export { createCrmLease } from '../../sync/zoho/crm-lease';
