/** Addresses of records in the agent interface as the API returns them (contract section 5). */
import type { DeskOrg } from '../world';
import { deskHost } from './org';

const tabs: Readonly<Record<string, string>> = {
  tickets: 'Cases',
  contacts: 'Contacts',
  accounts: 'Accounts',
  products: 'Products',
  tasks: 'Tasks',
  calls: 'Calls',
  events: 'Events',
};

const word = (1n << 64n) - 1n;
/** Odd numbers, so that each product can be undone modulo 2^64. */
const factors = [0x9e3779b97f4a7c15n, 0xc2b2ae3d27d4eb4fn, 0xd6e8feb86659fd93n];

/** Inverse of an odd number modulo 2^64, by Newton's steps. */
function inverse(odd: bigint): bigint {
  let result = odd;
  for (let step = 0; step < 6; step += 1) result = (result * (2n - odd * result)) & word;
  return result;
}

const unhash = inverse(factors[0] ?? 1n);

/** The 48 hexadecimal digits that stand for an id in an address; never the id itself. */
function hashOf(id: string): string {
  const number = BigInt(id);
  return factors
    .map((factor) => ((number * factor) & word).toString(16).padStart(16, '0'))
    .join('');
}

/** The id behind such digits, for the pages that open such an address. */
export function idOfHash(hash: string): string | null {
  if (!/^[0-9a-f]{48}$/.test(hash)) return null;
  const id = String((BigInt(`0x${hash.slice(0, 16)}`) * unhash) & word);
  return hashOf(id) === hash ? id : null;
}

/** `webUrl` in the classic shape, its id hidden (contract section 5). */
export function webUrl(org: DeskOrg, module: string, id: string): string {
  const tab = tabs[module] ?? module;
  return `https://${deskHost(org)}/support/${org.portal}/ShowHomePage.do#${tab}/dv/${hashOf(id)}`;
}
