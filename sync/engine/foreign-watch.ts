/** Watches for Zoho's own Desk–CRM sync while ours runs (CON-6): two would overwrite each other. */
import { remember, signs } from '../core/foreign-sync';
import type { ConnectPorts } from './connect-state';
import { isStarted } from './connect-state';
import { createQueue } from './queue';
import type { SetupLedger } from './setup-ledger';

/** ms. A look costs one credit of Desk. */
const lookAfter = 60 * 60_000;

export interface ForeignWatch {
  /** Before a run: looks, with `ifDue` once an hour, and stops the sync at a sign. Never rejects. */
  look(when: 'now' | 'ifDue'): Promise<void>;
  /** A person's word: the other sync is off, or nothing is to be synced from here. */
  settle(answer: 'turnedOff' | 'displayOnly'): Promise<void>;
}

export function createForeignWatch(ports: ConnectPorts, ledger: SetupLedger): ForeignWatch {
  const { vault, clock, trial, log } = ports;
  // One after the other: a look that began before another's end would compare with what was known
  // before, and take the sign for what it had always been.
  const alone = createQueue();

  async function marks() {
    const [connection, grant] = await Promise.all([vault.connection(), vault.grant('desk')]);
    if (connection === null || grant === null) return null;
    return trial('desk', grant, connection.deskOrg.id).contactMarks();
  }

  async function look(when: 'now' | 'ifDue'): Promise<void> {
    const state = await ledger.read();
    if (!isStarted(state)) return;
    const { foreign } = state;
    const since =
      foreign === undefined || foreign.missed === true
        ? Number.POSITIVE_INFINITY
        : clock.now() - foreign.lookedAt;
    if (when === 'ifDue' && since >= 0 && since < lookAfter) return;
    const began = ledger.generation();
    try {
      const found = await marks();
      if (found === null || began !== ledger.generation()) return;
      const number = foreign === undefined ? 0 : signs(found, foreign.seen);
      // Stopped first: killed in between, the next look finds the sign again.
      if (number > 0) await ports.pauseSync();
      await ledger.update((now) => ({
        ...now,
        foreign: {
          // A sign stays one until somebody has answered.
          seen: number > 0 && foreign !== undefined ? foreign.seen : remember(found),
          lookedAt: clock.now(),
          found: number,
        },
      }));
    } catch {
      // A sign, not a condition: that it cannot be read stops nothing. The next run looks again.
      log.warn('foreign.notRead');
      if (foreign === undefined || began !== ledger.generation()) return;
      await ledger
        .update((now) => ({ ...now, foreign: { ...foreign, missed: true } }))
        .catch(() => log.warn('foreign.notStored'));
    }
  }

  async function settle(answer: 'turnedOff' | 'displayOnly'): Promise<void> {
    if (answer === 'displayOnly') await ports.displayOnly();
    const found = await marks();
    await ledger.update((state) => ({
      ...state,
      foreign: {
        seen: remember(found ?? []),
        lookedAt: clock.now(),
        found: 0,
      },
    }));
    await ports.resumeSync();
  }

  return {
    look: (when) => alone(() => look(when)),
    settle: (answer) => alone(() => settle(answer)),
  };
}
