/** What a page of Desk pays for the content script, from the browser's own trace. */
import type { CDPSession, Page } from 'playwright-core';
import { chromiumId } from '../extension';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** µs. */
  readonly ts: number;
  readonly dur?: number;
  /** µs of processor time, which other programs do not lengthen. */
  readonly tdur?: number;
  readonly args: {
    readonly fileName?: string;
    readonly data?: { readonly url?: string; readonly fileName?: string };
  };
}

const ours = `chrome-extension://${chromiumId}/`;
/** What the browser traces with the address of the script: reading it, running it, and calls into it. */
const kinds: ReadonlySet<string> = new Set([
  'v8.compile',
  'v8.produceCache',
  'EvaluateScript',
  'FunctionCall',
]);

const addressOf = ({ args }: TraceEvent): string =>
  args.data?.url ?? args.data?.fileName ?? args.fileName ?? '';

/** What the browser collects while our script runs is mostly what the pages before have left. */
const collecting = /^(?:MinorGC|MajorGC|BlinkGC|V8\.GC)/;

const isOurs = (event: TraceEvent): boolean =>
  kinds.has(event.name) && addressOf(event).startsWith(`${ours}content-scripts/`);

/** Those that lie within no other one of them on their thread. */
function outermost(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const ends = new Map<string, number>();
  const inOrder = events.toSorted(
    (one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0),
  );
  return inOrder.filter(({ pid, tid, ts, dur = 0 }) => {
    const thread = `${pid}/${tid}`;
    if (ts < (ends.get(thread) ?? 0)) return false;
    ends.set(thread, ts + dur);
    return true;
  });
}

/** µs of processor time. */
const timeOf = (events: readonly TraceEvent[]): number =>
  events.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur, 0);

/**
 * ms of processor time in events of the content script, of which none is counted within another;
 * without what the browser spent on collecting garbage in them.
 */
export function costOf(events: readonly TraceEvent[]): number {
  const complete = events.filter(({ ph }) => ph === 'X');
  const own = outermost(complete.filter(isOurs));
  const garbage = outermost(complete.filter(({ name }) => collecting.test(name))).filter((one) =>
    own.some(
      ({ pid, tid, ts, dur = 0 }) =>
        pid === one.pid && tid === one.tid && ts <= one.ts && one.ts < ts + dur,
    ),
  );
  return (timeOf(own) - timeOf(garbage)) / 1000;
}

async function trace(session: CDPSession, act: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }): void =>
    void events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'v8', '__metadata'] },
  });
  await act();
  const complete = new Promise<void>((resolve) =>
    session.once('Tracing.tracingComplete', () => resolve()),
  );
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return events;
}

/** ms. A page of Desk is loaded, drawn and at rest by then. */
const watched = 3000;

/** ms of the page's main thread that our script takes in a load of `url`, once a round. */
export async function measureHostCost(
  page: Page,
  url: (round: number) => string,
  rounds: number,
): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('no browser to trace');
  const session = await browser.newBrowserCDPSession();
  const costs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const events = await trace(session, async () => {
      await page.goto(url(round));
      await page.waitForTimeout(watched);
    });
    costs.push(costOf(events));
  }
  await session.detach();
  return costs;
}
