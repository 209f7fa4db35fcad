import type { SetupState, Vault } from './connect-ports';
import type { Notifier } from './ports';

/** The stored set-up state, changed by one writer at a time. */
export interface SetupLedger {
  read(): Promise<SetupState>;
  /** Reads, changes and stores as one step: overlapping commands cannot undo each other. */
  update(change: (state: SetupState) => SetupState): Promise<SetupState>;
  /** Clears the whole vault, and with it the state. */
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

export function createSetupLedger(vault: Vault, notifier: Notifier): SetupLedger {
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  }

  /** State of an older version may lack what was added since. */
  const read = async (): Promise<SetupState> => ({ ...blank, ...(await vault.setup()) });

  return {
    read,
    update: (change) =>
      inTurn(async () => {
        const state = await read();
        const next = change(state);
        if (next === state) return state;
        await vault.saveSetup(next);
        notifier.changed('setup');
        return next;
      }),
    erase: () =>
      inTurn(async () => {
        await vault.clear();
        notifier.changed('setup');
      }),
  };
}
