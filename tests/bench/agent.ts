/** How long an agent waits, in the shipped build; see `timing.ts` for what is measured from where. */
import { startBrowser } from '../e2e/browser';
import { connect, settled } from '../e2e/setup-path';
import { measureAgentTimes, type AgentTimes } from '../e2e/timing';

/** Connects a browser of its own. `rounds`: samples of each time. */
export async function agentFigures(rounds: number): Promise<AgentTimes> {
  const browser = await startBrowser({ contacts: 500, seed: 'bench' });
  try {
    await connect(browser);
    await settled(browser);
    return await measureAgentTimes(browser, { rounds });
  } finally {
    await browser.close();
  }
}
