/** Handshake mode as one thing: the board for its page, and words for the badges of lists. */
import type { Answer } from '../protocol';
import type { HandshakeMessages, TypesAsked } from '../protocol/handshake';
import type { TypeRules } from '../protocol/permissions';
import type { Problem } from '../types';
import { problemOf, SyncError } from '../core/problem';
import type { Access } from './access';
import { createBoard, type Board } from './board';
import type { Connection } from './connect-ports';
import type { SessionMemory } from './handshake-ports';
import { createListTypes, type ListTypes } from './list-types';
import type { Clock, Log, Notifier } from './ports';
import { createRequesterTypes } from './requester-types';
import type { RequesterPorts } from './requesters';
import { isShownUnframed, malformedProblem, refusedProblem, type SenderFacts } from './sender';
import { createTicketFinder } from './ticket-finder';
import { createTypeMemory } from './type-memory';

export interface HandshakePorts extends RequesterPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly notifier: Notifier;
  readonly memory: SessionMemory;
  connection(): Promise<Connection | null>;
  /** Whether this agent is to see anything of Tandem (PER-1). */
  mayShow(): Promise<boolean>;
  /** What this agent may see now. Everything when absent. */
  access?: (() => Promise<Access>) | undefined;
  /** The administrator's rules for types. Zoho's own when absent. */
  rules?: (() => Promise<TypeRules>) | undefined;
}

export interface Handshake {
  readonly board: Board;
  readonly lists: ListTypes;
  readonly log: Log;
  /** With the integration deleted neither board nor badges are left (HND-5). */
  forget(): Promise<void>;
}

export function createHandshake(ports: HandshakePorts): Handshake {
  const memory = createTypeMemory(ports.memory);
  const types = createRequesterTypes({ ...ports, memory });
  const board = createBoard({ ...ports, types, tickets: memory });
  const finder = createTicketFinder({ ...ports, memory });
  return {
    board,
    lists: createListTypes({ ...ports, finder, types }),
    log: ports.log,
    async forget() {
      await Promise.all([types.forget(), board.forget()]);
      ports.notifier.changed('board');
    },
  };
}

/** One handler a message; none of them ever rejects. */
export type HandshakeHandlers = {
  readonly [Name in keyof HandshakeMessages]: (
    data: Parameters<HandshakeMessages[Name]>[0],
    sender: SenderFacts,
  ) => Promise<ReturnType<HandshakeMessages[Name]>>;
};

/** Rows of one question. A list shows no more at a time. */
const mostRows = 200;
/** Long numbers found on them. */
const mostNumbers = 1000;
const longestAddress = 8192;

/** The handlers over these services. `knows`: whether a frame in this tab is ours to serve. */
export function createHandshakeHandlers(
  { board, lists, log }: Handshake,
  knows: (tabId: number, pass: string) => Promise<boolean>,
): HandshakeHandlers {
  async function answer<T>(refused: Problem | null, task: () => Promise<T>): Promise<Answer<T>> {
    try {
      if (refused !== null) throw new SyncError(refused);
      return { ok: true, value: await task() };
    } catch (thrown) {
      const problem = problemOf(thrown);
      log.warn('message.failed', { code: problem.code, rank: 'handshake' });
      return { ok: false, problem };
    }
  }

  async function mayAskBoard(pass: unknown, sender: SenderFacts): Promise<boolean> {
    if (isShownUnframed(sender)) return true;
    const { isExtensionPage, tabId } = sender;
    return isExtensionPage && tabId !== null && isPass(pass) && knows(tabId, pass);
  }

  return {
    'board.get': async (data, sender) => {
      const shaped =
        (data?.departmentId === null || isId(data?.departmentId)) &&
        typeof data.refresh === 'boolean' &&
        (data.pass === undefined || isPass(data.pass));
      const refused = !(await mayAskBoard(data?.pass, sender))
        ? refusedProblem
        : shaped
          ? null
          : malformedProblem;
      return answer(refused, () => board.get(data.departmentId, data.refresh));
    },
    'host.types': (data, { isExtensionPage, tabId }) => {
      const mayAsk = !isExtensionPage && tabId !== null;
      const refused = !mayAsk ? refusedProblem : isAsked(data) ? null : malformedProblem;
      return answer(refused, () => lists.tell(data));
    },
  };
}

const isPass = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 100;

/** As the links of Desk's pages carry them. */
const isId = (value: unknown): boolean => typeof value === 'string' && /^\d{8,20}$/.test(value);

const isNumber = (value: unknown): boolean => typeof value === 'string' && /^\d{1,10}$/.test(value);

function isListOf(values: unknown, most: number, is: (value: unknown) => boolean): boolean {
  return Array.isArray(values) && values.length <= most && values.every(is);
}

function isAsked(data: Partial<TypesAsked> | null | undefined): boolean {
  return (
    typeof data?.address === 'string' &&
    data.address.length <= longestAddress &&
    isListOf(data.ids, mostRows, isId) &&
    isListOf(data.maybe, mostNumbers, isId) &&
    isListOf(data.numbers, mostRows, isNumber)
  );
}
