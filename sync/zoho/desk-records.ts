/** Reading Desk records by id and from lists (contract 3.1, 3.3 to 3.5). */
import type { Lookup, Remote } from '../engine/remote-ports';
import type { Kind, RecordId, Snapshot } from '../types';
import * as v from 'valibot';
import { SyncError } from '../core/problem';
import { deskModules } from './desk-fields';
import { carriesAll, deskValueReader } from './desk-values';
import type { FieldCatalog } from './field-catalog';
import type { Http, HttpAnswer } from './http';
import { fieldsOf, idShape, instantOf, ownValue, parse, recordShape } from './record-page';

export type DeskRow = Readonly<Record<string, unknown>>;

const listShape = v.object({ data: v.array(recordShape), count: v.nullish(v.number()) });

/** Contract 3.1: 99 is taken by every list. */
const rowsPerDeskList = 99;
/** Rows of a page that the one before had too: a record that is deleted meanwhile moves the rest up. */
const overlapRows = 9;
/** A list is begun anew when more was deleted meanwhile than the overlap covers. */
const mostRounds = 3;
/** Calls by id that are under way at a time for one list; the limiter decides how many run. */
const readsAtATime = 5;

/** A list's or search's answer; 204 is the empty one. */
export function readDeskRows(
  answer: HttpAnswer,
  what: string,
): { readonly rows: readonly DeskRow[]; readonly count: number | null } {
  if (answer.body === null) return { rows: [], count: null };
  const { data, count } = parse(listShape, answer.body, what);
  return { rows: data, count: count ?? null };
}

function deskRowId(row: DeskRow): RecordId {
  return parse(idShape, ownValue(row, 'id'), 'desk record id');
}

/** In the bin, however the answer says it (contract 3.2 [?]). */
function isTrashed(row: DeskRow): boolean {
  return ownValue(row, 'isTrashed') === true || ownValue(row, 'isDeleted') === true;
}

export interface DeskRecords {
  snapshotOf(kind: Kind, row: DeskRow, fields: readonly string[]): Promise<Snapshot>;
  one(kind: Kind, id: RecordId, fields: readonly string[]): Promise<Lookup>;
  many(kind: Kind, ids: readonly RecordId[], fields: readonly string[]): Promise<readonly Lookup[]>;
  /** Living rows as snapshots; a row that lacks a field or its times is read by id. */
  complete(
    kind: Kind,
    rows: readonly DeskRow[],
    fields: readonly string[],
  ): Promise<readonly Snapshot[]>;
  createdSince: Remote['createdSince'];
}

export function createDeskRecords(http: Http, catalog: FieldCatalog): DeskRecords {
  async function snapshotOf(
    kind: Kind,
    row: DeskRow,
    fields: readonly string[],
  ): Promise<Snapshot> {
    const valueOf = deskValueReader(row, await catalog.of(kind));
    return {
      id: deskRowId(row),
      createdAt: instantOf(ownValue(row, 'createdTime')),
      modifiedAt: instantOf(ownValue(row, 'modifiedTime')),
      fields: fieldsOf(fields, valueOf),
    };
  }

  async function one(kind: Kind, id: RecordId, fields: readonly string[]): Promise<Lookup> {
    try {
      const answer = await http.send({
        method: 'GET',
        path: `/api/v1/${deskModules[kind]}/${id}`,
        writing: false,
        lane: 'sync',
        credits: 1,
        results: [422],
      });
      // A well-formed id that Desk calls unprocessable is in the bin (contract 3.2 [?]).
      if (answer.status === 422) return { id, presence: 'trashed' };
      if (answer.body === null) return { id, presence: 'absent' };
      const row = parse(recordShape, answer.body, 'desk record');
      if (isTrashed(row)) return { id, presence: 'trashed' };
      if (deskRowId(row) !== id) return { id, presence: 'absent' };
      return { id, presence: 'alive', snapshot: await snapshotOf(kind, row, fields) };
    } catch (thrown) {
      if (thrown instanceof SyncError && thrown.problem.code === 'record.gone')
        return { id, presence: 'absent' };
      throw thrown;
    }
  }

  async function many(
    kind: Kind,
    ids: readonly RecordId[],
    fields: readonly string[],
  ): Promise<readonly Lookup[]> {
    const found: Lookup[] = [];
    for (let index = 0; index < ids.length; index += readsAtATime) {
      const part = ids.slice(index, index + readsAtATime);
      found.push(...(await Promise.all(part.map((id) => one(kind, id, fields)))));
    }
    return found;
  }

  async function complete(
    kind: Kind,
    rows: readonly DeskRow[],
    fields: readonly string[],
  ): Promise<readonly Snapshot[]> {
    const living = rows.filter((row) => !isTrashed(row));
    const needed = [...fields, 'modifiedTime', 'createdTime'];
    const lacking = living.filter((row) => !carriesAll(row, needed)).map(deskRowId);
    const read = new Map((await many(kind, lacking, fields)).map((found) => [found.id, found]));
    const snapshots: Snapshot[] = [];
    for (const row of living) {
      const found = read.get(deskRowId(row));
      if (found === undefined) snapshots.push(await snapshotOf(kind, row, fields));
      else if (found.presence === 'alive') snapshots.push(found.snapshot);
    }
    return snapshots;
  }

  /** One page of the list, newest first; page 0 without `from`, whose base differs per list (3.1). */
  async function newest(kind: Kind, from: number): Promise<readonly DeskRow[]> {
    const answer = await http.send({
      method: 'GET',
      path: `/api/v1/${deskModules[kind]}`,
      query: {
        sortBy: '-createdTime',
        limit: String(rowsPerDeskList),
        ...(from === 0 ? {} : { from: String(from) }),
      },
      writing: false,
      lane: 'sync',
      credits: 3,
    });
    return readDeskRows(answer, 'desk list').rows;
  }

  async function createdSince(
    ...[kind, since, fields, onListed]: Parameters<Remote['createdSince']>
  ): Promise<readonly Snapshot[]> {
    const found = new Map<RecordId, Snapshot>();
    for (let round = 0; round < mostRounds; round += 1) {
      let from = 0;
      let last: RecordId | null = null;
      let ended = false;
      let torn = false;
      while (!ended && !torn) {
        const rows: readonly DeskRow[] = await newest(kind, from);
        for (const row of rows) onListed?.(await snapshotOf(kind, row, fields));
        torn =
          last !== null && rows.length > 0 && !rows.some((row) => ownValue(row, 'id') === last);
        for (let index = 0; index < rows.length && !ended; index += readsAtATime) {
          // By id where the list lacks a field: as few as it takes to meet an old one.
          const part = await complete(kind, rows.slice(index, index + readsAtATime), fields);
          for (const snapshot of part) {
            if ((snapshot.createdAt ?? since) < since) ended = true;
            else found.set(snapshot.id, snapshot);
          }
        }
        ended ||= rows.length < rowsPerDeskList;
        const lastRow = rows.at(-1);
        last = lastRow === undefined ? null : deskRowId(lastRow);
        from += rowsPerDeskList - overlapRows;
      }
      if (!torn) break;
    }
    return [...found.values()].sort(
      (left, right) => (right.createdAt ?? 0) - (left.createdAt ?? 0),
    );
  }

  return { snapshotOf, one, many, complete, createdSince };
}
