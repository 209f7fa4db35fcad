import type {
  ActivityView,
  CustomerView,
  NoteView,
  PotentialView,
  Section,
} from '../protocol/profile';
import type { TypeRules } from '../protocol/permissions';
import {
  countingDeals,
  customerTypeOf,
  customerTypeOfWord,
  openTotals,
  orderDeals,
} from '../core/customer-type';
import { problemOf } from '../core/problem';
import { activityTypes, type Access } from './access';
import { accountFacts, contactFacts, lineOf, lookupOf, nameOf, textOf } from './facts';
import type { CrmActivity, CrmReader, CrmRecord, Newest } from './profile-ports';

export interface CustomerPorts {
  /** How deals make a type for whom this is read. */
  readonly rules: TypeRules;
  /** YYYY-MM-DD; a win's age is counted from it. */
  readonly today: string;
  readonly crm: CrmReader;
  /** Writes an amount for the reader; `currency` null: the organisation's own. */
  money(amount: number, currency: string | null): string;
}

/** Potentials shown. Type and sums count them all. */
const mostDeals = 200;

const hidden = { state: 'hidden' } as const;

/** Reads everything about a customer that may be shown, all parts at once; each may fail alone. */
export async function readCustomer(
  { record, partial }: { readonly record: CrmRecord; readonly partial: boolean },
  deskType: string | null,
  access: Access,
  { crm, money, rules, today }: CustomerPorts,
): Promise<CustomerView> {
  const { module, id, fields } = record;
  const isAccount = module === 'Accounts';
  const company = isAccount ? null : lookupOf(fields['Account_Name']);
  const types = activityTypes(access);
  const [whole, account, deals, shared, notes, activities] = await Promise.all([
    // Its few fields are enough where the rest may not be shown.
    partial && access.information ? crm.record(module, id) : record,
    section(access.account, async () => {
      const read = isAccount
        ? partial
          ? await crm.record(module, id)
          : record
        : company === null
          ? null
          : await crm.record('Accounts', company.id);
      return read === null ? [] : accountFacts(read, money);
    }),
    section(access.potentials, () => readDeals(record, crm)),
    // They decide with, and are not listed: the list is the contact's own.
    rules.accountDeals && access.potentials && company !== null
      ? readDeals({ module: 'Accounts', id: company.id }, crm).then(
          ({ potentials }) => potentials,
          () => [],
        )
      : [],
    newest(access.notes, async () => {
      const { rows, more } = await crm.notes(module, id);
      return { rows: rows.map(noteOf), more };
    }),
    newest(types.length > 0, async () => {
      const { rows, more } = await crm.activities(module, id, types);
      const wanted = rows.filter(({ type }) => types.includes(type));
      return { rows: wanted.map((activity) => activityView(activity, crm)), more };
    }),
  ]);
  // Gone since the search index was written: what the index held is still the best there is.
  const known = whole ?? record;
  const shownDeals = deals.state === 'shown' ? deals.data.potentials : null;
  return {
    module,
    id,
    name: nameOf(known),
    title: isAccount ? null : lineOf(known.fields['Title'] ?? known.fields['Designation']),
    company: access.account ? companyOf(known, crm) : null,
    owner: lookupOf(known.fields['Owner'])?.name ?? null,
    url: crm.url(module, id),
    type: typeOf(
      shownDeals === null ? null : countingDeals([...shownDeals, ...shared], rules, today),
      deskType,
    ),
    open: openTotals(shownDeals ?? []),
    ...(deals.state === 'shown' ? countedOf(deals.data) : {}),
    information: await section(access.information, async () =>
      isAccount ? [] : contactFacts(known),
    ),
    account,
    potentials:
      deals.state === 'shown'
        ? { ...deals, data: deals.data.potentials.slice(0, mostDeals) }
        : deals,
    notes,
    activities,
  };
}

/** The modules whose pages activities have. */
const activityModules = { call: 'Calls', event: 'Events', task: 'Tasks' } as const;

/** A part that may not be shown is never read; one that cannot be read says why. */
async function section<T>(mayShow: boolean, read: () => Promise<T>): Promise<Section<T>> {
  if (!mayShow) return hidden;
  try {
    return { state: 'shown', data: await read() };
  } catch (thrown) {
    return { state: 'failed', problem: problemOf(thrown) };
  }
}

/** A list that may hold more than was read: then the section says so. */
async function newest<T>(
  mayShow: boolean,
  read: () => Promise<Newest<T>>,
): Promise<Section<readonly T[]>> {
  const part = await section(mayShow, read);
  if (part.state !== 'shown') return part;
  const { rows, more } = part.data;
  return more ? { state: 'shown', data: rows, more } : { state: 'shown', data: rows };
}

/** In the order of display. Leads have none: CRM makes a deal only when it converts one. */
async function readDeals(
  { module, id }: Pick<CrmRecord, 'module' | 'id'>,
  crm: CrmReader,
): Promise<Deals> {
  if (module === 'Leads') return { potentials: [], more: false };
  const [{ deals, more }, stages] = await Promise.all([crm.deals(module, id), crm.stages()]);
  const potentials = orderDeals(
    deals.map((deal): PotentialView => ({
      id: deal.id,
      name: lineOf(deal.name) ?? deal.id,
      stage: lineOf(deal.stage) ?? '',
      // A stage that no pipeline lists was added since they were read; a new deal is open.
      status: stages.get(deal.stage) ?? 'open',
      amount: deal.amount === null ? null : { amount: deal.amount, currency: deal.currency },
      closesOn: deal.closesOn,
      owner: lineOf(deal.owner),
      url: crm.url('Deals', deal.id),
    })),
  );
  return { potentials, more };
}

interface Deals {
  readonly potentials: readonly PotentialView[];
  readonly more: boolean;
}

/** Numbers of their own only where the list does not tell them. */
function countedOf({ potentials, more }: Deals): Pick<CustomerView, 'counted'> {
  if (potentials.length <= mostDeals && !more) return {};
  const open = potentials.filter(({ status }) => status === 'open').length;
  return { counted: { open, closed: potentials.length - open, more } };
}

function activityView(activity: CrmActivity, crm: CrmReader): ActivityView {
  return {
    ...activity,
    subject: lineOf(activity.subject) ?? '',
    owner: lineOf(activity.owner),
    url: crm.url(activityModules[activity.type], activity.id),
  };
}

/** Notes may hold HTML; it stays text. */
function noteOf(note: NoteView): NoteView {
  return {
    ...note,
    title: lineOf(note.title),
    text: textOf(note.text) ?? '',
    author: lineOf(note.author),
  };
}

/** Deals decide. Without them Desk's own word stands in, and without that the presence in CRM (HND-3, HND-4). */
function typeOf(
  deals: readonly PotentialView[] | null,
  deskType: string | null,
): CustomerView['type'] {
  const word = customerTypeOfWord(deskType);
  // Somebody who was found in CRM is not new, whatever Desk says.
  const said = word === 'new' ? null : word;
  if (deals !== null)
    return { ...customerTypeOf(deals), source: 'deals', ...(said !== null && { said }) };
  if (said !== null) return { value: said, because: null, source: 'desk' };
  return { value: 'contact', because: null, source: 'presence' };
}

/** A contact's account, or the company a lead names. */
function companyOf({ module, fields }: CrmRecord, crm: CrmReader): CustomerView['company'] {
  if (module === 'Accounts') return null;
  const account = lookupOf(fields['Account_Name']);
  if (account !== null) return { name: account.name, url: crm.url('Accounts', account.id) };
  const company = lineOf(fields['Company']);
  return company === null ? null : { name: company, url: null };
}
