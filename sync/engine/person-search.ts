/** What of a Desk contact CRM is searched for, in which order. */
import type { CrmReader, CrmRecord, DeskContactFacts } from './profile-ports';

/** What may be an address at all: CRM refuses to look for anything else, and that finds nobody. */
const address = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,255}$/u;
/** Digits below which a telephone number is an extension that many share. */
const fewestDigits = 6;
/** Characters of a telephone number. Longer ones are something else. */
const longestNumber = 100;

/** One question to CRM's search, which is exact for both kinds of value. */
export interface Search {
  readonly by: 'email' | 'phone';
  readonly value: string;
}

/** Addresses before numbers, the primary one before the secondary; each value once. */
export function searches(contact: DeskContactFacts): Search[] {
  const emails = [contact.email, contact.secondaryEmail]
    .map((value) => value?.trim() ?? '')
    .filter((value) => address.test(value));
  const phones = [contact.phone, contact.mobile]
    .map((value) => value?.trim() ?? '')
    .filter((value) => digitsOf(value).length >= fewestDigits && value.length <= longestNumber);
  const byEmail = firstOfEach(emails, (value) => value.toLowerCase());
  const byPhone = firstOfEach(phones, digitsOf);
  return [
    ...byEmail.map((value): Search => ({ by: 'email', value })),
    ...byPhone.map((value): Search => ({ by: 'phone', value })),
  ];
}

/** Leads are asked only where no contact answers: most leads that became customers are contacts by then. */
export async function search({ by, value }: Search, crm: CrmReader): Promise<readonly CrmRecord[]> {
  const contacts = distinct(await crm.search('Contacts', by, value));
  return contacts.length > 0 ? contacts : distinct(await crm.search('Leads', by, value));
}

/** By what Desk knows of the contact, so that it is the same on every ticket of theirs. */
export function addressOf(contact: DeskContactFacts): string | null {
  const [first] = searches(contact);
  if (first === undefined) return null;
  return first.by === 'email' ? first.value.toLowerCase() : `tel:${digitsOf(first.value)}`;
}

const digitsOf = (value: string): string => value.replaceAll(/\D/g, '');

/** The first of the values that count as the same, in their order; empty ones never. */
function firstOfEach(values: readonly string[], keyOf: (value: string) => string): string[] {
  const firsts = new Map<string, string>();
  for (const value of values) {
    const key = keyOf(value);
    if (key !== '' && !firsts.has(key)) firsts.set(key, value);
  }
  return [...firsts.values()];
}

/** Pages of a search may repeat a record. */
export function distinct(records: readonly CrmRecord[]): CrmRecord[] {
  return [...new Map(records.map((record) => [record.id, record])).values()];
}
