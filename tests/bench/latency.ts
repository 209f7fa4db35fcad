/** How well the engine uses the network where every call takes its time (`latencyBoundRatio`). */
import type { TestBrowser } from '../e2e/browser';
import { authorized } from '../e2e/setup-path';
import { round2, spread, withBrowser, type Spread } from './first-sync';
import type { FeedRequest } from './service';
import { startServices, type Services } from './services';

const latencyMs = 100;
/** Calls at a time that the engine permits itself of either service. */
const deskAtOnce = 5;

export interface LatencyFigures {
  /** Wall time of the reading over the least that its calls need, at 100 ms a call. */
  readonly latencyBoundRatio: Spread;
  readonly latencyCalls: Readonly<Record<'desk' | 'crm', number>>;
}

const isDesk = ({ url }: FeedRequest): boolean => new URL(url).pathname.startsWith('/api/v1/');

/**
 * Desk's pages may be asked for side by side. CRM's follow one from another, each from the last row
 * of the one before; both services are read at the same time, so the longer of the two is the least.
 */
function leastMs(feeds: readonly FeedRequest[]): number {
  const desk = feeds.filter(isDesk).length;
  return Math.max(Math.ceil(desk / deskAtOnce), feeds.length - desk) * latencyMs;
}

interface Reading {
  readonly feeds: readonly FeedRequest[];
  /** From its first question to its last answer. */
  readonly ms: number;
}

/**
 * Set-up as far as the preview, which reads both sides and does nothing else. What the page of the
 * mapping has read to try it is none of that: the reading begins with its run.
 */
async function looked(services: Services, browser: TestBrowser): Promise<Reading> {
  const page = await authorized(browser);
  await services.tell({ type: 'mark' });
  for (const step of ['Preferences', 'Field mapping']) {
    await page.getByRole('heading', { name: step, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await page.getByRole('button', { name: 'Start sync' }).waitFor({ timeout: 1_800_000 });
  const status = await browser.ask('status.get');
  const run = status.ok ? status.value.run : null;
  if (run?.isPreview !== true) throw new Error('nothing was read for a preview');
  const report = await services.tell({ type: 'report' });
  const feeds = report.feeds.filter(({ askedAt }) => askedAt >= run.startedAt);
  return { feeds, ms: report.readAt - Math.min(...feeds.map(({ askedAt }) => askedAt)) };
}

/** Measures with `records` contacts a side, all on both sides. */
export async function latencyFigures(records: number, rounds: number): Promise<LatencyFigures> {
  const ratios: number[] = [];
  let feeds: readonly FeedRequest[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const services = await startServices(records);
    try {
      await services.tell({ type: 'latency', ms: latencyMs });
      const reading = await withBrowser(services, (browser) => looked(services, browser));
      ({ feeds } = reading);
      ratios.push(round2(reading.ms / leastMs(feeds)));
    } finally {
      services.close();
    }
  }
  const desk = feeds.filter(isDesk).length;
  return { latencyBoundRatio: spread(ratios), latencyCalls: { desk, crm: feeds.length - desk } };
}
