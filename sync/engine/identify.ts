import type { ProfileView } from '../protocol/profile';
import type { Place, RecordId } from '../types';
import { ofScreens, SyncError } from '../core/problem';
import { lineOf } from './facts';
import type {
  CrmModule,
  CrmReader,
  CrmRecord,
  DeskContactFacts,
  DeskReader,
  ProfileCache,
} from './profile-ports';
import { addressOf, distinct, search, searches } from './person-search';
import type { Store } from './ports';

export interface IdentifyPorts {
  readonly desk: DeskReader;
  readonly crm: CrmReader;
  readonly cache: Pick<ProfileCache, 'choice' | 'saveChoice' | 'forgetChoice'>;
  readonly store: Pick<Store, 'pairsById'>;
}

type Searched = Extract<ProfileView['result'], { state: 'none' }>['searched'][number];

/** Who a place is about, on both sides. */
export interface Identified {
  readonly requester: ProfileView['requester'];
  /** Zoho's own word for the customer type. */
  readonly deskType: string | null;
  readonly match:
    | {
        readonly state: 'found';
        readonly record: CrmRecord;
        /** A search found it, and answers of a search hold a few fields only. */
        readonly partial: boolean;
        readonly by: 'link' | 'choice' | 'other';
      }
    | { readonly state: 'several'; readonly records: readonly CrmRecord[] }
    | { readonly state: 'none'; readonly searched: readonly Searched[] }
    | { readonly state: 'noContact' };
}

/**
 * Our link first, then a person's choice, then Zoho's own hint, then e-mail, then telephone.
 * `of` the account, a ticket or contact leads to the account it belongs to. `onRequester` hears who the page is about as soon as Desk has said it.
 */
export async function identify(
  place: Place,
  of: 'contact' | 'account',
  ports: IdentifyPorts,
  onRequester: (requester: NonNullable<Identified['requester']>) => void,
): Promise<Identified> {
  if (of === 'account') {
    const accountId = await accountIdOf(place, ports.desk);
    if (accountId === null) return { ...nobody, match: { state: 'noContact' } };
    return identifyAccount(accountId, ports, onRequester);
  }
  const contactId = await contactIdOf(place, ports.desk);
  if (contactId === null) return { ...nobody, match: { state: 'noContact' } };
  const { contact, linked, apart } = await readContact(contactId, ports);
  const requester = {
    name: lineOf(contact.name) ?? contact.id,
    email: lineOf(contact.email),
    phone: lineOf(contact.phone ?? contact.mobile),
  };
  onRequester(requester);
  const match = await findPerson(contact, linked, apart, ports);
  return { requester, deskType: contact.crmType ?? null, match };
}

/**
 * What a choice for this place is remembered by: the first address that would be searched. A
 * linked contact has no choice: the link is the sync's, and is mended where links are.
 */
export async function choosableAddress(place: Place, ports: IdentifyPorts): Promise<string> {
  const contactId = place.type === 'account' ? null : await contactIdOf(place, ports.desk);
  const known = contactId === null ? null : await readContact(contactId, ports);
  if (known !== null && known.linked !== null) throw new SyncError(linkedProblem);
  const address = known === null ? null : addressOf(known.contact);
  if (address === null) throw new SyncError(nothingToRemember);
  return address;
}

/** The contact a ticket or contact page is about; null for a ticket without one. */
export async function contactIdOf(place: Place, desk: DeskReader): Promise<RecordId | null> {
  if (place.type === 'contact') return place.id;
  const ticket = await desk.ticket(place.id);
  if (ticket === null) throw missing();
  return ticket.contactId;
}

/** The account of an account page, of a ticket or of its contact; null where there is none. */
export async function accountIdOf(place: Place, desk: DeskReader): Promise<RecordId | null> {
  if (place.type === 'account') return place.id;
  const ticket = place.type === 'ticket' ? await desk.ticket(place.id) : null;
  if (place.type === 'ticket' && ticket === null) throw missing();
  const contactId = ticket === null ? place.id : ticket.contactId;
  if (ticket?.accountId != null || contactId === null) return ticket?.accountId ?? null;
  return (await desk.contact(contactId))?.accountId ?? null;
}

/** The store is asked meanwhile: it answers long before Desk does. */
async function readContact(
  id: RecordId,
  { desk, store }: IdentifyPorts,
): Promise<{ readonly contact: DeskContactFacts } & Known> {
  const [contact, known] = await Promise.all([desk.contact(id), knownOf('contact', id, store)]);
  if (contact === null) throw missing();
  return { contact, ...known };
}

const nobody = { requester: null, deskType: null } as const;

/** The steps in their order; each is taken only where the one before found nobody. */
async function findPerson(
  contact: DeskContactFacts,
  linked: RecordId | null,
  apart: ReadonlySet<RecordId>,
  { crm, cache }: IdentifyPorts,
): Promise<Identified['match']> {
  const searched: Searched[] = [];
  if (linked !== null) {
    const record = await crm.record('Contacts', linked);
    if (record !== null) return { state: 'found', record, partial: false, by: 'link' };
    searched.push({ by: 'link', value: linked });
  }
  const address = addressOf(contact);
  const choice = address === null ? null : await cache.choice(address);
  if (choice !== null) {
    const record = await crm.record(choice.module, choice.id);
    if (record !== null) return { state: 'found', record, partial: false, by: 'choice' };
  }
  if (contact.crmId !== null && contact.crmId !== linked && !apart.has(contact.crmId)) {
    const record = await hinted(contact.crmId, contact.crmType ?? null, crm);
    if (record !== null) return { state: 'found', record, partial: false, by: 'other' };
    searched.push({ by: 'link', value: contact.crmId });
  }
  for (const step of searches(contact)) {
    const records = (await search(step, crm)).filter(({ id }) => !apart.has(id));
    const [first] = records;
    if (first === undefined) searched.push(step);
    else if (records.length === 1)
      return { state: 'found', record: first, partial: true, by: 'other' };
    else return { state: 'several', records };
  }
  return { state: 'none', searched };
}

/** An account is linked, hinted at by Zoho, or the only one of its name. */
async function identifyAccount(
  id: RecordId,
  { desk, crm, store }: IdentifyPorts,
  onRequester: (requester: NonNullable<Identified['requester']>) => void,
): Promise<Identified> {
  const [account, { linked, apart }] = await Promise.all([
    desk.account(id),
    knownOf('account', id, store),
  ]);
  if (account === null) throw missing();
  const known = {
    ...nobody,
    requester: {
      name: lineOf(account.name) ?? account.id,
      email: null,
      phone: lineOf(account.phone),
    },
  };
  onRequester(known.requester);
  const searched: Searched[] = [];
  for (const hint of new Set([linked, account.crmId])) {
    if (hint === null || apart.has(hint)) continue;
    const record = await crm.record('Accounts', hint);
    if (record !== null)
      return {
        ...known,
        match: { state: 'found', record, partial: false, by: hint === linked ? 'link' : 'other' },
      };
    searched.push({ by: 'link', value: hint });
  }
  const named = distinct(await crm.accountsNamed(account.name));
  const [first, ...others] = named.filter((one) => !apart.has(one.id));
  // Several accounts of one name are not guessed between.
  if (first !== undefined && others.length === 0)
    return { ...known, match: { state: 'found', record: first, partial: true, by: 'other' } };
  searched.push({ by: 'name', value: account.name });
  return { ...known, match: { state: 'none', searched } };
}

/** What the sync knows of a Desk record. */
interface Known {
  /** Its linked CRM id. A row that is no link yet, or whose CRM side is in the bin, counts for nothing. */
  readonly linked: RecordId | null;
  /** CRM records that a person said it is not. */
  readonly apart: ReadonlySet<RecordId>;
}

async function knownOf(
  kind: 'contact' | 'account',
  id: RecordId,
  store: IdentifyPorts['store'],
): Promise<Known> {
  const [pair] = await store.pairsById(kind, 'desk', [id]);
  const apart = new Set(pair?.apart);
  const isLive = pair != null && pair.base !== null && pair.crm?.presence !== 'trashed';
  return { linked: isLive ? (pair.crm?.id ?? null) : null, apart };
}

/** Zoho's hint names no module; its type makes one the likelier. */
async function hinted(
  id: RecordId,
  type: string | null,
  crm: CrmReader,
): Promise<CrmRecord | null> {
  const modules: readonly CrmModule[] =
    type?.toLowerCase() === 'leads' ? ['Leads', 'Contacts'] : ['Contacts', 'Leads'];
  for (const module of modules) {
    const record = await crm.record(module, id);
    if (record !== null) return record;
  }
  return null;
}

const linkedProblem = ofScreens('profile.linked', 'configuration');

const nothingToRemember = ofScreens('profile.noAddress', 'configuration');

/** Deleted and forbidden look the same to whoever asks. */
export function missing(): SyncError {
  return new SyncError(ofScreens('profile.missing', 'configuration'));
}
