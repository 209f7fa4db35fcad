/** What ten changes among many links take beyond a poll that finds nothing (`incrementalMs`, `incrementalCalls`). */
import type { TestBrowser } from '../e2e/browser';
import { connect, settled } from '../e2e/setup-path';
import { recordsOf } from '../e2e/truth';
import { round2, spread, withBrowser, type Spread } from './first-sync';
import { startServices, type Services } from './services';

/** Half of them on either side. */
const changes = 10;
/** Longer than an own write may still be read again as an echo, and than searches lag behind (ms). */
const restMs = 11 * 60_000;

export interface IncrementalFigures {
  readonly incrementalMs: Spread;
  readonly incrementalCalls: Spread;
  readonly incrementalLinks: number;
}

interface Poll {
  /** ms of the run, less the processor time of the process that plays the services. */
  readonly ms: number;
  readonly calls: number;
}

async function poll(services: Services, browser: TestBrowser): Promise<Poll> {
  await browser.control('/clock', { advanceMs: restMs });
  const before = await browser.ask('status.get');
  const last = before.ok ? before.value.run?.id : undefined;
  await services.tell({ type: 'mark' });
  await browser.ask('sync.now');
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    const answer = await browser.ask('status.get');
    const run = answer.ok ? answer.value.run : null;
    if (run !== null && run.id !== last && run.endedAt !== null) {
      if (run.problem !== null) throw new Error(run.problem.code);
      const { calls, cpuMs } = await services.tell({ type: 'report' });
      return { ms: run.endedAt - run.startedAt - cpuMs, calls };
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('the run did not end');
}

/** Edits linked contacts that nobody has edited before, every other one on the other side. */
async function edit(browser: TestBrowser, round: number): Promise<void> {
  const [desk, crm] = [
    await recordsOf(browser, 'desk', 'contacts'),
    await recordsOf(browser, 'crm', 'contacts'),
  ];
  const first = round * changes;
  for (let at = 0; at < changes; at += 1) {
    const side = at % 2 === 0 ? 'desk' : 'crm';
    const records = side === 'desk' ? desk : crm;
    const record = records[(first + at) % records.length];
    const text = `Title ${round} of ${at}`;
    await browser.control('/edit', {
      side,
      module: side === 'desk' ? 'contacts' : 'Contacts',
      id: record?.id,
      fields: side === 'desk' ? { title: text } : { Title: text },
    });
  }
}

/** Measures among `records` linked contacts. */
export async function incrementalFigures(
  records: number,
  rounds: number,
): Promise<IncrementalFigures> {
  const services = await startServices(records);
  try {
    return await withBrowser(services, async (browser) => {
      await connect(browser);
      await settled(browser, 1_800_000);
      await poll(services, browser);
      await poll(services, browser);
      const ms: number[] = [];
      const calls: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const idle = await poll(services, browser);
        await edit(browser, round);
        const busy = await poll(services, browser);
        ms.push(round2(busy.ms - idle.ms));
        calls.push(busy.calls - idle.calls);
        // What was written is read again, and found to be our own.
        await poll(services, browser);
      }
      return {
        incrementalMs: spread(ms),
        incrementalCalls: spread(calls),
        incrementalLinks: records,
      };
    });
  } finally {
    services.close();
  }
}
