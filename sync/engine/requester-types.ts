/**
 * Customer types with their age: read in lots, kept in session memory, never handed out under
 * narrower rights than they were read with (PER-4).
 */
import type { Problem } from '../types';
import type { TypeRules } from '../protocol/permissions';
import { dayOf, rulesFor } from '../core/customer-type';
import { fullAccess, type Access } from '../core/permissions';
import { readTypes } from './customer-types';
import type { Clock } from './ports';
import type { Requester, RequesterPorts } from './requesters';
import type { KeptType, TypeMemory } from './type-memory';

export interface RequesterTypesPorts extends RequesterPorts {
  readonly clock: Clock;
  readonly memory: TypeMemory;
  /** What this agent may see now. Everything when absent. */
  access?: (() => Promise<Access>) | undefined;
  /** The administrator's rules for types. Zoho's own when absent. */
  rules?: (() => Promise<TypeRules>) | undefined;
}

export interface TypesWanted {
  /** ms. An older one is read anew. */
  readonly maxAge: number;
  /** Desk's word is wanted beside CRM's deals. */
  readonly compare: boolean;
}

export interface RequesterTypes {
  of(
    requesters: readonly Requester[],
    wanted: TypesWanted,
  ): Promise<{
    readonly types: ReadonlyMap<string, KeptType>;
    /** Why CRM did not answer just now; null where it did or was not asked. */
    readonly problem: Problem | null;
  }>;
  /** Whether deals may be shown now. Erases what was read under wider rights. */
  mayShowDeals(): Promise<boolean>;
  forget(): Promise<void>;
}

/** ms. What Desk said because CRM could not is looked at again soon. */
const standInAge = 30_000;

export function createRequesterTypes(ports: RequesterTypesPorts): RequesterTypes {
  const { clock, memory } = ports;
  let generation = 0;
  /** One reading at a time: the board and the lists ask about the same people. */
  let last: Promise<unknown> = Promise.resolve();

  async function mayShowDeals(): Promise<boolean> {
    const { potentials } = (await ports.access?.()) ?? fullAccess;
    const { types } = await memory.load();
    if (!potentials && [...types.values()].some(({ deals }) => deals)) await memory.forget();
    return potentials;
  }

  async function fresh(
    requesters: readonly Requester[],
    { maxAge, compare }: TypesWanted,
  ): Promise<Problem | null> {
    const began = generation;
    const deals = await mayShowDeals();
    const { types } = await memory.load();
    const now = clock.now();
    const stale = requesters.filter(({ key }) => {
      const kept = types.get(key);
      if (kept === undefined || kept.deals !== deals || kept.at > now) return true;
      return now - kept.at >= (kept.crm ? maxAge : Math.min(maxAge, standInAge));
    });
    if (stale.length === 0) return null;
    const access = (await ports.access?.()) ?? fullAccess;
    const rules = rulesFor(await ports.rules?.(), access);
    const today = dayOf(now);
    const read = await readTypes(stale, { deals, compare, rules, today }, ports);
    if (began !== generation) return read.problem;
    const at = clock.now();
    const crm = read.problem === null;
    await memory.addTypes(
      new Map(stale.map(({ key }) => [key, { type: read.types.get(key) ?? null, at, crm, deals }])),
    );
    return read.problem;
  }

  return {
    mayShowDeals,
    async of(requesters, wanted) {
      const distinct = [...new Map(requesters.map((one) => [one.key, one])).values()];
      const turn = last.then(() => fresh(distinct, wanted));
      last = turn.catch(() => undefined);
      const problem = await turn;
      const { types } = await memory.load();
      const deals = await mayShowDeals();
      const told = new Map<string, KeptType>();
      for (const { key } of distinct) {
        const kept = types.get(key);
        if (kept?.deals === deals) told.set(key, kept);
      }
      return { types: told, problem };
    },
    async forget() {
      generation += 1;
      await memory.forget();
    },
  };
}
