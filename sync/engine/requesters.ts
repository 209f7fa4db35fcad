/**
 * Who in CRM the requesters of many tickets are: by link, by a person's choice, by Zoho's own
 * hint, by e-mail, by telephone, as the sidebar finds them one by one, in few calls for all.
 */
import type { RecordId } from '../types';
import type { CrmPerson, PeopleReader, TicketReader } from './handshake-ports';
import type { DeskContactFacts, ProfileCache } from './profile-ports';
import type { Store } from './ports';

/** A Desk contact, or an address that wrote a ticket without being one. */
export interface Requester {
  /** The contact's id, or `mail:` and the address. */
  readonly key: string;
  readonly contactId: RecordId | null;
  readonly email: string | null;
}

export interface RequesterPorts {
  readonly desk: TicketReader;
  readonly people: PeopleReader;
  readonly choices: Pick<ProfileCache, 'choice'>;
  readonly store: Pick<Store, 'pairsById'>;
}

export type Person = Pick<CrmPerson, 'module' | 'id'>;

/** What Desk and the sync's links say, before CRM is asked. */
export interface Known {
  readonly links: ReadonlyMap<string, RecordId>;
  readonly facts: ReadonlyMap<string, DeskContactFacts>;
}

/** Digits below which a telephone number is an extension that many share. */
const fewestDigits = 6;

/** The key under which a ticket's requester is looked up; null for a ticket of nobody. */
export function requesterOf(ticket: {
  readonly contactId: RecordId | null;
  readonly email: string | null;
}): Requester | null {
  const email = ticket.email?.trim().toLowerCase() ?? '';
  if (ticket.contactId !== null)
    return { key: ticket.contactId, contactId: ticket.contactId, email };
  return email === '' ? null : { key: `mail:${email}`, contactId: null, email };
}

/** Links first, which cost nothing; Desk's facts only of those it is asked for. */
export async function readKnown(
  requesters: readonly Requester[],
  wordsOfAll: boolean,
  { desk, store }: Pick<RequesterPorts, 'desk' | 'store'>,
): Promise<Known> {
  const ids = requesters.flatMap(({ contactId }) => (contactId === null ? [] : [contactId]));
  const pairs = await store.pairsById('contact', 'desk', ids);
  const links = new Map<string, RecordId>();
  for (const [index, id] of ids.entries()) {
    const pair = pairs[index];
    if (pair == null || pair.base === null || pair.crm === null) continue;
    if (pair.crm.presence !== 'trashed') links.set(id, pair.crm.id);
  }
  const asked = wordsOfAll ? ids : ids.filter((id) => !links.has(id));
  const facts = new Map((await desk.contacts(asked)).map((contact) => [contact.id, contact]));
  for (const { key, contactId, email } of requesters)
    if (contactId === null) facts.set(key, { ...nobody, id: key, name: email ?? '', email });
  return { links, facts };
}

const nobody = {
  email: null,
  secondaryEmail: null,
  phone: null,
  mobile: null,
  accountId: null,
  crmId: null,
} as const;

/** Everybody in CRM that each requester may be. A requester who is missing in Desk is left out. */
export async function findPeople(
  requesters: readonly Requester[],
  known: Known,
  ports: Pick<RequesterPorts, 'people' | 'choices'>,
): Promise<ReadonlyMap<string, readonly Person[]>> {
  const found = new Map<string, readonly Person[]>();
  let rest: DeskContactFacts[] = [];
  for (const { key } of requesters) {
    const linked = known.links.get(key);
    const facts = known.facts.get(key);
    if (linked !== undefined) found.set(key, [{ module: 'Contacts', id: linked }]);
    else if (facts !== undefined) rest.push(facts);
  }
  const settle = (matches: ReadonlyMap<string, readonly Person[]>): void => {
    for (const [key, people] of matches) found.set(key, people);
    rest = rest.filter(({ id }) => !found.has(id));
  };
  settle(await byId(rest, (facts) => chosen(facts, ports.choices), ports.people));
  settle(await byId(rest, hinted, ports.people));
  settle(await byValue(rest, emailsOf, 'email', ports.people));
  settle(await byValue(rest, phonesOf, 'phone', ports.people));
  for (const { id } of rest) found.set(id, []);
  return found;
}

/** Records that somebody named. One that is gone counts for nothing. */
async function byId(
  all: readonly DeskContactFacts[],
  nameOf: (facts: DeskContactFacts) => readonly Person[] | Promise<readonly Person[]>,
  people: PeopleReader,
): Promise<Map<string, readonly Person[]>> {
  const named = await Promise.all(
    all.map(async (facts) => [facts.id, await nameOf(facts)] as const),
  );
  const wanted = named.filter(([, persons]) => persons.length > 0);
  const exists = new Map<string, Person>();
  for (const module of ['Contacts', 'Leads'] as const) {
    const ids = wanted.flatMap(([, persons]) =>
      persons.filter((person) => person.module === module).map(({ id }) => id),
    );
    const missing = ids.filter((id) => !exists.has(id));
    if (missing.length === 0) continue;
    for (const person of await people.existing(module, missing)) exists.set(person.id, person);
  }
  const found = new Map<string, readonly Person[]>();
  for (const [key, persons] of wanted) {
    const person = persons.map(({ id }) => exists.get(id)).find((one) => one !== undefined);
    if (person !== undefined) found.set(key, [person]);
  }
  return found;
}

async function chosen(
  facts: DeskContactFacts,
  choices: Pick<ProfileCache, 'choice'>,
): Promise<readonly Person[]> {
  const [email] = emailsOf(facts);
  const [phone] = phonesOf(facts);
  const address = email ?? (phone === undefined ? null : `tel:${digitsOf(phone)}`);
  const choice = address === null ? null : await choices.choice(address);
  return choice === null ? [] : [choice];
}

/** Zoho's hint names no module. */
function hinted({ crmId }: DeskContactFacts): readonly Person[] {
  if (crmId === null) return [];
  return [
    { module: 'Contacts', id: crmId },
    { module: 'Leads', id: crmId },
  ];
}

/** Leads count only where no contact answers. The first value that finds anybody decides. */
async function byValue(
  all: readonly DeskContactFacts[],
  valuesOf: (facts: DeskContactFacts) => readonly string[],
  by: 'email' | 'phone',
  people: PeopleReader,
): Promise<Map<string, readonly Person[]>> {
  const found = new Map<string, readonly Person[]>();
  for (const module of ['Contacts', 'Leads'] as const) {
    const open = all.filter(({ id }) => !found.has(id));
    const values = [...new Set(open.flatMap(valuesOf))];
    if (values.length === 0) break;
    const persons =
      by === 'email' ? await people.byEmail(module, values) : await people.byPhone(module, values);
    const holders = new Map<string, Person[]>();
    for (const person of persons)
      for (const value of new Set(by === 'email' ? person.emails : person.phones))
        holders.set(value, [...(holders.get(value) ?? []), person]);
    for (const facts of open) {
      const first = valuesOf(facts)
        .map((value) => holders.get(by === 'email' ? value : digitsOf(value)))
        .find((one) => one !== undefined);
      if (first !== undefined) found.set(facts.id, first);
    }
  }
  return found;
}

function emailsOf({ email, secondaryEmail }: DeskContactFacts): string[] {
  return distinct([email, secondaryEmail].map((value) => value?.trim().toLowerCase() ?? ''));
}

function phonesOf({ phone, mobile }: DeskContactFacts): string[] {
  const values = [phone, mobile].map((value) => value?.trim() ?? '');
  return distinct(values.filter((value) => digitsOf(value).length >= fewestDigits));
}

const distinct = (values: readonly string[]): string[] =>
  [...new Set(values)].filter((value) => value !== '');

const digitsOf = (value: string): string => value.replaceAll(/\D/g, '');
