/** CRM as the engine's `Remote` (contract section 2). */
import type { Clock } from '../engine/ports';
import type { Remote } from '../engine/remote-ports';
import type { RecordId } from '../types';
import { createBulkReading } from './crm-bulk';
import { countCrmRecords } from './crm-count';
import { createCrmFeeds } from './crm-feeds';
import { crmModules, fetchCrmFields } from './crm-fields';
import { createReferenceField } from './crm-reference-field';
import { createCrmRecords } from './crm-records';
import { createCrmViews } from './crm-views';
import { tookInSince } from './crm-timeline';
import { crmBatch, createCrmWrites } from './crm-writes';
import { createFieldCatalog } from './field-catalog';
import type { Http } from './http';
import type { SessionStore } from './tokens';

export interface RemotePorts {
  readonly clock: Clock;
  /** Keeps field metadata over stops of the worker. */
  readonly session?: SessionStore | undefined;
}

/** The synced modules of one CRM organisation. */
export function createCrmRemote(http: Http, ports: RemotePorts): Remote {
  const catalog = createFieldCatalog({
    side: 'crm',
    clock: ports.clock,
    session: ports.session,
    fetchFields: (kind) => fetchCrmFields(http, crmModules[kind]),
  });
  const records = createCrmRecords(http, catalog);
  const feeds = createCrmFeeds(http, records, createBulkReading(http, catalog, ports.clock));
  const views = createCrmViews(http, feeds);
  const writes = createCrmWrites(http, records, catalog);

  return {
    side: 'crm',
    createBatch: crmBatch,
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
    views: (kind) => (kind === 'product' ? Promise.resolve([]) : views.list(kind)),
    countView: (kind, viewId) => countCrmRecords(http, kind, viewId),
    inViews: (kind, viewIds, request) => views.inViews(kind, viewIds, request),
    async get(kind, ids, fields) {
      const found = await records.byIds(kind, [...new Set(ids)], fields);
      const isWhole = ids.every((id) => found.has(id));
      // A list by ids leaves out what is deleted and what never was; the newest deletions tell.
      const deleted = isWhole ? new Set<RecordId>() : await feeds.newestDeletions(kind);
      return ids.map((id) => {
        const snapshot = found.get(id);
        if (snapshot !== undefined) return { id, presence: 'alive', snapshot };
        return { id, presence: deleted.has(id) ? 'trashed' : 'absent' };
      });
    },
    createdSince: (kind, since, fields) => feeds.createdSince(kind, since, fields),
    create: (kind, drafts, references) => writes.create(kind, drafts, references),
    async createReference(kind, label) {
      const name = await createReferenceField(http, crmModules[kind], label);
      // What is known of the fields is out of date.
      await catalog.load(kind);
      return name;
    },
    update: (kind, id, fields, unmodifiedSince) => writes.update(kind, id, fields, unmodifiedSince),
    updateMany: (kind, updates, unmodifiedSince) =>
      writes.updateMany(kind, updates, unmodifiedSince),
    moveToBin: (kind, id) => writes.moveToBin(kind, id),
    // Asked of Desk only: what CRM takes along with a record is CRM's own rule (DEL-2).
    associates: () => Promise.resolve(null),
    tookIn: (kind, id, since) => tookInSince(http, kind, id, since),
  };
}
