/** Types and tickets as last read, with their age, in session memory: lists are looked at again and again. */
import type { RequesterType } from '../protocol/handshake';
import type { Instant, RecordId } from '../types';
import type { SessionMemory, TicketRow } from './handshake-ports';

export interface KeptType {
  /** Null: asked, and nothing is known. */
  readonly type: RequesterType | null;
  readonly at: Instant;
  /** CRM itself answered. */
  readonly crm: boolean;
  /** Read with the right to see deals. */
  readonly deals: boolean;
}

/** What of a ticket leads to its requester. */
export interface KeptTicket {
  readonly number: string;
  readonly portal: string | null;
  readonly contactId: RecordId | null;
  readonly email: string | null;
  readonly at: Instant;
}

interface Kept {
  readonly types: Map<string, KeptType>;
  readonly tickets: Map<RecordId, KeptTicket>;
}

export interface TypeMemory {
  load(): Promise<Kept>;
  addTickets(tickets: readonly TicketRow[], at: Instant): Promise<void>;
  addTypes(types: ReadonlyMap<string, KeptType>): Promise<void>;
  forget(): Promise<void>;
}

/** The number grows when the stored form changes. */
const name = 'handshake.types.1';
/** Entries of each kind. Session memory holds 10 MB; this stays below 2. */
const most = 3000;

export function createTypeMemory(memory: SessionMemory): TypeMemory {
  let kept: Promise<Kept> | null = null;

  async function read(): Promise<Kept> {
    const text = await memory.get(name).catch(() => null);
    if (text === null) return { types: new Map(), tickets: new Map() };
    const stored = JSON.parse(text) as {
      readonly types: readonly (readonly [string, KeptType])[];
      readonly tickets: readonly (readonly [string, KeptTicket])[];
    };
    return { types: new Map(stored.types), tickets: new Map(stored.tickets) };
  }

  const load = (): Promise<Kept> => (kept ??= read());

  async function store({ types, tickets }: Kept): Promise<void> {
    trim(types);
    trim(tickets);
    const text = JSON.stringify({ types: [...types], tickets: [...tickets] });
    // Without room it is read again when the worker was stopped, no more.
    await memory.set(name, text).catch(() => undefined);
  }

  return {
    load,
    async addTickets(rows, at) {
      const all = await load();
      for (const { id, number, portal, contactId, email } of rows) {
        all.tickets.delete(id);
        all.tickets.set(id, { number, portal, contactId, email, at });
      }
      if (rows.length > 0) await store(all);
    },
    async addTypes(read_) {
      const all = await load();
      for (const [key, type] of read_) {
        all.types.delete(key);
        all.types.set(key, type);
      }
      if (read_.size > 0) await store(all);
    },
    async forget() {
      kept = null;
      await memory.remove(name);
    },
  };
}

/** The oldest go first: an entry that is written anew moves to the end. */
function trim(entries: Map<string, unknown>): void {
  for (const key of entries.keys()) {
    if (entries.size <= most) return;
    entries.delete(key);
  }
}
