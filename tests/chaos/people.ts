/** People who work in both products meanwhile. Whatever they write is a word of its own, so that each can be looked for. */
import type { Machine } from './machine';

export type Side = 'desk' | 'crm';

export interface ApiRecord {
  readonly id: string;
  readonly _state: 'live' | 'recycled' | 'permanent';
  readonly [field: string]: unknown;
}

/** One value that a person wrote. */
export interface Entry {
  readonly side: Side;
  readonly id: string;
  readonly field: string;
  readonly token: string;
}

/** A contact that a person made. */
export interface Newcomer {
  readonly side: Side;
  readonly id: string;
  readonly token: string;
  readonly email: string | null;
}

/** A contact that a person deleted, with its counterpart at that time. */
export interface Deletion {
  readonly side: Side;
  readonly email: string;
  readonly counterpart: string;
}

export interface People {
  readonly entries: readonly Entry[];
  readonly newcomers: readonly Newcomer[];
  readonly deletions: readonly Deletion[];
  /** Addresses of those whose deletion counts no more: they may be nowhere. */
  readonly forgotten: ReadonlySet<string>;
  /** Changes one field of one record, sometimes the same one on both sides. */
  edit(): Promise<string>;
  /** Changes a record that nobody else touched in this round, as a person would in the midst of a run. */
  editApart(): Promise<string>;
  create(): Promise<string>;
  delete(): Promise<string>;
  /** Who was deleted counts no more: with its database the sync forgets what it knew of that. */
  forgetDeletions(): void;
  /** A new round: who was touched before may be touched again. */
  rest(): void;
}

export const moduleOf = { desk: 'contacts', crm: 'Contacts' } as const;
const emailOf = { desk: 'email', crm: 'Email' } as const;

/** Text fields that are mapped from the start. */
export const fieldPairs = [
  ['title', 'Title'],
  ['street', 'Mailing_Street'],
  ['city', 'Mailing_City'],
  ['description', 'Description'],
] as const;

/** Contacts with an address that one record a side bears: address → ids. */
async function couples(machine: Machine): Promise<Map<string, Record<Side, string>>> {
  const byEmail = async (side: Side): Promise<Map<string, string>> => {
    const { records } = await machine.control<{ records: ApiRecord[] }>(
      `/state?side=${side}&module=${moduleOf[side]}`,
    );
    const ids = new Map<string, string[]>();
    for (const record of records) {
      const email = record[emailOf[side]];
      if (record._state !== 'live' || typeof email !== 'string') continue;
      const key = email.trim().toLowerCase();
      ids.set(key, [...(ids.get(key) ?? []), record.id]);
    }
    return new Map([...ids].flatMap(([key, [id, more]]) => (id && !more ? [[key, id]] : [])));
  };
  const [desk, crm] = await Promise.all([byEmail('desk'), byEmail('crm')]);
  return new Map(
    [...desk].flatMap(([key, id]) => {
      const other = crm.get(key);
      return other === undefined ? [] : [[key, { desk: id, crm: other }]];
    }),
  );
}

/** People over one world; `random` decides who does what. */
export function createPeople(machine: Machine, random: () => number): People {
  const entries: Entry[] = [];
  const newcomers: Newcomer[] = [];
  const deletions: Deletion[] = [];
  const forgotten = new Set<string>();
  const touched = new Set<string>();
  let words = 0;

  const word = (): string => `w${String((words += 1)).padStart(4, '0')}w`;
  const pick = <T>(all: readonly T[]): T => {
    const one = all[Math.floor(random() * all.length)];
    if (one === undefined) throw new Error('nobody left to choose from');
    return one;
  };

  async function write(side: Side, id: string, field: string): Promise<void> {
    const token = word();
    await machine.control('/edit', {
      side,
      module: moduleOf[side],
      id,
      fields: { [field]: token },
    });
    entries.push({ side, id, field, token });
  }

  /** Someone on both sides; `apart`: whom nobody touched in this round. */
  async function anybody(apart: boolean): Promise<readonly [string, Record<Side, string>]> {
    const all = [...(await couples(machine))].filter(([key]) => !apart || !touched.has(key));
    const [key, ids] = pick(all);
    touched.add(key);
    return [key, ids];
  }

  async function edit(apart: boolean): Promise<string> {
    const [email, ids] = await anybody(apart);
    const [desk, crm] = pick(fieldPairs);
    const side = random() < 0.5 ? 'desk' : 'crm';
    const both = !apart && random() < 0.25;
    if (both || side === 'desk') await write('desk', ids.desk, desk);
    if (both || side === 'crm') await write('crm', ids.crm, crm);
    return `${both ? 'both' : side} ${desk} of ${email}`;
  }

  return {
    entries,
    newcomers,
    deletions,
    forgotten,
    edit: () => edit(false),
    editApart: () => edit(true),
    async create() {
      const side = random() < 0.5 ? 'desk' : 'crm';
      const token = word();
      const email = random() < 0.7 ? `${token}@chaos.example` : null;
      const fields =
        side === 'desk'
          ? { lastName: token, ...(email !== null && { email }) }
          : { Last_Name: token, ...(email !== null && { Email: email }) };
      const { id } = await machine.control<{ id: string }>('/create', {
        side,
        module: moduleOf[side],
        fields,
      });
      newcomers.push({ side, id, token, email });
      return `${token} in ${side}${email === null ? ', no address' : ''}`;
    },
    async delete() {
      const [email, ids] = await anybody(true);
      const side = random() < 0.5 ? 'desk' : 'crm';
      await machine.control('/delete', { side, module: moduleOf[side], id: ids[side] });
      deletions.push({ side, email, counterpart: ids[side === 'desk' ? 'crm' : 'desk'] });
      return `${email} in ${side}`;
    },
    forgetDeletions() {
      for (const { email } of deletions.splice(0)) forgotten.add(email);
    },
    rest: () => touched.clear(),
  };
}
