/** The options page's state: set-up, status, and the one command under way. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, SetupStep, SetupView, StatusView } from '../../sync/protocol';
import type { AccessMessages } from '../../sync/protocol/access';
import type { Problem, Side, DataCentre } from '../../sync/types';
import { ask, type Client } from './client';
import { spread } from './use-query';

export type Command =
  | 'save'
  | 'desk'
  | 'crm'
  | 'step'
  | 'authorize'
  | 'start'
  | 'access'
  | 'now'
  | 'pause'
  | 'resume'
  | 'delete';

type AccessCommand = Exclude<keyof AccessMessages, 'agents.get' | 'agents.save'>;

export interface OptionsState {
  readonly setup: SetupView | null;
  readonly status: StatusView | null;
  readonly busy: Command | null;
  /** Of the last command or question; null when it went through. */
  readonly problem: Problem | null;
}

export interface OptionsStore {
  readonly client: Client;
  readonly store: StoreApi<OptionsState>;
  start(): () => void;
  saveClient(client: { clientId: string; clientSecret: string; dataCentre: DataCentre }): void;
  signIn(side: Side): void;
  chooseDesk(organisationId: string): void;
  goTo(step: SetupStep): void;
  authorize(displayOnly: boolean): void;
  /** Ends set-up; the first sync begins. */
  startSync(): void;
  /** A command of joining or asking for access; its answer is where set-up stands then. */
  access<K extends AccessCommand>(name: K, data: Parameters<AccessMessages[K]>[0]): void;
  syncNow(): void;
  pause(): void;
  resume(): void;
  /** The yes to the held plan of this hash. */
  confirmHeld(hash: string): void;
  /** The no to it; it stays held. */
  dismissHeld(): void;
  deleteIntegration(): void;
  askAgain(): void;
}

/** ms. While a run goes on; the question also wakes a worker that the browser stopped. */
const pollMs = 2000;

/** ms. News come several times a second while a run goes on, and each answer is work for its worker. */
const restMs = 500;

/** At once, and not again before the rest is over; then once for all that came meanwhile. */
function calmly(question: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let askedAt = -restMs;
  const askNow = (): void => {
    timer = undefined;
    askedAt = performance.now();
    void question();
  };
  return () => {
    const due = askedAt + restMs - performance.now();
    if (timer !== undefined) return;
    if (due <= 0) askNow();
    else timer = setTimeout(askNow, due);
  };
}

/** One question at a time; asked once more when something changed meanwhile. */
function coalesced(question: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  return async function run(): Promise<void> {
    if (running !== null) {
      again = true;
      return running;
    }
    running = question();
    await running;
    running = null;
    if (again) {
      again = false;
      await run();
    }
  };
}

function isRunning(status: StatusView | null): boolean {
  return status?.run != null && status.run.endedAt === null && status.state !== 'paused';
}

export function createOptionsStore(client: Client): OptionsStore {
  const store = createStore<OptionsState>(() => ({
    setup: null,
    status: null,
    busy: null,
    problem: null,
  }));

  const askSetup = coalesced(async () => {
    const answer = await ask(client, 'setup.get', undefined);
    if (answer.ok) store.setState({ setup: answer.value });
    else store.setState({ problem: answer.problem });
  });
  const askStatus = coalesced(async () => {
    const answer = await ask(client, 'status.get', undefined);
    if (answer.ok) store.setState({ status: answer.value });
    else if (store.getState().status === null) store.setState({ problem: answer.problem });
  });

  async function command(
    busy: Command,
    answering: () => Promise<Answer<SetupView | null>>,
  ): Promise<void> {
    if (store.getState().busy !== null) return;
    store.setState({ busy, problem: null });
    const answer = await answering();
    store.setState({
      busy: null,
      ...(answer.ok
        ? answer.value !== null && { setup: answer.value }
        : { problem: answer.problem }),
    });
    await Promise.all([askStatus(), answer.ok && answer.value !== null ? null : askSetup()]);
  }

  const order =
    (busy: Command, name: 'sync.now' | 'sync.pause' | 'sync.resume' | 'integration.delete') => () =>
      void command(busy, () => ask(client, name, undefined));

  return {
    client,
    store,
    start() {
      const hear = calmly(askStatus);
      const stop = client.listen(({ topic }) => {
        spread(client, topic);
        if (topic === 'setup') void Promise.all([askSetup(), askStatus()]);
        else if (topic === 'status') hear();
      });
      const timer = setInterval(() => {
        if (isRunning(store.getState().status)) void askStatus();
      }, pollMs);
      void Promise.all([askSetup(), askStatus()]);
      return () => {
        clearInterval(timer);
        stop();
      };
    },
    saveClient: (data) => void command('save', () => ask(client, 'setup.saveClient', data)),
    signIn: (side) => void command(side, () => ask(client, 'setup.signIn', { side })),
    chooseDesk: (organisationId) =>
      void command('step', () => ask(client, 'setup.chooseDesk', { organisationId })),
    goTo: (step) => void command('step', () => ask(client, 'setup.goTo', { step })),
    authorize: (displayOnly) =>
      void command('authorize', () => ask(client, 'setup.authorize', { displayOnly })),
    startSync: () => void command('start', () => ask(client, 'setup.start', undefined)),
    // Every one of these names answers with it; over the union of names the types cannot say so.
    access: (name, data) =>
      void command('access', () => ask(client, name, data) as Promise<Answer<SetupView>>),
    syncNow: order('now', 'sync.now'),
    pause: order('pause', 'sync.pause'),
    resume: order('resume', 'sync.resume'),
    confirmHeld: (hash) => void command('now', () => ask(client, 'sync.confirm', { hash })),
    dismissHeld: () => void command('now', () => ask(client, 'held.dismiss', undefined)),
    deleteIntegration() {
      // What pages remember by themselves is out of the background's reach.
      localStorage.clear();
      order('delete', 'integration.delete')();
    },
    askAgain() {
      store.setState({ problem: null });
      void Promise.all([askSetup(), askStatus()]);
    },
  };
}
