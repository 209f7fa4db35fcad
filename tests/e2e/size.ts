/** A large organisation's state, written into the extension's own database from one of its pages. */
import type { Page } from 'playwright-core';

export interface Size {
  /** Linked contacts. */
  readonly links: number;
  readonly failures: number;
  readonly conflicts: number;
  readonly days: number;
  /** Runs that changed something, a day. */
  readonly runsADay: number;
}

/** Writes rows as the background stores them. The worker must be stopped before and after. */
export async function fill(page: Page, size: Size): Promise<void> {
  await page.evaluate(async ({ links, failures, conflicts, days, runsADay }) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('tandem');
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
    });
    const now = Date.now();
    const put = (table: string, rows: Iterable<unknown>): Promise<void> =>
      new Promise((resolve, reject) => {
        const transaction = database.transaction(table, 'readwrite', { durability: 'relaxed' });
        for (const row of rows) transaction.objectStore(table).put(row);
        transaction.addEventListener('complete', () => resolve());
        transaction.addEventListener('abort', () =>
          reject(transaction.error ?? new Error('aborted')),
        );
      });
    const idOf = (side: number, at: number): string => `${side}00000${String(at).padStart(8, '0')}`;
    function* pairs(from: number, to: number): Iterable<unknown> {
      for (let at = from; at < to; at += 1) {
        const seen = { createdAt: now, modifiedAt: now, presence: 'alive' };
        const desk = { lastName: `Person ${at}`, email: `p${at}@many.example` };
        const crm = { Last_Name: `Person ${at}`, Email: `p${at}@many.example` };
        yield {
          key: `contact/desk/${idOf(7, at)}`,
          kind: 'contact',
          desk: { ...seen, id: idOf(7, at), fields: desk },
          crm: { ...seen, id: idOf(8, at), fields: crm },
          base: { desk, crm },
          unseen: null,
          // No screen looks by them; they are most of what writing 100,000 rows takes.
          matchKeys: [],
          linkedBy: 'match',
          dirty: false,
        };
      }
    }
    for (let from = 0; from < links; from += 20_000)
      await put('pairs', pairs(from, Math.min(links, from + 20_000)));
    const codes = ['link.taken', 'record.invalid', 'record.mandatory', 'match.ambiguous'];
    const reasons = ['linkTaken', 'wrongValue', 'mandatory', 'ambiguous'];
    await put(
      'failures',
      Array.from({ length: failures }, (_, at) => ({
        pairKey: `contact/desk/${idOf(7, at)}`,
        kind: 'contact',
        side: at % 2 === 0 ? 'desk' : 'crm',
        title: `Person ${at}`,
        problem: {
          code: codes[at % codes.length],
          kind: 'conflict',
          message: 'CRM refused the record. Correct the value and try again.',
          detail: 'INVALID_DATA api_name=Postal_Code expected_data_type=integer',
        },
        reason: reasons[at % codes.length],
        runId: 'many',
        at: now - at * 1000,
        attempts: 2,
      })),
    );
    await put(
      'conflicts',
      Array.from({ length: conflicts }, (_, at) => ({
        id: `many/${at}`,
        pairKey: `contact/desk/${idOf(7, at)}`,
        kind: 'contact',
        field: { desk: 'title', crm: 'Title' },
        deskValue: `Head of ${at}`,
        crmValue: `Chief of ${at}`,
        kept: at % 10 === 0 ? null : 'crm',
        openAs: at % 10 === 0 ? 'asked' : 'kept',
        runId: 'many',
        at: now - at * 1000,
        modifiedAt: { desk: now, crm: now },
        title: `Person ${at}`,
      })),
    );
    // Lines as `historyLines` derives them from runs; the pages read nothing else of those.
    const every = 86_400_000 / runsADay;
    const sums = { added: 0, updated: 1, deleted: 0, failed: 0, problem: null };
    await put(
      'historyLines',
      Array.from({ length: days * runsADay }, (_, at) => ({
        ...sums,
        key: `many-${at}/contact/desk`,
        runId: `many-${at}`,
        at: Math.round(now - 60_000 - at * every),
        kind: 'contact',
        to: 'desk',
      })),
    );
    const all = { all: links, desk: links, crm: links, dirty: 0 };
    const no = { all: 0, desk: 0, crm: 0, dirty: 0 };
    const value = { account: no, contact: all, product: no };
    const each = failures / codes.length;
    const logs = {
      failures: Object.fromEntries(reasons.map((reason) => [`contact/${reason}`, each])),
      conflicts: { asked: conflicts / 10, kept: conflicts - conflicts / 10, settled: 0 },
    };
    await put('singletons', [
      { name: 'counters', value },
      { name: 'logCounters', value: logs },
    ]);
    database.close();
  }, size);
}
