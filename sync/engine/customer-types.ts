/**
 * Customer types of many requesters in few calls (HND-1, HND-3, HND-4): CRM's deals where they
 * may be shown and can be read, else Desk's own word, else no more than who is in CRM.
 */
import type { RequesterType } from '../protocol/handshake';
import type { CustomerType, Problem, RecordId } from '../types';
import {
  countingDeals,
  customerTypeOf,
  customerTypeOfWord,
  openTotals,
  type Deal,
} from '../core/customer-type';
import type { TypeRules } from '../protocol/permissions';
import { problemOf, SyncError } from '../core/problem';
import { textOf } from './facts';
import type { PeopleReader } from './handshake-ports';
import type { CrmDeal } from './profile-ports';
import {
  findPeople,
  readKnown,
  type Known,
  type Person,
  type Requester,
  type RequesterPorts,
} from './requesters';

export interface TypesRead {
  /** By the requester's key; absent where nothing is known. */
  readonly types: ReadonlyMap<string, RequesterType>;
  /** Why CRM was not, or not wholly, asked; null where it answered. */
  readonly problem: Problem | null;
}

type Counting = (deals: readonly ListedDeal[]) => readonly ListedDeal[];
type ListedDeal = Deal & { readonly name: string; readonly stage: string };

/** The first of several types that applies (HND-1). */
const precedence: readonly CustomerType[] = ['customer', 'potential', 'contact', 'new'];

export interface TypesAllowed {
  /** False: no deal may be shown to this agent, so none is asked for. */
  readonly deals: boolean;
  /** Desk's word is wanted beside CRM's deals, to show where the two disagree. */
  readonly compare: boolean;
  readonly rules: TypeRules;
  /** YYYY-MM-DD; a win's age is counted from it. */
  readonly today: string;
}

/** Linked contacts whose words are read first: where none of them has any, no other will. */
const sample = 20;

export async function readTypes(
  requesters: readonly Requester[],
  { deals, compare, rules, today }: TypesAllowed,
  ports: RequesterPorts,
): Promise<TypesRead> {
  const links = await readKnown(requesters, !deals, ports);
  const known = compare && deals ? await compared(requesters, links, ports) : links;
  let people: ReadonlyMap<string, readonly Person[]>;
  try {
    people = await findPeople(requesters, known, ports);
  } catch (thrown) {
    return withoutCrm(requesters, known, problemOf(thrown), ports);
  }
  const counting = (all: readonly ListedDeal[]): ListedDeal[] => countingDeals(all, rules, today);
  if (!deals) return { types: typesOf(people, known, null, counting), problem: null };
  try {
    return {
      types: typesOf(people, known, await readDeals(people, rules.accountDeals, ports), counting),
      problem: null,
    };
  } catch (thrown) {
    if (isRefused(thrown)) {
      const words = await wordsToo(requesters, known, ports);
      return { types: typesOf(people, words, null, counting), problem: null };
    }
    return withoutCrm(requesters, known, problemOf(thrown), ports);
  }
}

/** An agent without the right to deals: nothing is wrong, there is only less to tell. */
function isRefused(thrown: unknown): boolean {
  const code = thrown instanceof SyncError ? thrown.problem.code : '';
  return ['zoho.noPermission', 'oauth.scopeMissing', 'zoho.licence'].includes(code);
}

async function compared(
  requesters: readonly Requester[],
  known: Known,
  ports: RequesterPorts,
): Promise<Known> {
  const linked = requesters.filter(({ key }) => known.links.has(key));
  const first = await wordsToo(linked.slice(0, sample), known, ports);
  const anyWord = [...first.facts.values()].some(({ crmType }) => crmType != null);
  return anyWord ? wordsToo(linked, first, ports) : first;
}

/** Desk's words of those too whom a link had made unnecessary to ask for. */
async function wordsToo(
  requesters: readonly Requester[],
  known: Known,
  ports: RequesterPorts,
): Promise<Known> {
  const linked = requesters.filter(({ key }) => known.links.has(key) && !known.facts.has(key));
  if (linked.length === 0) return known;
  const { facts } = await readKnown(linked, true, ports);
  return { ...known, facts: new Map([...known.facts, ...facts]) };
}

/** CRM cannot be reached: Desk's own word, and a link as proof of being in CRM (HND-4). */
async function withoutCrm(
  requesters: readonly Requester[],
  known: Known,
  problem: Problem,
  ports: RequesterPorts,
): Promise<TypesRead> {
  const { links, facts } = await wordsToo(requesters, known, ports);
  const types = new Map<string, RequesterType>();
  for (const { key } of requesters) {
    const said = customerTypeOfWord(facts.get(key)?.crmType);
    const linked = links.has(key);
    const base = { ...nothing, module: linked ? ('Contacts' as const) : null };
    if (said !== null && !(linked && said === 'new'))
      types.set(key, { ...base, value: said, source: 'desk' });
    else if (linked) types.set(key, { ...base, value: 'contact', source: 'presence' });
  }
  return { types, problem };
}

/** The types of people in CRM who are known already, by id. Rejects where deals cannot be read. */
export async function readTypesOf(
  persons: readonly Person[],
  rules: TypeRules,
  today: string,
  people: PeopleReader,
): Promise<ReadonlyMap<RecordId, RequesterType>> {
  const each = new Map(persons.map((person) => [person.id, [person]]));
  const deals = await readDeals(each, rules.accountDeals, { people });
  const unknown = { links: new Map(), facts: new Map() };
  return typesOf(each, unknown, deals, (all) => countingDeals(all, rules, today));
}

async function readDeals(
  people: ReadonlyMap<string, readonly Person[]>,
  ofAccounts: boolean,
  ports: Pick<RequesterPorts, 'people'>,
): Promise<ReadonlyMap<RecordId, readonly ListedDeal[]>> {
  const all = [...people.values()].flat().filter(({ module }) => module === 'Contacts');
  const contacts = [...new Set(all.map(({ id }) => id))];
  const byContact = new Map<RecordId, Map<RecordId, ListedDeal>>();
  if (contacts.length === 0) return new Map();
  const [deals, stages, accounts] = await Promise.all([
    ports.people.deals(contacts),
    ports.people.stages(),
    ofAccounts ? ports.people.accountsOf(contacts) : new Map<RecordId, RecordId>(),
  ]);
  const shared =
    accounts.size === 0 ? [] : await ports.people.dealsOfAccounts([...new Set(accounts.values())]);
  /** A deal may come by its contact and by the account: it counts once. */
  function add(contactId: RecordId, deal: CrmDeal): void {
    const theirs = byContact.get(contactId) ?? new Map<RecordId, ListedDeal>();
    theirs.set(deal.id, listed(deal, stages));
    byContact.set(contactId, theirs);
  }
  for (const deal of deals) add(deal.contactId, deal);
  const byAccount = new Map<RecordId, CrmDeal[]>();
  for (const deal of shared)
    byAccount.set(deal.accountId, [...(byAccount.get(deal.accountId) ?? []), deal]);
  for (const [contactId, accountId] of accounts)
    for (const deal of byAccount.get(accountId) ?? []) add(contactId, deal);
  return new Map([...byContact].map(([id, theirs]) => [id, [...theirs.values()]]));
}

function listed(deal: CrmDeal, stages: ReadonlyMap<string, ListedDeal['status']>): ListedDeal {
  return {
    id: deal.id,
    name: textOf(deal.name) ?? deal.id,
    stage: textOf(deal.stage) ?? '',
    // A stage that no pipeline lists was added since they were read; a new deal is open.
    status: stages.get(deal.stage) ?? 'open',
    amount: deal.amount === null ? null : { amount: deal.amount, currency: deal.currency },
    closesOn: deal.closesOn,
  };
}

const nothing = {
  module: null,
  because: null,
  openDeals: 0,
  open: [],
  lostDeals: 0,
  matches: 1,
  deskSays: null,
} as const;

/** `deals` null: they may not be shown or cannot be read. */
function typesOf(
  people: ReadonlyMap<string, readonly Person[]>,
  { facts }: Known,
  deals: ReadonlyMap<RecordId, readonly ListedDeal[]> | null,
  counting: Counting,
): Map<string, RequesterType> {
  const types = new Map<string, RequesterType>();
  for (const [key, persons] of people) {
    const said = customerTypeOfWord(facts.get(key)?.crmType);
    types.set(key, typeOf(persons, said, deals, counting));
  }
  return types;
}

function typeOf(
  persons: readonly Person[],
  said: CustomerType | null,
  deals: ReadonlyMap<RecordId, readonly ListedDeal[]> | null,
  counting: Counting,
): RequesterType {
  const [first] = persons;
  const base = { ...nothing, module: first?.module ?? null, matches: Math.max(1, persons.length) };
  if (deals === null) {
    // Somebody who was found in CRM is not new, whatever Desk says.
    if (said !== null && !(first !== undefined && said === 'new'))
      return { ...base, value: said, source: 'desk' };
    return { ...base, value: first === undefined ? 'new' : 'contact', source: 'presence' };
  }
  const deskSays = (value: CustomerType): CustomerType | null =>
    said === null || said === value ? null : said;
  if (first === undefined)
    return { ...base, value: 'new', source: 'deals', deskSays: deskSays('new') };
  const all = [
    ...new Map(
      persons.flatMap(({ id }) => (deals.get(id) ?? []).map((deal) => [deal.id, deal] as const)),
    ).values(),
  ];
  const [best] = persons
    .map(({ id }) => customerTypeOf(counting(deals.get(id) ?? [])))
    .toSorted((one, other) => precedence.indexOf(one.value) - precedence.indexOf(other.value));
  const { value, because } = best ?? { value: 'contact' as const, because: null };
  return {
    ...base,
    value,
    source: 'deals',
    because,
    openDeals: all.filter(({ status }) => status === 'open').length,
    open: openTotals(all),
    lostDeals: all.filter(({ status }) => status === 'lost').length,
    deskSays: deskSays(value),
  };
}
