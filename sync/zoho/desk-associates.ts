/**
 * What hangs on a Desk record (DEL-3), on the endpoints that count it (contract 3.8), in as few
 * calls as tell: the cheapest and likeliest first, and none after the first thing found.
 *
 * Activities have no list by contact: they hang on tickets, which are counted, so one without a
 * ticket is not seen. Spam tickets are tickets too. Archived ones are in the total [?].
 */
import * as v from 'valibot';
import type { Kind, RecordId } from '../types';
import { SyncError } from '../core/problem';
import { deskModules } from './desk-fields';
import type { Http } from './http';
import type { ZohoCode } from './problems';
import { parse } from './record-page';

const amount = v.nullish(
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?$/), v.transform(Number))]),
    v.minValue(0),
  ),
);
// The total must be there: a count that was left out is not a count of none.
const ticketsShape = v.object({ totalTickets: v.nonNullish(amount), spamTickets: amount });
const timeShape = v.object({
  totalHours: v.nonNullish(amount),
  totalMins: amount,
  totalSeconds: amount,
  totalCosts: amount,
});
const rowsShape = v.object({ data: v.array(v.unknown()) });

const sumOf = (counts: Readonly<Record<string, number | null | undefined>>): number =>
  Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);

/** What one endpoint is asked for, and how its answer counts. */
interface Count {
  readonly path: string;
  readonly credits: number;
  readonly read: (body: unknown) => number;
}

const tickets: Count = {
  path: 'statistics',
  credits: 1,
  read: (body) => sumOf(parse(ticketsShape, body, 'desk statistics')),
};
const time: Count = {
  path: 'timeEntrySummation',
  credits: 1,
  read: (body) => sumOf(parse(timeShape, body, 'desk time entries')),
};
/** A list's first row is enough; none is 204. */
const rows = (path: string): Count => ({
  path,
  credits: 3,
  read: (body) => (body === null ? 0 : parse(rowsShape, body, `desk ${path}`).data.length),
});

const counts: Readonly<Record<Kind, readonly Count[]>> = {
  contact: [tickets, time, rows('attachments')],
  account: [tickets, rows('contacts'), rows('contracts'), rows('attachments')],
  product: [rows('attachments')],
};

/** Answers that mean: not for this edition, profile or sign-in. It may be there all the same. */
const untold: ReadonlySet<string> = new Set<ZohoCode>([
  'oauth.scopeMissing',
  'zoho.noPermission',
  'zoho.licence',
  'defect.request',
  'defect.unreadable',
  'record.gone',
]);

/** How much hangs on a record, at least; null where one of the counts cannot be told. */
export async function countDeskAssociates(
  http: Http,
  kind: Kind,
  id: RecordId,
): Promise<number | null> {
  let isKnown = true;
  for (const { path, credits, read } of counts[kind]) {
    try {
      const answer = await http.send({
        method: 'GET',
        path: `/api/v1/${deskModules[kind]}/${id}/${path}`,
        ...(credits > 1 ? { query: { limit: '1' } } : {}),
        writing: false,
        lane: 'sync',
        credits,
      });
      const found = read(answer.body);
      if (found > 0) return found;
    } catch (thrown) {
      if (!(thrown instanceof SyncError) || !untold.has(thrown.problem.code)) throw thrown;
      isKnown = false;
    }
  }
  return isKnown ? 0 : null;
}
