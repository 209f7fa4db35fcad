/**
 * Which tickets the rows of a list are, by what our own reading of Desk returned: a number that
 * stands on a page is a ticket only when it is one there.
 */
import type { Instant, RecordId } from '../types';
import type { TicketReader } from './handshake-ports';
import type { Clock } from './ports';
import type { KeptTicket, TypeMemory } from './type-memory';

export interface TicketsWanted {
  /** Out of ticket links. */
  readonly ids: readonly RecordId[];
  /** Of tickets or of anything else. */
  readonly maybe: readonly RecordId[];
  readonly numbers: readonly string[];
  /** Null: numbers count for nothing, for every portal has its own. */
  readonly portal: string | null;
}

export interface TicketsFound {
  readonly byId: ReadonlyMap<RecordId, KeptTicket>;
  readonly byNumber: ReadonlyMap<string, KeptTicket>;
}

export interface TicketFinder {
  find(wanted: TicketsWanted): Promise<TicketsFound>;
}

/** ms between two readings of the same list. */
const readAgainAfter = 60_000;
/** ms for which what was not found is not looked for again. */
const givenUpFor = 300_000;
/** Pages of the newest tickets read for one question, and in all. */
const pagesAtATime = 3;
const mostPages = 10;
/** Single tickets read for one question. */
const singlesAtATime = 20;
/** Above it a page of a hundred costs less than one by one. */
const fewSingles = 6;

export function createTicketFinder(ports: {
  readonly desk: TicketReader;
  readonly memory: TypeMemory;
  readonly clock: Clock;
}): TicketFinder {
  const { desk, memory, clock } = ports;
  const givenUp = new Map<string, Instant>();
  let openReadAt: Instant | null = null;
  let nextPage = 0;
  let pagesReadAt: Instant | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function lookUp(wanted: TicketsWanted): Promise<TicketsFound> {
    const { tickets } = await memory.load();
    const byId = new Map<RecordId, KeptTicket>();
    for (const id of [...wanted.ids, ...wanted.maybe]) {
      const ticket = tickets.get(id);
      if (ticket !== undefined) byId.set(id, ticket);
    }
    const byNumber = new Map<string, KeptTicket>();
    const numbers = new Set(wanted.numbers);
    if (numbers.size > 0 && wanted.portal !== null)
      for (const ticket of tickets.values())
        if (numbers.has(ticket.number) && ticket.portal === wanted.portal)
          byNumber.set(ticket.number, ticket);
    return { byId, byNumber };
  }

  /** What of the question is still open, and was not given up lately. */
  async function missing(wanted: TicketsWanted): Promise<TicketsWanted> {
    const found = await lookUp(wanted);
    const now = clock.now();
    const isOpen = (key: string): boolean => {
      const since = givenUp.get(key);
      return since === undefined || now - since >= givenUpFor;
    };
    return {
      ...wanted,
      ids: wanted.ids.filter((id) => !found.byId.has(id) && isOpen(id)),
      maybe: wanted.maybe.filter((id) => !found.byId.has(id) && isOpen(id)),
      numbers:
        wanted.portal === null
          ? []
          : wanted.numbers.filter((number) => !found.byNumber.has(number) && isOpen(`#${number}`)),
    };
  }

  const isDue = (at: Instant | null, after: number): boolean =>
    at === null || Math.abs(clock.now() - at) >= after;

  async function readMore(wanted: TicketsWanted): Promise<void> {
    let open = await missing(wanted);
    if (sizeOf(open) === 0) return;
    if (isDue(openReadAt, readAgainAfter)) {
      openReadAt = clock.now();
      const { tickets } = await desk.openTickets(null);
      await memory.addTickets(tickets, clock.now());
      open = await missing(wanted);
    }
    if (isDue(pagesReadAt, givenUpFor)) nextPage = 0;
    for (
      let page = 0;
      page < pagesAtATime &&
      nextPage < mostPages &&
      open.maybe.length + open.numbers.length + Math.max(0, open.ids.length - fewSingles) > 0;
      page += 1
    ) {
      pagesReadAt = clock.now();
      const tickets = await desk.newestTickets(nextPage);
      nextPage = tickets.length === 0 ? mostPages : nextPage + 1;
      await memory.addTickets(tickets, clock.now());
      open = await missing(wanted);
    }
    const singles = open.ids.slice(0, singlesAtATime);
    const rows = await Promise.all(singles.map((id) => desk.ticketRow(id)));
    await memory.addTickets(
      rows.filter((row) => row !== null),
      clock.now(),
    );
    giveUp(await missing({ ...wanted, ids: singles }));
  }

  function giveUp({ ids, maybe, numbers }: TicketsWanted): void {
    if (givenUp.size > 5000) givenUp.clear();
    for (const key of [...ids, ...maybe, ...numbers.map((number) => `#${number}`)])
      givenUp.set(key, clock.now());
  }

  return {
    async find(wanted) {
      const turn = last.then(() => readMore(wanted));
      last = turn.catch(() => undefined);
      // What is known already is worth telling while Desk cannot be reached.
      const failure = await turn.then(
        () => null,
        (thrown: unknown) => ({ thrown }),
      );
      const found = await lookUp(wanted);
      if (failure !== null && found.byId.size + found.byNumber.size === 0) throw failure.thrown;
      return found;
    },
  };
}

const sizeOf = ({ ids, maybe, numbers }: TicketsWanted): number =>
  ids.length + maybe.length + numbers.length;
