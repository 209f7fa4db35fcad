/** Desk as the engine's `Remote` (contract section 3). */
import type { Remote } from '../engine/remote-ports';
import type { RemotePorts } from './crm';
import { countDeskAssociates } from './desk-associates';
import { createDeskDepartments } from './desk-departments';
import { createDeskFeeds } from './desk-feeds';
import { fetchDeskFields } from './desk-fields';
import { createDeskRecords } from './desk-records';
import { createDeskWrites, deskBatch } from './desk-writes';
import { createFieldCatalog } from './field-catalog';
import type { Http } from './http';

/** The synced modules of one Desk portal. Desk has no precondition: `unmodifiedSince` is not used. */
export function createDeskRemote(http: Http, ports: RemotePorts): Remote {
  const catalog = createFieldCatalog({
    side: 'desk',
    clock: ports.clock,
    session: ports.session,
    fetchFields: (kind) => fetchDeskFields(http, kind),
  });
  const records = createDeskRecords(http, catalog);
  const feeds = createDeskFeeds(http, records);
  const departments = createDeskDepartments(http);
  const writes = createDeskWrites(http, records, departments);

  return {
    side: 'desk',
    createBatch: deskBatch,
    get atOnce() {
      return http.atOnce();
    },
    serverTime: () => http.serverTime(),
    spent: () => http.spent(),
    creditsLeft: () => http.creditsLeft(),
    allow: (credits) => http.allow(credits),
    fields: (kind) => catalog.load(kind),
    knownFields: (kind) => catalog.known(kind),
    changes: (kind, request) => feeds.changes(kind, request),
    deletions: (kind, request) => feeds.deletions(kind, request),
    views: (kind) => (kind === 'product' ? departments() : Promise.resolve([])),
    inViews: () => Promise.resolve({ ids: [], next: null }),
    get: (kind, ids, fields) => records.many(kind, ids, fields),
    createdSince: (...asked) => records.createdSince(...asked),
    create: (kind, drafts) => writes.create(kind, drafts),
    update: (kind, id, fields) => writes.update(kind, id, fields),
    moveToBin: (kind, id) => writes.moveToBin(kind, id),
    associates: (kind, id) => countDeskAssociates(http, kind, id),
    tookIn: () => Promise.resolve(null),
  };
}
