/** The board's read model: what was shown last at once, what is true now behind it. */
import type { BoardView } from '../protocol/handshake';
import type { Instant, Problem, RecordId } from '../types';
import { columnsOf } from '../core/board-order';
import { problemOf } from '../core/problem';
import type { Connection } from './connect-ports';
import { textOf } from './facts';
import type { SessionMemory, TicketReader } from './handshake-ports';
import type { Clock, Log, Notifier } from './ports';
import type { RequesterTypes } from './requester-types';
import { requesterOf } from './requesters';
import type { TypeMemory } from './type-memory';

export interface BoardPorts {
  readonly desk: TicketReader;
  readonly types: RequesterTypes;
  readonly tickets: TypeMemory;
  readonly memory: SessionMemory;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly log: Log;
  connection(): Promise<Connection | null>;
  /** Whether this agent is to see anything of Tandem (PER-1). */
  mayShow(): Promise<boolean>;
}

export interface Board {
  /** The board as last read at once; a new reading goes on behind it where one is due or asked for. Null: the first department. */
  get(departmentId: RecordId | null, refresh: boolean): Promise<BoardView>;
  forget(): Promise<void>;
}

/** ms. A look at the board within this time asks nobody. */
const freshFor = 60_000;
/** ms. Types are asked again at most so often, whoever presses Refresh. */
const typesFreshFor = { look: 300_000, refresh: 20_000 } as const;
/** The number grows when the stored form changes. */
const name = 'handshake.board.1';

const blank: BoardView = {
  state: 'loading',
  departments: [],
  departmentId: null,
  columns: [],
  complete: true,
  crmProblem: null,
  dealsHidden: false,
  problem: null,
  updatedAt: null,
  refreshing: false,
};

/** Boards by department; the first department's also under the empty key. */
type Boards = Readonly<Record<string, BoardView>>;

export function createBoard(ports: BoardPorts): Board {
  const { clock, log, memory, notifier } = ports;
  const flights = new Set<string>();
  const failures = new Map<string, { readonly problem: Problem; readonly at: Instant }>();
  let kept: Promise<Boards> | null = null;
  let generation = 0;

  async function read(): Promise<Boards> {
    const text = await memory.get(name).catch(() => null);
    return text === null ? {} : (JSON.parse(text) as Boards);
  }
  const boards = (): Promise<Boards> => (kept ??= read());

  async function keep(changed: Boards): Promise<void> {
    const all = { ...(await boards()), ...changed };
    kept = Promise.resolve(all);
    await memory.set(name, JSON.stringify(all)).catch(() => undefined);
  }

  async function erase(): Promise<void> {
    kept = null;
    await memory.remove(name);
  }

  async function get(departmentId: RecordId | null, refresh: boolean): Promise<BoardView> {
    if ((await ports.connection()) === null) return { ...blank, state: 'notConnected' };
    if (!(await ports.mayShow())) return { ...blank, state: 'hidden' };
    const key = departmentId ?? '';
    const deals = await ports.types.mayShowDeals();
    // What was read under other rights is never shown, and not kept either.
    if (Object.values(await boards()).some(({ dealsHidden }) => dealsHidden === deals))
      await erase();
    const shown = (await boards())[key] ?? null;
    const failure = failures.get(key) ?? null;
    const lookedAt = Math.max(shown?.updatedAt ?? 0, failure?.at ?? 0);
    if (!flights.has(key) && (refresh || Math.abs(clock.now() - lookedAt) >= freshFor))
      void start(departmentId, refresh);
    const refreshing = flights.has(key);
    const problem = refreshing ? null : (failure?.problem ?? null);
    if (shown !== null) return { ...shown, refreshing, problem };
    return {
      ...blank,
      departmentId,
      state: problem === null ? 'loading' : 'failed',
      refreshing,
      problem,
    };
  }

  async function start(departmentId: RecordId | null, refresh: boolean): Promise<void> {
    const key = departmentId ?? '';
    flights.add(key);
    const began = generation;
    try {
      const view = await readBoard(departmentId, refresh);
      if (began !== generation || (await ports.connection()) === null) return;
      failures.delete(key);
      await keep({
        [key]: view,
        ...(view.departmentId === null ? {} : { [view.departmentId]: view }),
      });
    } catch (thrown) {
      const problem = problemOf(thrown);
      log.warn('board.failed', { code: problem.code });
      if (began === generation) failures.set(key, { problem, at: clock.now() });
    } finally {
      flights.delete(key);
      notifier.changed('board', key);
    }
  }

  async function readBoard(wanted: RecordId | null, refresh: boolean): Promise<BoardView> {
    const departments = await ports.desk.departments();
    const chosen = departments.find(({ id }) => id === wanted) ?? departments[0] ?? null;
    const { tickets, complete } = await ports.desk.openTickets(chosen?.id ?? null);
    await ports.tickets.addTickets(tickets, clock.now());
    const requesters = tickets.map(requesterOf).filter((one) => one !== null);
    const maxAge = refresh ? typesFreshFor.refresh : typesFreshFor.look;
    const { types, problem } = await ports.types.of(requesters, { maxAge, compare: true });
    const cards = tickets.map((ticket) => {
      const key = requesterOf(ticket)?.key ?? null;
      const card = {
        ticketId: ticket.id,
        number: ticket.number,
        subject: textOf(ticket.subject) ?? '',
        priority: textOf(ticket.priority),
        dueAt: ticket.dueAt,
        requester: textOf(ticket.requester),
        company: textOf(ticket.company),
        url: ticket.url,
        type: key === null ? null : (types.get(key)?.type ?? null),
      };
      return { key, card };
    });
    return {
      ...blank,
      state: 'shown',
      departments: departments.map((one) => ({ ...one, name: textOf(one.name) ?? one.id })),
      departmentId: chosen?.id ?? null,
      columns: columnsOf(cards),
      complete,
      crmProblem: problem,
      dealsHidden: !(await ports.types.mayShowDeals()),
      updatedAt: clock.now(),
    };
  }

  return {
    get,
    async forget() {
      generation += 1;
      failures.clear();
      await erase();
    },
  };
}
