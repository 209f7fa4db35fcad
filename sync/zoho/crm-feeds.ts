/**
 * CRM's feeds of changes and deletions.
 *
 * A list by page numbers loses a record when an earlier one is deleted between two pages. So only
 * the first page of a feed is a list (one credit, and a bare 304 when nothing changed); what does
 * not fit on it is read by COQL with the last id as key, which nothing can shift, at 2,000 rows
 * for three credits. Where COQL may not be used, lists are read to their end and read again when
 * something was deleted meanwhile. A whole module that would cost more that way is exported.
 */
import * as v from 'valibot';
import type { ChangePage, Remote } from '../engine/remote-ports';
import type { Instant, Kind, RecordId, Snapshot } from '../types';
import { SyncError } from '../core/problem';
import { cheapestReading, queryLimit, type Reading } from '../core/reading-cost';
import { countCrmRecords } from './crm-count';
import { type BulkPlace, type BulkReading, bulkPlaceShape } from './crm-bulk';
import { createDeletionReading } from './crm-deletions';
import { type CrmRecords, rowId, rowsByPage, rowsPerList } from './crm-records';
import { crmTime } from './crm-values';
import type { Http } from './http';
import type { ZohoCode } from './problems';
import { idShape, parsePage } from './record-page';

const pageShape = v.variant('via', [
  v.object({
    via: v.literal('query'),
    after: idShape,
    /** Rows that are still to come, where it is known: they decide what the next call costs. */
    left: v.optional(v.nullable(v.number()), null),
  }),
  bulkPlaceShape,
  v.object({
    via: v.literal('list'),
    page: v.number(),
    token: v.nullable(v.string()),
    /** CRM's clock when this reading began. */
    begun: v.nullable(v.number()),
    /** How often it was begun anew. */
    round: v.number(),
  }),
]);
type Page = v.InferOutput<typeof pageShape>;
type ListPage = Extract<Page, { via: 'list' }>;

/** Readings of a list that deletions keep disturbing; then the next run's overlap must do. */
const mostRounds = 3;

/** Refusals of COQL itself, not of the moment. */
const unusable: ReadonlySet<string> = new Set<ZohoCode>([
  'oauth.scopeMissing',
  'zoho.noPermission',
  'zoho.licence',
  'defect.request',
]);

const written = (page: Page): string => JSON.stringify(page);

/** The part of CRM's remote that reads what happened. */
export interface CrmFeeds extends Pick<Remote, 'changes' | 'deletions' | 'createdSince'> {
  /** Ids of the records deleted last: as many as one call tells. */
  newestDeletions(kind: Kind): Promise<ReadonlySet<RecordId>>;
}

export function createCrmFeeds(http: Http, records: CrmRecords, bulk: BulkReading): CrmFeeds {
  let queriesWork = true;
  let exportsWork = true;
  const deletionsOf = createDeletionReading(http);
  const fromTheTop = (round = 0): ListPage => ({
    via: 'list',
    page: 1,
    token: null,
    begun: http.serverTime(),
    round,
  });

  async function byQuery(
    kind: Kind,
    fields: readonly string[],
    since: Instant | null,
    after: string,
    left: number | null,
  ): Promise<ChangePage> {
    const limit = queryLimit(left);
    const key = `id > ${after}`;
    const where = since === null ? key : `(Modified_Time >= '${crmTime(since)}' and ${key})`;
    const { rows, more } = await records.query(kind, records.firstGroup(fields), where, limit);
    const last = rows.at(-1);
    return {
      records: await records.snapshots(kind, rows, fields),
      next:
        last !== undefined && (more || rows.length >= limit.rows)
          ? written({
              via: 'query',
              after: rowId(last),
              left: left === null ? null : Math.max(0, left - rows.length),
            })
          : null,
      total: null,
    };
  }

  async function byList(
    kind: Kind,
    fields: readonly string[],
    since: Instant | null,
    at: ListPage,
  ): Promise<ChangePage> {
    const place: Readonly<Record<string, string>> =
      at.token === null ? { page: String(at.page) } : { page_token: at.token };
    const { rows, more, token } = await records.list(
      kind,
      records.firstGroup(fields),
      { per_page: String(rowsPerList), sort_by: 'id', sort_order: 'asc', ...place },
      since,
    );
    const begun = at.begun ?? http.serverTime();
    const page = { records: await records.snapshots(kind, rows, fields), total: null };
    const last = rows.at(-1);
    if (more && last !== undefined) {
      if (queriesWork)
        return { ...page, next: written({ via: 'query', after: rowId(last), left: null }) };
      const beyondPages = at.page * rowsPerList >= rowsByPage;
      return {
        ...page,
        next: written({
          via: 'list',
          page: at.page + 1,
          token: beyondPages ? token : null,
          begun,
          round: at.round,
        }),
      };
    }
    // Several pages: a deletion meanwhile may have moved a record over the edge of one.
    const severalPages = at.page > 1 && begun !== null && at.round + 1 < mostRounds;
    const disturbed = severalPages && (await deletionsOf(kind, begun, 1)).deletions.length > 0;
    return { ...page, next: disturbed ? written(fromTheTop(at.round + 1)) : null };
  }

  /** Where the reading of a whole module begins, by what costs least. */
  async function beginning(
    kind: Kind,
    fields: readonly string[],
    total: number | null,
  ): Promise<Page> {
    const usable = new Set<Reading>(['list']);
    if (queriesWork) usable.add('query');
    if (exportsWork) usable.add('bulk');
    const way = cheapestReading(total, usable);
    if (way === 'bulk')
      try {
        return await bulk.begin(kind, records.firstGroup(fields));
      } catch (thrown) {
        if (!(thrown instanceof SyncError) || !unusable.has(thrown.problem.code)) throw thrown;
        exportsWork = false;
        return beginning(kind, fields, total);
      }
    return way === 'query' ? { via: 'query', after: '0', left: total } : fromTheTop();
  }

  /** A page of an export. One that fails is given up, and the module read another way. */
  async function byExport(
    kind: Kind,
    fields: readonly string[],
    at: BulkPlace,
  ): Promise<ChangePage> {
    const read = await bulk.read(kind, records.firstGroup(fields), at);
    if (read !== 'failed') {
      const next = read.next === null ? null : written(read.next);
      return { records: await records.snapshots(kind, read.rows, fields), next, total: null };
    }
    exportsWork = false;
    return { records: [], next: written(await beginning(kind, fields, null)), total: null };
  }

  return {
    async changes(kind, { fields, since, page }) {
      let at = parsePage(pageShape, page);
      let total: number | null = null;
      if (at === null) {
        if (since === null) total = await countCrmRecords(http, kind, null);
        at = since === null ? await beginning(kind, fields, total) : fromTheTop();
        // An export takes a while; the job is on record before it is waited for.
        if (at.via === 'bulk') return { records: [], next: written(at), total };
      }
      if (at.via === 'bulk') return byExport(kind, fields, at);
      if (at.via === 'query') {
        try {
          return { ...(await byQuery(kind, fields, since, at.after, at.left)), total };
        } catch (thrown) {
          if (!(thrown instanceof SyncError) || !unusable.has(thrown.problem.code)) throw thrown;
          queriesWork = false;
        }
      }
      const list = at.via === 'list' ? at : fromTheTop();
      return { ...(await byList(kind, fields, since, list)), total };
    },

    async deletions(kind, { since, page }) {
      const number = page !== null && /^\d{1,6}$/.test(page) ? Number(page) : 1;
      const { deletions, next } = await deletionsOf(kind, since, number);
      return { deletions, next };
    },

    async newestDeletions(kind) {
      const { deletions } = await deletionsOf(kind, null, 1);
      return new Set(deletions.map((one) => one.id));
    },

    async createdSince(kind, since, fields) {
      const found = new Map<string, Snapshot>();
      for (let round = 0; round < mostRounds; round += 1) {
        const begun = http.serverTime();
        let pages = 0;
        for (let ended = false; !ended && pages < rowsByPage / rowsPerList;) {
          pages += 1;
          const { rows, more } = await records.list(
            kind,
            records.firstGroup(fields),
            {
              per_page: String(rowsPerList),
              page: String(pages),
              sort_by: 'Created_Time',
              sort_order: 'desc',
            },
            null,
          );
          const read = await records.snapshots(kind, rows, fields);
          // Whole seconds: one made in the second of `since` counts as made after it.
          const young = read.filter((snapshot) => (snapshot.createdAt ?? since) >= since - 1000);
          for (const snapshot of young) found.set(snapshot.id, snapshot);
          ended = !more || young.length < read.length;
        }
        if (
          pages === 1 ||
          begun === null ||
          (await deletionsOf(kind, begun, 1)).deletions.length === 0
        )
          break;
      }
      return [...found.values()].sort(
        (left, right) => (right.createdAt ?? 0) - (left.createdAt ?? 0),
      );
    },
  };
}
