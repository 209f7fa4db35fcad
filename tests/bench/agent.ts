/** How long an agent waits, in the shipped build; see `timing.ts` for what is measured from where. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFolder, startBrowser } from '../e2e/browser';
import { measureFirstFrame } from '../e2e/first-frame';
import { createMarked } from '../e2e/people';
import { connect, settled } from '../e2e/setup-path';
import { measureAgentTimes, percentiles, type AgentTimes, type Percentiles } from '../e2e/timing';

interface BareTimes {
  /** `firstFrameMs` without Playwright, whose debugger holds each frame that is made. */
  readonly bareFirstFrameMs: Percentiles;
  /** The same of an extension that frames an empty page: what the browser itself takes. */
  readonly framedPageMs: Percentiles;
}

/** Connects browsers of its own. `rounds`: samples of each time. */
export async function agentFigures(rounds: number): Promise<AgentTimes & BareTimes> {
  const browser = await startBrowser({ contacts: 500, seed: 'bench' });
  try {
    await connect(browser);
    await settled(browser);
    const times = await measureAgentTimes(browser, { rounds });
    return { ...times, ...(await bareFigures(rounds)) };
  } finally {
    await browser.close();
  }
}

async function bareFigures(rounds: number): Promise<BareTimes> {
  const profile = await mkdtemp(join(tmpdir(), 'tandem-profile-'));
  const browser = await startBrowser({ contacts: 100, seed: 'bench', profile });
  try {
    await connect(browser);
    await settled(browser);
    const customers = await createMarked(browser, 4);
    const { ticketUrl } = browser.sandbox.describe();
    const urls = customers.map(({ path }) => new URL(path, ticketUrl).href);
    await browser.context.close();
    const { proxyPort } = browser.sandbox;
    const of = { profile, proxyPort, build: buildFolder };
    const { times, floor } = await measureFirstFrame(of, urls, rounds);
    return { bareFirstFrameMs: percentiles(times), framedPageMs: percentiles(floor) };
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}
