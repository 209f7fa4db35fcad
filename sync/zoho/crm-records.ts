/** Reading CRM records: lists, COQL, by id (contract 2.2, 2.3, 2.5, 2.7). */
import * as v from 'valibot';
import type { FieldMeta, Kind, Instant, RecordId, Snapshot } from '../types';
import type { QueryLimit } from '../core/reading-cost';
import { plainFields } from '../core/side';
import { crmModules } from './crm-fields';
import { crmTime, readCrmValue } from './crm-values';
import type { FieldCatalog } from './field-catalog';
import type { Http, HttpAnswer } from './http';
import { fieldsOf, idShape, inParts, instantOf, ownValue, parse, recordShape } from './record-page';

/** Contract 2.2: `fields` takes 50; the specification caps the csv at 1,024 characters. */
const fieldsPerCall = 50;
/** Contract 2.2: ≤ 100 ids; the same cap of the csv makes it about 51. */
const idsPerCall = 100;
const csvLength = 1024;
/** Read beside the mapped fields: when it was made and last changed. */
const systemFields: readonly string[] = ['Created_Time', 'Modified_Time'];
/** Contract 2.2: where lists cut long text. The record itself has all of it. */
const cutLength = 500;

export const rowsPerList = 200;
/** Contract 2.2: `page` reaches this far; beyond it takes a page token. */
export const rowsByPage = 2000;

const infoShape = v.nullish(
  v.object({
    more_records: v.nullish(v.boolean()),
    next_page_token: v.nullish(v.string()),
  }),
);
const listShape = v.object({ data: v.array(recordShape), info: infoShape });

export interface CrmRows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly more: boolean;
  readonly token: string | null;
}

/** A list's answer; 204 and 304 are empty lists. */
export function readRows(answer: HttpAnswer, what: string): CrmRows {
  if (answer.body === null) return { rows: [], more: false, token: null };
  const { data, info } = parse(listShape, answer.body, what);
  return { rows: data, more: info?.more_records === true, token: info?.next_page_token ?? null };
}

/** The id of a row; a row without one cannot be read. */
export function rowId(row: Readonly<Record<string, unknown>>): RecordId {
  return parse(idShape, ownValue(row, 'id'), 'crm record id');
}

export interface CrmRecords {
  /** The first group of `fields`, with the system's own, as one call takes them. */
  firstGroup(fields: readonly string[]): readonly string[];
  list(
    kind: Kind,
    fields: readonly string[],
    query: Readonly<Record<string, string>>,
    modifiedSince: Instant | null,
  ): Promise<CrmRows>;
  /** One COQL call of at most `limit` rows. */
  query(kind: Kind, fields: readonly string[], where: string, limit: QueryLimit): Promise<CrmRows>;
  /** Rows as snapshots with all `fields`: those beyond the first group are read by id. */
  snapshots(
    kind: Kind,
    rows: CrmRows['rows'],
    fields: readonly string[],
  ): Promise<readonly Snapshot[]>;
  /** Living records by id, in no order. */
  byIds(
    kind: Kind,
    ids: readonly RecordId[],
    fields: readonly string[],
  ): Promise<ReadonlyMap<RecordId, Snapshot>>;
}

/** The fields of each call, with the system's own in every one. */
function groups(fields: readonly string[]): string[][] {
  const asked = fields.filter((name) => name !== 'id' && !systemFields.includes(name));
  const room = csvLength - systemFields.join(',').length - 1;
  const parts = inParts(asked, fieldsPerCall - systemFields.length, room);
  return (parts.length === 0 ? [[]] : parts).map((part) => systemFields.concat(part));
}

const firstGroup = (fields: readonly string[]): readonly string[] =>
  groups(fields)[0] ?? systemFields;

export function createCrmRecords(http: Http, catalog: FieldCatalog): CrmRecords {
  async function list(
    kind: Kind,
    fields: readonly string[],
    query: Readonly<Record<string, string>>,
    modifiedSince: Instant | null,
  ): Promise<CrmRows> {
    const answer = await http.send({
      method: 'GET',
      path: `/crm/v8/${crmModules[kind]}`,
      query: { fields: fields.join(','), ...query },
      // "Modified after", in whole seconds: a second earlier makes it "at or after".
      ...(modifiedSince === null
        ? {}
        : { headers: { 'If-Modified-Since': crmTime(modifiedSince - 1000) } }),
      writing: false,
      lane: 'sync',
      credits: 1,
    });
    return readRows(answer, 'crm list');
  }

  async function rowsByIds(
    kind: Kind,
    ids: readonly RecordId[],
    fields: readonly string[],
  ): Promise<Map<RecordId, Readonly<Record<string, unknown>>>> {
    const found = new Map<RecordId, Readonly<Record<string, unknown>>>();
    for (const part of inParts(ids, idsPerCall, csvLength)) {
      const { rows } = await list(kind, fields, { ids: part.join(',') }, null);
      for (const row of rows) found.set(rowId(row), row);
    }
    return found;
  }

  async function snapshots(
    kind: Kind,
    rows: CrmRows['rows'],
    fields: readonly string[],
  ): Promise<readonly Snapshot[]> {
    if (rows.length === 0) return [];
    const meta = await catalog.of(kind);
    const ids = rows.map(rowId);
    const further: ReadonlyMap<RecordId, Readonly<Record<string, unknown>>>[] = [];
    const [first = [], ...rest] = groups(fields);
    for (const group of rest) further.push(await rowsByIds(kind, ids, group));
    const snapshotsOfRows: Snapshot[] = [];
    rows.forEach((row, index) => {
      const id = ids[index] ?? '';
      // Deleted between two groups: gone, and the feed of deletions says so.
      if (further.some((found) => !found.has(id))) return;
      const groupOf = (name: string): Readonly<Record<string, unknown>> => {
        if (first.includes(name)) return row;
        const place = rest.findIndex((group) => group.includes(name));
        return further[place]?.get(id) ?? row;
      };
      const several = rest.length > 0;
      snapshotsOfRows.push({
        id,
        createdAt: instantOf(ownValue(row, 'Created_Time')),
        modifiedAt: instantOf(ownValue(row, 'Modified_Time')),
        fields: fieldsOf(fields, (name) =>
          readCrmValue(ownValue(several ? groupOf(name) : row, name), meta.get(name)),
        ),
      });
    });
    const whole: Snapshot[] = [];
    for (const snapshot of snapshotsOfRows) whole.push(await uncut(kind, snapshot, meta));
    return whole;
  }

  /** Text that ends where a list cuts is read from the record: half of it must not travel on. */
  async function uncut(
    kind: Kind,
    snapshot: Snapshot,
    meta: ReadonlyMap<string, FieldMeta>,
  ): Promise<Snapshot> {
    const cut = Object.entries(snapshot.fields).flatMap(([name, value]) =>
      meta.get(name)?.type === 'textarea' && typeof value === 'string' && value.length === cutLength
        ? [name]
        : [],
    );
    if (cut.length === 0) return snapshot;
    const answer = await http.send({
      method: 'GET',
      path: `/crm/v8/${crmModules[kind]}/${snapshot.id}`,
      writing: false,
      lane: 'sync',
      credits: 1,
    });
    const [row] = readRows(answer, 'crm record').rows;
    // Deleted meanwhile, or changed: either feed brings what is new.
    if (row === undefined) return snapshot;
    const texts = fieldsOf(cut, (name) => readCrmValue(ownValue(row, name), meta.get(name)));
    return { ...snapshot, fields: plainFields(snapshot.fields, texts) };
  }

  return {
    firstGroup,
    list,
    snapshots,
    async query(kind, fields, where, { rows, credits }) {
      const columns = ['id', ...fields].join(', ');
      const answer = await http.send({
        method: 'POST',
        path: '/crm/v8/coql',
        body: {
          select_query: `select ${columns} from ${crmModules[kind]} where ${where} order by id asc limit ${String(rows)}`,
        },
        writing: false,
        lane: 'sync',
        credits,
      });
      return readRows(answer, 'crm coql');
    },
    async byIds(kind, ids, fields) {
      const rows = await rowsByIds(kind, ids, firstGroup(fields));
      const found = await snapshots(kind, [...rows.values()], fields);
      return new Map(found.map((snapshot) => [snapshot.id, snapshot]));
    },
  };
}
