/**
 * The first sync in real Chromium through the shipped build, beside the bare loop that stores what
 * it reads row by row and beside a peer, in turns and in one run (DESIGN section 6).
 */
import type { Page } from 'playwright-core';
import type { Run } from '../../sync/types/runs';
import { startBrowser, type TestBrowser } from '../e2e/browser';
import { connect } from '../e2e/setup-path';
import { attachTarget } from '../e2e/target';
import { chromiumId } from '../extension';
import { peerBundle } from './peer';
import { peakRssMb } from './process';
import { floorRun, peerRun, type Reading, type RivalRun } from './rivals';
import type { FeedRequest } from './service';
import { startServices, type Services } from './services';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Medians of the rounds, with what they lay between. */
export interface FirstSyncFigures {
  readonly records: number;
  /** Records of both sides a second. */
  readonly perSecond: Readonly<Record<'tandem' | 'floor' | 'peer', Spread | null>>;
  readonly firstSyncVsFloor: number;
  readonly firstSyncVsPeer: number | null;
  /** µs of the worker's JavaScript per pair of records, Dexie and all. */
  readonly cpuUsPerRecord: Spread;
  /** MB of the extension's process at its peak, over those of a run that only fetches. */
  readonly peakRssMb: number | null;
  /** Share of the wall time that the process of the services was busy. */
  readonly serviceShare: number;
  readonly calls: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (index: number): number => Math.round((sorted[index] ?? Number.NaN) * 100) / 100;
  return { median: at(Math.floor(sorted.length / 2)), min: at(0), max: at(sorted.length - 1) };
}

/** To two places. */
export const round2 = (value: number): number => Math.round(value * 100) / 100;

/** A browser that is led to these services, for the time of `task`. */
export async function withBrowser<T>(
  services: Services,
  task: (browser: TestBrowser) => Promise<T>,
): Promise<T> {
  const browser = await startBrowser({ beside: services });
  try {
    return await task(browser);
  } finally {
    await browser.close();
  }
}

/** One first sync of the product. */
export interface OwnRun {
  readonly records: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMb: number | null;
  readonly feeds: readonly FeedRequest[];
  readonly serviceMs: number;
  readonly calls: number;
}

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly url: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** ms of the samples that were in a script of the extension. */
function scriptMs({ nodes, samples, timeDeltas }: CpuProfile): number {
  const own = new Set(
    nodes.filter(({ callFrame }) => callFrame.url.includes(chromiumId)).map(({ id }) => id),
  );
  return samples.reduce(
    (sum, node, at) => sum + (own.has(node) ? (timeDeltas[at] ?? 0) / 1000 : 0),
    0,
  );
}

/** The first sync, ended. What a preview read before it was called off is a run of its own. */
async function firstRun(browser: TestBrowser): Promise<Run & { readonly endedAt: number }> {
  const page = await browser.options();
  for (const deadline = Date.now() + 1_800_000; Date.now() < deadline;) {
    const answer = await browser.ask('status.get').catch(() => null);
    const run = answer?.ok === true ? answer.value.run : null;
    if (run !== null && run.endedAt !== null && run.isPreview !== true && run.type === 'first')
      return { ...run, endedAt: run.endedAt };
    // Each question is work of the worker that is measured; the run itself says when it ended.
    await page.waitForTimeout(1_000);
  }
  throw new Error('the first sync did not end');
}

/** From *Start without preview* until everything is linked and stored. */
export async function ownRun(services: Services, browser: TestBrowser): Promise<OwnRun> {
  await browser.options();
  const worker = await attachTarget(browser, 'service_worker', `chrome-extension://${chromiumId}`);
  await worker.send('Profiler.enable');
  await worker.send('Profiler.setSamplingInterval', { interval: 1000 });
  await services.tell({ type: 'mark' });
  await worker.send('Profiler.start');
  await connect(browser);
  const run = await firstRun(browser);
  const { profile } = await worker.send<{ profile: CpuProfile }>('Profiler.stop');
  const { feeds, readingMs, cpuMs, calls } = await services.tell({ type: 'report' });
  const linked = run.tally.contact.linked + run.tally.account.linked;
  return {
    records: linked * 2,
    // A preview may have begun to read before the button was pressed.
    ms: Math.max(readingMs, run.endedAt - run.startedAt),
    cpuMs: scriptMs(profile),
    rssMb: peakRssMb('tandem-profile-'),
    feeds,
    serviceMs: cpuMs,
    calls,
  };
}

/** A page that may call the services, and a token that they take. */
async function readingOf(browser: TestBrowser, requests: readonly FeedRequest[]): Promise<Reading> {
  const { admin } = browser.sandbox.describe();
  const scopes = [
    'Desk.contacts.READ',
    'Desk.basic.READ',
    'Desk.search.READ',
    'ZohoCRM.modules.ALL',
    'ZohoCRM.coql.READ',
    'ZohoCRM.settings.ALL',
  ];
  const { access_token } = await browser.control<{ access_token: string }>('/token', {
    user: admin.email,
    scopes,
  });
  return { requests, token: access_token };
}

const perSecond = ({ records, ms }: RivalRun): number => (records / ms) * 1000;

/** Measures with `records` contacts a side, a fifth as many accounts, all on both sides. */
export async function firstSyncFigures(records: number, rounds: number): Promise<FirstSyncFigures> {
  const bundle = await peerBundle();
  const own: OwnRun[] = [];
  const floor: number[] = [];
  const peer: number[] = [];
  const fetchOnly: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Services of its own each: an installation before it would still hold the lease.
    const services = await startServices(records);
    try {
      const run = await withBrowser(services, (browser) => ownRun(services, browser));
      own.push(run);
      const rival = async <T>(task: (page: Page, reading: Reading) => Promise<T>): Promise<T> =>
        withBrowser(services, async (browser) =>
          task(await browser.options(), await readingOf(browser, run.feeds)),
        );
      const bare = await rival((page, reading) => floorRun(page, reading, true));
      floor.push(perSecond(bare));
      if (bundle !== null) {
        const other = await rival((page, reading) => peerRun(page, reading, bundle));
        // One that stopped early did less, and its speed would say nothing.
        if (other.records !== bare.records)
          throw new Error(`the peer read ${other.records} of ${bare.records} records`);
        peer.push(perSecond(other));
      }
      fetchOnly.push(
        await rival(async (page, reading) => {
          await floorRun(page, reading, false);
          return peakRssMb('tandem-profile-') ?? Number.NaN;
        }),
      );
    } finally {
      services.close();
    }
  }
  const tandem = spread(own.map(perSecond));
  const bare = spread(floor);
  const other = peer.length === 0 ? null : spread(peer);
  const rss = own.map((run) => run.rssMb).filter((one) => one !== null);
  return {
    records,
    perSecond: { tandem, floor: bare, peer: other },
    firstSyncVsFloor: round2(tandem.median / bare.median),
    firstSyncVsPeer: other === null ? null : round2(tandem.median / other.median),
    cpuUsPerRecord: spread(own.map((run) => (run.cpuMs * 1000) / (run.records / 2))),
    peakRssMb: rss.length === 0 ? null : round2(spread(rss).median - spread(fetchOnly).median),
    serviceShare: round2(spread(own.map((run) => run.serviceMs / run.ms)).median),
    calls: own[0]?.calls ?? 0,
  };
}
