/** The board's state: what is shown, and what has come since without being shown yet. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BoardView } from '../../sync/protocol/handshake';
import type { Problem } from '../../sync/types';
import { ask, type Client } from './client';

export interface BoardState {
  readonly view: BoardView | null;
  /** Read since, and held back because the agent is at work on the shown one. */
  readonly waiting: BoardView | null;
  readonly problem: Problem | null;
  /** Empty columns too. */
  readonly all: boolean;
}

export interface BoardStore {
  readonly store: StoreApi<BoardState>;
  start(): () => void;
  refresh(): void;
  choose(departmentId: string): void;
  showAll(all: boolean): void;
  /** While held, cards stay where they are, whatever is read. */
  hold(held: boolean): void;
  /** Shows what was held back. */
  release(): void;
  openOptions(): void;
  /** Stands over a page, and can be closed. */
  readonly framed: boolean;
  close(): void;
}

/** ms. How often the board looks by itself while it is open. */
const lookMs = 120_000;
const storageKey = 'board';

interface Kept {
  readonly departmentId: string | null;
  readonly all: boolean;
}

/** Only a taste: losing it loses nothing, so storage may fail. */
function readKept(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Partial<Kept> | null;
    const { departmentId, all } = kept ?? {};
    return {
      departmentId: typeof departmentId === 'string' ? departmentId : null,
      all: all === true,
    };
  } catch {
    return { departmentId: null, all: false };
  }
}

function keep(kept: Kept): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // The choice lasts as long as the page.
  }
}

/** Whether cards would move: another order, other columns, other tickets. */
function moves(one: BoardView, other: BoardView): boolean {
  const order = ({ columns }: BoardView): string =>
    columns.map(({ cards }) => cards.map(({ ticketId }) => ticketId).join()).join('|');
  return order(one) !== order(other);
}

/** `pass`: of the tab where the board stands over a page; null in a tab of its own. */
export function createBoardStore(client: Client, pass: string | null): BoardStore {
  const kept = readKept();
  const store = createStore<BoardState>(() => ({
    view: null,
    waiting: null,
    problem: null,
    all: kept.all,
  }));
  let departmentId = kept.departmentId;
  let turn = 0;
  let held = false;
  /** The agent asked for news: then cards may move. What comes by itself may not, from the first board on. */
  let wanted = false;

  async function look(refresh: boolean): Promise<void> {
    const mine = ++turn;
    const answer = await ask(client, 'board.get', {
      departmentId,
      refresh,
      ...(pass === null ? {} : { pass }),
    });
    if (mine !== turn) return;
    if (!answer.ok) {
      store.setState({ problem: answer.problem });
      return;
    }
    const { view } = store.getState();
    const next = answer.value;
    const same =
      view?.state === 'shown' && next.state === 'shown' && view.departmentId === next.departmentId;
    if (same && held && !wanted && moves(view, next)) {
      // The head tells the age of what is shown; only the news waits.
      store.setState({
        view: { ...view, refreshing: next.refreshing, problem: next.problem },
        waiting: next,
        problem: null,
      });
      return;
    }
    if (!next.refreshing) wanted = false;
    store.setState({ view: next, waiting: null, problem: null });
  }

  function release(): void {
    const { waiting } = store.getState();
    if (waiting !== null) store.setState({ view: waiting, waiting: null });
  }

  return {
    store,
    release,
    start() {
      const stop = client.listen(({ topic, subject }) => {
        if (topic === 'board' && (subject === null || subject === (departmentId ?? '')))
          void look(false);
        else if (topic === 'setup') void look(false);
      });
      const timer = setInterval(() => {
        if (!document.hidden) void look(false);
      }, lookMs);
      void look(false);
      return () => {
        clearInterval(timer);
        stop();
      };
    },
    refresh() {
      wanted = true;
      release();
      void look(true);
    },
    choose(id) {
      departmentId = id;
      keep({ departmentId, all: store.getState().all });
      store.setState({ waiting: null });
      void look(false);
    },
    showAll(all) {
      keep({ departmentId, all });
      store.setState({ all });
    },
    hold(next) {
      held = next;
    },
    openOptions: () => void ask(client, 'options.open', undefined),
    framed: pass !== null,
    close() {
      if (pass !== null) void ask(client, 'board.close', { pass });
    },
  };
}
