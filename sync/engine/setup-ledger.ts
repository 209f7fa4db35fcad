import type { SetupView } from '../protocol';
import { explain } from './connect-problems';
import type { SetupState, Vault } from './connect-ports';
import type { Log, Notifier } from './ports';
import { createQueue } from './queue';

/** The step or product that a problem of set-up belongs to. */
export type ProblemPlace = NonNullable<SetupView['problem']>['at'];

/** The stored set-up state, changed by one writer at a time. */
export interface SetupLedger {
  read(): Promise<SetupState>;
  /** Reads, changes and stores as one step: overlapping commands cannot undo each other. */
  update(change: (state: SetupState) => SetupState): Promise<SetupState>;
  /** Runs a task; what it throws becomes the problem that screens show, after a reload too. */
  attempt(at: ProblemPlace, task: () => Promise<void>): Promise<void>;
  /** Runs tasks that write several entries of the vault one after the other, a deletion included. */
  alone<T>(task: () => Promise<T>): Promise<T>;
  /** Grows with each deletion; what began before one must store nothing after it. */
  generation(): number;
  /** Marks the deletion as begun. Whoever finds the mark has to finish it. */
  beginErasure(): Promise<void>;
  /** Clears the whole vault, and with it the mark. */
  erase(): Promise<void>;
}

const blank: SetupState = {
  step: 'client',
  dataCentre: 'us',
  deskOrgId: null,
  problem: null,
  signingIn: null,
  signIns: { desk: null, crm: null },
  foreignCrmIds: null,
  deleting: false,
};

export function createSetupLedger(vault: Vault, notifier: Notifier, log: Log): SetupLedger {
  const changes = createQueue();
  const alone = createQueue();
  let generation = 0;

  /** State of an older version may lack what was added since. */
  const read = async (): Promise<SetupState> => ({ ...blank, ...(await vault.setup()) });

  const update: SetupLedger['update'] = (change) =>
    changes(async () => {
      const state = await read();
      const next = change(state);
      if (next === state) return state;
      await vault.saveSetup(next);
      notifier.changed('setup');
      return next;
    });

  return {
    read,
    update,
    alone,
    async attempt(at, task) {
      const began = generation;
      try {
        await task();
      } catch (thrown) {
        if (began !== generation) return;
        const problem = explain(thrown, at);
        log.warn('setup.failed', { at, code: problem.code });
        await update((state) => ({ ...state, problem: { at, problem } }));
      }
    },
    generation: () => generation,
    async beginErasure() {
      generation += 1;
      await update((state) => ({ ...state, deleting: true, step: 'client', problem: null }));
    },
    erase: () =>
      changes(async () => {
        await vault.clear();
        notifier.changed('setup');
      }),
  };
}
