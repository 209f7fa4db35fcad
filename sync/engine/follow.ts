/** An agent's installation keeps to what the administrator has published (PER-6, REM-1). */
import type { ConnectPorts } from './connect-state';
import { connectProblem } from './connect-problems';
import type { SetupLedger } from './setup-ledger';

/** ms. A look costs the agent a credit of CRM; the worker starts far more often than settings change. */
const lookAfter = 5 * 60_000;

export interface Following {
  /** Looks for news: now, or (`ifDue`) unless that was done a short while ago. Rejects for transient trouble. */
  look(when: 'now' | 'ifDue'): Promise<void>;
}

/** `disconnect` empties this installation. */
export function createFollowing(
  ports: ConnectPorts,
  ledger: SetupLedger,
  disconnect: () => Promise<void>,
): Following {
  const { vault, clock } = ports;

  async function look(when: 'now' | 'ifDue'): Promise<void> {
    const [{ agent }, connection] = await Promise.all([ledger.read(), vault.connection()]);
    if (agent === undefined || connection === null) return;
    if (when === 'now') await ports.refreshProfile();
    // Without a CRM user nothing can be read there; the text or the policy holds.
    if (!agent.crmUser) return;
    const now = clock.now();
    const since = agent.lookedAt === null ? Number.POSITIVE_INFINITY : now - agent.lookedAt;
    if (when === 'ifDue' && since >= 0 && since < lookAfter) return;
    const began = ledger.generation();
    const found = await ports.readSettings();
    if (began !== ledger.generation()) return;
    if (found.state === 'withdrawn') {
      await disconnect();
      const problem = connectProblem('join.withdrawn');
      await ledger.update((state) => ({ ...state, problem: { at: 'access', problem } }));
      return;
    }
    const isNews = found.state === 'current' && found.version > (agent.version ?? 0);
    // Applied before it is noted: killed in between, it is applied once more.
    if (isNews) await ports.applySettings(found.settings.permissions);
    await ledger.update((state) =>
      state.agent === undefined
        ? state
        : {
            ...state,
            agent: {
              ...state.agent,
              lookedAt: now,
              version: isNews ? found.version : state.agent.version,
            },
          },
    );
  }

  return { look };
}
