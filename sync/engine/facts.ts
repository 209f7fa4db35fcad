import type { FactView } from '../protocol/profile';
import type { CrmRecord, CrmValue } from './profile-ports';

/** Characters of a text. CRM's longest text field holds fewer. */
const longest = 65_535;
/** Characters of a field in a list: the rest is a click away, and ten thousand lines are no list. */
const longestFact = 2000;
/** Characters of what stands in one line. Names are shorter; nobody reads more. */
const longestLine = 500;

/** Control characters but tab and line break, and halves of a surrogate pair: no text holds them rightly. */
const unprintable = /[^\P{Cc}\t\n]|\p{Cs}/gu;

/** Foreign text made fit to show as text. Empty becomes null. */
export function textOf(value: CrmValue | undefined): string | null {
  if (value === null || value === undefined || typeof value === 'boolean') return null;
  if (Array.isArray(value)) return clean(value.join(', '));
  if (typeof value === 'object') return 'name' in value ? clean(value.name) : null;
  return clean(String(value));
}

/** The same for what stands in one line. */
export function lineOf(value: CrmValue | undefined): string | null {
  return cut(textOf(value), longestLine);
}

function cut(text: string | null, most: number): string | null {
  return text === null || text.length <= most ? text : clean(`${text.slice(0, most)}…`);
}

function clean(text: string): string | null {
  const kept = text.slice(0, longest).replaceAll(/\r\n?/g, '\n').replaceAll(unprintable, '').trim();
  return kept === '' ? null : kept;
}

/** A lookup's target; null where the field is empty or no lookup. */
export function lookupOf(value: CrmValue | undefined): { id: string; name: string } | null {
  if (value === null || typeof value !== 'object' || !('id' in value)) return null;
  return { id: value.id, name: cut(clean(value.name), longestLine) ?? value.id };
}

/** A person's name as CRM composed it, else composed here; the id of a record without any. */
export function nameOf(record: CrmRecord): string {
  const { fields } = record;
  if (record.module === 'Accounts') return lineOf(fields['Account_Name']) ?? record.id;
  const parts = [lineOf(fields['First_Name']), lineOf(fields['Last_Name'])];
  const composed = parts.filter((part) => part !== null).join(' ');
  return lineOf(fields['Full_Name']) ?? (composed === '' ? record.id : composed);
}

/** What *Contact information* lists. Fields that are empty are left out. */
export function contactFacts({ fields }: CrmRecord): FactView[] {
  return present([
    fact('Email', 'E-mail', textOf(fields['Email'])),
    fact('Phone', 'Phone', textOf(fields['Phone'])),
    fact('Mobile', 'Mobile', textOf(fields['Mobile'])),
    fact('Title', 'Title', textOf(fields['Title'] ?? fields['Designation'])),
    fact('Department', 'Department', textOf(fields['Department'])),
    fact('Mailing_Address', 'Mailing address', addressOf(fields, 'Mailing_')),
    fact('Lead_Source', 'Lead source', textOf(fields['Lead_Source'])),
    fact('Description', 'Description', textOf(fields['Description'])),
  ]);
}

/** What *Account* lists. `money` writes an amount in the organisation's currency for the reader. */
export function accountFacts(
  record: CrmRecord,
  money: (amount: number, currency: string | null) => string,
): FactView[] {
  const { fields } = record;
  const revenue = Number(fields['Annual_Revenue'] ?? Number.NaN);
  return present([
    fact('Account_Name', 'Account', textOf(fields['Account_Name'])),
    fact('Phone', 'Phone', textOf(fields['Phone'])),
    fact('Website', 'Website', textOf(fields['Website'])),
    fact('Industry', 'Industry', textOf(fields['Industry'])),
    fact(
      'Annual_Revenue',
      'Annual revenue',
      Number.isFinite(revenue) ? money(revenue, textOf(fields['Currency'])) : null,
    ),
    fact('Billing_Address', 'Billing address', addressOf(fields, 'Billing_')),
    fact('Description', 'Description', textOf(fields['Description'])),
  ]);
}

function present(facts: readonly (FactView | null)[]): FactView[] {
  return facts.filter((one) => one !== null);
}

/** One line; null for a field that is empty. */
function fact(name: string, label: string, whole: string | null): FactView | null {
  const value = cut(whole, longestFact);
  if (value === null) return null;
  if (name === 'Website') {
    const address = webAddress(value);
    return { name, label, value: address ?? value, type: address === null ? 'text' : 'url' };
  }
  const type = typesByName[name];
  return { name, label, value, type: type?.shape.test(value) === true ? type.type : 'text' };
}

/** What does not look like its type is shown and not linked. No pattern here can backtrack. */
const typesByName: Readonly<Record<string, { shape: RegExp; type: 'email' | 'phone' }>> = {
  Email: { shape: /^[^\s@<>"(),:;?&]{1,64}@[^\s@<>"(),:;?&/]{1,255}$/, type: 'email' },
  Phone: { shape: /^\+?[\d\s().\-/]{3,40}$/, type: 'phone' },
  Mobile: { shape: /^\+?[\d\s().\-/]{3,40}$/, type: 'phone' },
};

/** `https://…`; a bare host gets it in front. Null for every other scheme and for user info before an @. */
function webAddress(value: string): string | null {
  if (/\s/.test(value)) return null;
  const full = /^[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[/?#]|$)/i.test(value)
    ? `https://${value}`
    : value;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? full : null;
}

/** Street, city, state, code, country in one value, as far as they are filled. */
function addressOf(fields: CrmRecord['fields'], prefix: 'Mailing_' | 'Billing_'): string | null {
  // Contacts say Zip, Accounts say Code.
  const parts = ['Street', 'City', 'State', prefix === 'Mailing_' ? 'Zip' : 'Code', 'Country'];
  const filled = parts.map((part) => textOf(fields[prefix + part])).filter((part) => part !== null);
  return filled.length === 0 ? null : filled.join(', ');
}
