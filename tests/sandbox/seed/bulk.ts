/** The many: customers and products of no story, in realistic variety. */
import { type Draft, type Presence, pick, randomAge } from './draft';
import {
  type AccountData,
  type ContactData,
  crmAccount,
  crmContact,
  crmProduct,
  deskAccount,
  deskContact,
  deskProduct,
  type ProductData,
} from './fields';
import { drawPool, type Pool } from './pools';

export interface Source {
  readonly random: () => number;
  readonly now: number;
  readonly pools: readonly Pool[];
  /** Both sides hold the same values: nothing is left to write. */
  readonly agreed: boolean;
}

const industries = [
  'Communications',
  'Education',
  'Finance',
  'Healthcare',
  'Manufacturing',
  'Retail',
  'Technology',
];

function phoneOf(random: () => number, pool: Pool): string {
  const digits = (count: number): string =>
    String(Math.floor(random() * 10 ** count)).padStart(count, '0');
  return `+${pool.callingCode} ${1 + Math.floor(random() * 9)}${digits(1)} 555 ${digits(4)}`;
}

/** Latin letters and digits of a name, for addresses; empty for names in other scripts. */
function ascii(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '')
    .slice(0, 24);
}

type Unique = (text: string, join: string) => string;

/** Gives every text once: the second and later ones get a number. */
function unique(): Unique {
  const counts = new Map<string, number>();
  return (text, join) => {
    const seen = (counts.get(text) ?? 0) + 1;
    counts.set(text, seen);
    return seen === 1 ? text : `${text}${join}${seen}`;
  };
}

/** An address nobody has yet: the second `a.b@c` becomes `a.b2@c`. */
function uniqueAddress(): (local: string, domain: string) => string {
  const name = unique();
  return (local, domain) => {
    const [, number = ''] = name(`${local}@${domain}`, '#').split('#');
    return `${local}${number}@${domain}`;
  };
}

/** The same name as another person would have typed it: other case, or a space too many. */
function retyped(random: () => number, text: string): string {
  const chance = random();
  if (chance < 0.04) {
    const upper = text.toUpperCase();
    // Some letters do not come back (ß, İ): such a name would be another one.
    return upper.toLowerCase() === text.toLowerCase() ? upper : text;
  }
  if (chance < 0.08) return text.toLowerCase();
  return chance < 0.12 ? text.replace(' ', '  ') : text;
}

function accountData(
  { random, pools }: Source,
  names: { readonly account: Unique; readonly domain: Unique },
): AccountData {
  const pool = drawPool(pools, random);
  const owner = pick(random, pool.last);
  const second = random() < 0.7 ? ` ${pick(random, pool.last)}` : '';
  const full = names.account(`${owner}${second} ${pick(random, pool.companyForms)}`, ' ');
  const domain = names.domain(ascii(`${owner}${second}`) || 'company', '');
  return {
    name: full,
    website: `https://www.${domain}.example`,
    phone: phoneOf(random, pool),
    industry: pick(random, industries),
    ...(random() < 0.4 ? { revenue: Math.ceil(random() * 900) * 100_000 } : {}),
    street: pick(random, pool.streets),
    city: pick(random, pool.cities),
    zip: String(10_000 + Math.floor(random() * 89_999)),
    country: pool.country,
  };
}

/** What the other side has instead: some fields empty, some out of date. */
function otherAccount({ random, pools }: Source, data: AccountData): AccountData {
  const { revenue, industry, ...rest } = data;
  return {
    ...rest,
    ...(industry !== undefined && random() < 0.7 ? { industry } : {}),
    ...(revenue !== undefined && random() < 0.8 ? { revenue } : {}),
    name: retyped(random, data.name),
    ...(random() < 0.1 ? { phone: phoneOf(random, drawPool(pools, random)) } : {}),
  };
}

const differs = ({ agreed }: Source, on: Presence): boolean => on === 'both' && !agreed;

export function bulkAccounts(source: Source, presences: readonly Presence[]): Draft[] {
  const names = { account: unique(), domain: unique() };
  return presences.map((on, index) => {
    const data = accountData(source, names);
    const other = differs(source, on) ? otherAccount(source, data) : data;
    const at = source.now - randomAge(source.random);
    return {
      key: `a${index}`,
      on,
      at,
      desk: deskAccount(other),
      crm: crmAccount(data),
      account: null,
    };
  });
}

function contactData(
  { random, pools }: Source,
  address: (local: string, domain: string) => string,
  domain: string,
  needsEmail: boolean,
): ContactData {
  const pool = drawPool(pools, random);
  const first = pick(random, pool.first);
  const last = pick(random, pool.last);
  // Names in other scripts get an address in Latin letters, as their owners have.
  const [latin = pool] = pools;
  const local = [first, last]
    .map((part, at) => ascii(part) || ascii(pick(random, at === 0 ? latin.first : latin.last)))
    .join('.');
  // Rare, as in life: people do put them into their names.
  const name = random() < 0.002 ? `${first} ${pick(random, ['🌿', '⭐️', '👩🏽‍🔬'])}` : first;
  return {
    first: name,
    last,
    email: needsEmail || random() > 0.03 ? address(local, domain) : '',
    ...(random() < 0.8 ? { phone: phoneOf(random, pool) } : {}),
    ...(random() < 0.5 ? { mobile: phoneOf(random, pool) } : {}),
    ...(random() < 0.6 ? { title: pick(random, pool.titles) } : {}),
    ...(random() < 0.5
      ? { street: pick(random, pool.streets), zip: String(10_000 + Math.floor(random() * 89_999)) }
      : {}),
    city: pick(random, pool.cities),
    country: pool.country,
  };
}

function otherContact({ random, pools }: Source, data: ContactData): ContactData {
  const { title, mobile, ...rest } = data;
  return {
    ...rest,
    ...(title !== undefined && random() < 0.75 ? { title } : {}),
    ...(mobile !== undefined && random() < 0.85 ? { mobile } : {}),
    last: retyped(random, data.last),
    email:
      random() < 0.08 ? data.email.replace(/^./, (letter) => letter.toUpperCase()) : data.email,
    ...(random() < 0.12 ? { phone: phoneOf(random, drawPool(pools, random)) } : {}),
    ...(random() < 0.05 ? { city: pick(random, drawPool(pools, random).cities) } : {}),
  };
}

const freeMail = ['mail.example', 'post.example', 'inbox.example'];

function domainOf(account: Draft | undefined, random: () => number): string {
  const website = account?.crm['Website'];
  const host =
    typeof website === 'string' ? /^https?:\/\/(?:www\.)?([^/]+)/.exec(website)?.[1] : undefined;
  return host ?? pick(random, freeMail);
}

/** Most work for one of the accounts that exist where they do. */
export function bulkContacts(
  source: Source,
  presences: readonly Presence[],
  accounts: readonly Draft[],
): Draft[] {
  const address = uniqueAddress();
  const { random } = source;
  const shared = accounts.filter((account) => account.on === 'both');
  const candidates = {
    both: shared,
    desk: accounts.filter((account) => account.on !== 'crm'),
    crm: accounts.filter((account) => account.on !== 'desk'),
  };
  return presences.map((on, index) => {
    const employers = candidates[on];
    const account = employers.length > 0 && random() < 0.85 ? pick(random, employers) : undefined;
    // A record on both sides is recognised by its address.
    const data = contactData(source, address, domainOf(account, random), on === 'both');
    const other = differs(source, on) ? otherContact(source, data) : data;
    const at = source.now - randomAge(random);
    return {
      key: `c${index}`,
      on,
      at,
      desk: deskContact(other),
      crm: crmContact(data),
      account: account?.key ?? null,
    };
  });
}

const qualities = [
  'Compact',
  'Portable',
  'Dual-channel',
  'High-range',
  'Sealed',
  'Wireless',
  'Cryogenic',
  'Inline',
];
const instruments = [
  'pH probe',
  'flow meter',
  'data logger',
  'pressure gauge',
  'titrator',
  'balance',
  'thermostat',
  'sample changer',
  'photometer',
  'gateway',
];

export function bulkProducts(source: Source, presences: readonly Presence[]): Draft[] {
  const name = unique();
  const { random, now } = source;
  return presences.map((on, index) => {
    const data: ProductData = {
      name: name(
        `${pick(random, qualities)} ${pick(random, instruments)} ${100 + Math.floor(random() * 900)}`,
        '-',
      ),
      code: `HI-${String(index + 100).padStart(5, '0')}`,
      price: Math.ceil(random() * 4_000) / 2,
      category: random() < 0.8 ? 'Hardware' : 'Software',
    };
    const desk: ProductData = differs(source, on)
      ? { ...data, name: retyped(random, data.name) }
      : data;
    return {
      key: `p${index}`,
      on,
      at: now - randomAge(random),
      desk: deskProduct(desk),
      crm: crmProduct(data),
      account: null,
    };
  });
}
