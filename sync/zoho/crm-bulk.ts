/**
 * Reading a whole CRM module by Bulk Read (contract 2.9): a job is asked for, looked at until it is
 * done, and its zipped CSV is read from the archive a page at a time. The place is durable: a worker
 * that is killed goes on with the same job, whose result CRM keeps for a day.
 */
import * as v from 'valibot';
import type { FieldMeta, Kind } from '../types';
import { createCsvReader } from '../core/csv-reader';
import { problemOf } from '../core/problem';
import type { Clock } from '../engine/ports';
import { crmModules } from './crm-fields';
import type { CrmRows } from './crm-records';
import type { FieldCatalog } from './field-catalog';
import type { Http } from './http';
import { idShape, parse } from './record-page';
import { zipEntry } from './zip-entry';

/** Where the reading of an export stands. */
export const bulkPlaceShape = v.object({
  via: v.literal('bulk'),
  job: idShape,
  /** Of the module, from 1: a job gives 200,000 rows. */
  part: v.number(),
  /** Rows of this part that have been read. */
  row: v.number(),
  /** How often the job was looked at and not done. */
  looks: v.number(),
  /** How often its result could not be read. */
  losses: v.number(),
});
export type BulkPlace = v.InferOutput<typeof bulkPlaceShape>;

/** Rows of one page: as many as the largest COQL call gives. */
const pageRows = 2000;
/** ms before each look at a job that is not done; the last one repeats. */
const waits = [5_000, 10_000, 20_000] as const;
/** About a quarter of an hour; then the module is read another way. */
const mostLooks = 45;
const mostLosses = 3;

const addedShape = v.object({
  data: v.tuple([v.object({ details: v.object({ id: idShape }) })]),
});
const jobShape = v.object({
  data: v.tuple([
    v.object({
      state: v.string(),
      result: v.nullish(v.object({ count: v.number(), more_records: v.nullish(v.boolean()) })),
    }),
  ]),
});
const underWay: ReadonlySet<string> = new Set(['ADDED', 'QUEUED', 'IN PROGRESS', 'IN_PROGRESS']);

type Row = CrmRows['rows'][number];

/** A result that is being read. */
interface Opened {
  readonly job: string;
  readonly count: number;
  readonly more: boolean;
  /** Rows read so far. */
  row: number;
  /** The next rows; fewer than asked for at the end. */
  take(most: number): Promise<readonly Row[]>;
}

export interface BulkReading {
  /** Asks for an export of these fields. */
  begin(kind: Kind, fields: readonly string[], part?: number): Promise<BulkPlace>;
  /** The next rows, none while CRM is at work; `failed`: this export will not be read to its end. */
  read(
    kind: Kind,
    fields: readonly string[],
    at: BulkPlace,
  ): Promise<{ readonly rows: readonly Row[]; readonly next: BulkPlace | null } | 'failed'>;
}

/** A cell as CRM's lists give it. An export does not tell empty text from none; Tandem neither. */
function valueOf(cell: string, meta: FieldMeta | undefined): unknown {
  if (cell === '') return null;
  if (meta?.type === 'boolean') return cell === 'true';
  if (meta?.type !== 'integer' && meta?.type !== 'decimal') return cell;
  const number = Number(cell);
  return Number.isFinite(number) ? number : cell;
}

export function createBulkReading(http: Http, catalog: FieldCatalog, clock: Clock): BulkReading {
  /** Kept from page to page; lost with the worker, and then downloaded again. */
  let opened: Opened | null = null;

  async function open(
    kind: Kind,
    { job, row }: BulkPlace,
    { count, more }: Pick<Opened, 'count' | 'more'>,
  ): Promise<Opened> {
    const answer = await http.send({
      method: 'GET',
      path: `/crm/bulk/v8/read/${job}/result`,
      file: true,
      writing: false,
      lane: 'sync',
      credits: 1,
    });
    const unpacked = answer.body instanceof Blob ? await zipEntry(answer.body) : null;
    if (unpacked === null) throw new TypeError('no archive');
    const meta = await catalog.of(kind);
    const bytes = unpacked.getReader();
    const text = new TextDecoder('utf-8');
    const csv = createCsvReader();
    let header: readonly string[] | null = null;
    let rows: Row[] = [];
    let isOver = false;

    function keep(lines: readonly (readonly string[])[]): void {
      for (const line of lines) {
        if (header === null) {
          // CRM writes `Id` in some exports.
          header = line.map((name) => (name.toLowerCase() === 'id' ? 'id' : name));
          continue;
        }
        const found = Object.create(null) as Record<string, unknown>;
        for (const [index, name] of header.entries())
          found[name] = valueOf(line[index] ?? '', meta.get(name));
        rows.push(found);
      }
    }
    async function take(most: number): Promise<readonly Row[]> {
      while (rows.length < most && !isOver) {
        const { done, value } = await bytes.read();
        const lines = csv.push(text.decode(value, { stream: !done }));
        keep(lines);
        if (!done) continue;
        isOver = true;
        keep(csv.end() ?? []);
      }
      const taken = rows.slice(0, most);
      rows = rows.slice(most);
      return taken;
    }
    const result: Opened = { job, count, more, row: 0, take };
    while (result.row < row) {
      const skipped = await take(Math.min(pageRows, row - result.row));
      if (skipped.length === 0) throw new TypeError('short');
      result.row += skipped.length;
    }
    return result;
  }

  async function begin(kind: Kind, fields: readonly string[], part = 1): Promise<BulkPlace> {
    const names = ['id', ...fields.filter((name) => name !== 'id')];
    const answer = await http.send({
      method: 'POST',
      path: '/crm/bulk/v8/read',
      body: {
        query: { module: { api_name: crmModules[kind] }, fields: names, page: part },
        file_type: 'csv',
      },
      writing: false,
      lane: 'sync',
      credits: 50,
    });
    const { id } = parse(addedShape, answer.body, 'crm bulk read').data[0].details;
    return { via: 'bulk', job: id, part, row: 0, looks: 0, losses: 0 };
  }

  /** The state of a job: its result, or what is to be done instead. */
  async function look(
    at: BulkPlace,
  ): Promise<Pick<Opened, 'count' | 'more'> | 'failed' | 'underWay'> {
    const wait = waits[Math.min(at.looks, waits.length - 1)] ?? 0;
    if (at.row === 0 && at.losses === 0) await clock.sleep(wait);
    const answer = await http.send({
      method: 'GET',
      path: `/crm/bulk/v8/read/${at.job}`,
      writing: false,
      lane: 'sync',
      credits: 1,
    });
    const { state, result } = parse(jobShape, answer.body, 'crm bulk job').data[0];
    if (underWay.has(state)) return at.looks + 1 < mostLooks ? 'underWay' : 'failed';
    if (state !== 'COMPLETED' || !result) return 'failed';
    return { count: result.count, more: result.more_records === true };
  }

  return {
    begin,
    async read(kind, fields, at) {
      let found: Opened;
      let rows: readonly Row[];
      try {
        if (opened?.job !== at.job || opened.row !== at.row) {
          opened = null;
          const state = await look(at);
          if (state === 'failed') return 'failed';
          if (state === 'underWay') return { rows: [], next: { ...at, looks: at.looks + 1 } };
          opened = await open(kind, at, state);
        }
        found = opened;
        rows = await found.take(pageRows);
        found.row += rows.length;
        // A result that ends early was cut on its way.
        if (rows.length < pageRows && found.row < found.count) throw new TypeError('short');
      } catch (thrown) {
        opened = null;
        const { kind: sort } = problemOf(thrown);
        if (sort === 'transient' || sort === 'configuration') throw thrown;
        const losses = at.losses + 1;
        return losses < mostLosses ? { rows: [], next: { ...at, losses } } : 'failed';
      }
      if (found.row < found.count) return { rows, next: { ...at, row: found.row } };
      opened = null;
      return { rows, next: found.more ? await begin(kind, fields, at.part + 1) : null };
    },
  };
}
