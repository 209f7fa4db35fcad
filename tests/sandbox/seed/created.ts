/** Creates drafts on their sides and remembers which id each got. */
import { createRecord as createInCrm } from '../crm/records';
import { createRecord as createInDesk } from '../desk/records';
import type { Actor } from '../table';
import type { World } from '../world';
import type { Cast } from './cast';
import { day, type Draft, type Fields, pick } from './draft';

export type DeskModule = 'accounts' | 'contacts' | 'products';
export type CrmModule = 'Accounts' | 'Contacts' | 'Products';

export interface Created {
  /** Ids by draft key. */
  readonly desk: Map<string, string>;
  readonly crm: Map<string, string>;
}

/** What a story says beyond a record's own data. */
export interface Telling {
  /** First name of who owns the record in the CRM; anyone of the sellers otherwise. */
  readonly seller?: (draft: Draft) => string | undefined;
  /** More fields at the help desk, where the CRM's id may be known. */
  readonly deskExtras?: (draft: Draft, crmId: string | undefined) => Fields;
}

/** In order of creation, so that a later id is a later record. The second side follows within two days. */
function timed(
  world: World,
  drafts: readonly Draft[],
  delayed: boolean,
): { draft: Draft; at: number }[] {
  const latest = world.clock.now() - 60_000;
  return drafts
    .map((draft) => {
      const delay = delayed && draft.on === 'both' ? world.random() * 2 * day : 0;
      return { draft, at: Math.min(latest, Math.floor(draft.at + delay)) };
    })
    .toSorted((a, b) => a.at - b.at);
}

export function createAll(
  world: World,
  cast: Cast,
  drafts: readonly Draft[],
  modules: readonly [DeskModule, CrmModule],
  accounts: Created | null,
  tell: Telling = {},
): Created {
  const made: Created = { desk: new Map(), crm: new Map() };
  const [deskModule, crmModule] = modules;
  const as = (first: string): Actor => ({ zuid: cast.person(first).zuid, via: 'person' });
  const sellers = ['Marta', 'Tomasz', 'Luca', 'Kwame'].map(as);
  const agents = ['Kwame', 'Tomasz', 'Luca', 'Ingrid'].map(as);
  const inCrm = drafts.filter((draft) => draft.on !== 'desk');
  for (const { draft, at } of timed(world, inCrm, false)) {
    const account = draft.account === null ? undefined : accounts?.crm.get(draft.account);
    const fields =
      account === undefined ? draft.crm : { ...draft.crm, Account_Name: { id: account } };
    const anyone = pick(world.random, sellers);
    const seller = tell.seller?.(draft);
    const actor = seller === undefined ? anyone : as(seller);
    made.crm.set(draft.key, createInCrm(world, cast.crm, crmModule, fields, actor, at).id);
  }
  const inDesk = drafts.filter((draft) => draft.on !== 'crm');
  for (const { draft, at } of timed(world, inDesk, true)) {
    const accountId = draft.account === null ? undefined : accounts?.desk.get(draft.account);
    const fields = {
      ...draft.desk,
      ...(accountId === undefined ? {} : { accountId }),
      ...tell.deskExtras?.(draft, made.crm.get(draft.key)),
    };
    made.desk.set(
      draft.key,
      createInDesk(world, cast.desk, deskModule, fields, pick(world.random, agents), at).id,
    );
  }
  return made;
}
