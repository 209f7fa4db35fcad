/** The one word a badge carries, for the rows of a list. No reason, no name, no sum leaves here (HND-3). */
import type { RequesterType, TypesAsked, TypesTold, TypeWord } from '../protocol/handshake';
import type { Connection } from './connect-ports';
import type { RequesterTypes } from './requester-types';
import { requesterOf } from './requesters';
import type { TicketFinder } from './ticket-finder';
import type { KeptTicket } from './type-memory';

export interface ListTypes {
  tell(asked: TypesAsked): Promise<TypesTold>;
}

/** ms. A list is looked at all day; deals change a few times a day. */
const maxAge = 300_000;

export function createListTypes(ports: {
  readonly finder: TicketFinder;
  readonly types: RequesterTypes;
  connection(): Promise<Connection | null>;
  /** Whether this agent is to see anything of Tandem (PER-1). */
  mayShow(): Promise<boolean>;
}): ListTypes {
  const isOn = async (): Promise<boolean> =>
    (await ports.connection()) !== null && (await ports.mayShow());

  return {
    async tell({ address, ids, maybe, numbers }) {
      if (!(await isOn())) return { on: false, ids: {}, numbers: {} };
      const found = await ports.finder.find({ ids, maybe, numbers, portal: portalIn(address) });
      const tickets = [...found.byId.values(), ...found.byNumber.values()];
      const requesters = tickets.map(requesterOf).filter((one) => one !== null);
      const { types } = await ports.types.of(requesters, { maxAge, compare: false });
      const wordOf = (ticket: KeptTicket): TypeWord | null => {
        const key = requesterOf(ticket)?.key;
        const type = key === undefined ? null : (types.get(key)?.type ?? null);
        return type === null ? null : word(type);
      };
      // Deleted or forbidden meanwhile.
      if (!(await isOn())) return { on: false, ids: {}, numbers: {} };
      return {
        on: true,
        ids: told(found.byId, wordOf),
        numbers: told(found.byNumber, wordOf),
      };
    },
  };
}

/** `/agent/{portal}/…` */
function portalIn(address: string): string | null {
  if (!URL.canParse(address)) return null;
  return /^\/agent\/([^/]+)\//.exec(new URL(address).pathname)?.[1] ?? null;
}

function word({ value, source }: RequesterType): TypeWord {
  return source === 'presence' && value === 'contact' ? 'inCrm' : value;
}

function told(
  tickets: ReadonlyMap<string, KeptTicket>,
  wordOf: (ticket: KeptTicket) => TypeWord | null,
): Record<string, TypeWord> {
  const words: Record<string, TypeWord> = {};
  for (const [key, ticket] of tickets) {
    const of = wordOf(ticket);
    if (of !== null) words[key] = of;
  }
  return words;
}
