/**
 * What really happened, read from the sandbox and never from the extension: which records
 * correspond, whether their fields agree, what was created twice and what was left out.
 */
import type { TestBrowser } from './browser';

/** What is needed of a browser to look behind it. */
type Served = Pick<TestBrowser, 'control' | 'sandbox'>;

type Side = 'desk' | 'crm';
type Module = 'contacts' | 'accounts';

interface ApiCall {
  readonly n: number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
}

interface ApiRecord {
  readonly id: string;
  readonly _state: 'live' | 'recycled' | 'permanent';
  readonly [field: string]: unknown;
}

interface Change {
  readonly id: string;
  readonly operation: string;
  readonly via: 'api' | 'person';
}

const crmModule = { contacts: 'Contacts', accounts: 'Accounts' } as const;
const yearMs = 365.25 * 24 * 3_600_000;

/** Field pairs as an administrator would read them off the two forms; lookups apart. */
const comparable: Readonly<Record<Module, readonly (readonly [desk: string, crm: string])[]>> = {
  accounts: [
    ['accountName', 'Account_Name'],
    ['website', 'Website'],
    ['phone', 'Phone'],
    ['industry', 'Industry'],
    ['city', 'Billing_City'],
    ['country', 'Billing_Country'],
    ['description', 'Description'],
  ],
  contacts: [
    ['lastName', 'Last_Name'],
    ['firstName', 'First_Name'],
    ['email', 'Email'],
    ['phone', 'Phone'],
    ['mobile', 'Mobile'],
    ['title', 'Title'],
    ['street', 'Mailing_Street'],
    ['city', 'Mailing_City'],
    ['country', 'Mailing_Country'],
    ['description', 'Description'],
  ],
};

/** The business key by which people would call two records the same; null where there is none. */
function keyOf(module: Module, side: Side, record: ApiRecord): string | null {
  const name =
    module === 'contacts'
      ? side === 'desk'
        ? 'email'
        : 'Email'
      : side === 'desk'
        ? 'accountName'
        : 'Account_Name';
  const value = record[name];
  return typeof value === 'string' && value.trim() !== ''
    ? value.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
    : null;
}

const plain = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : String(value).normalize('NFC').trim().replace(/\r\n/g, '\n');

function byKey(
  module: Module,
  side: Side,
  records: readonly ApiRecord[],
): Map<string, ApiRecord[]> {
  const groups = new Map<string, ApiRecord[]>();
  for (const record of records) {
    const key = keyOf(module, side, record);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
}

/** Writes of records to the two APIs after call `since`. Searches by POST are reads; the lease is no record. */
export async function writesSince(browser: Served, since: number): Promise<number> {
  const { calls } = await browser.control<{ calls: ApiCall[] }>(`/calls?since=${since}`);
  return calls.filter(
    ({ method, host, path }) =>
      method !== 'GET' &&
      /^\/(crm|api)\//.test(path) &&
      !host.startsWith('accounts.') &&
      !/\/(coql|actions\/get_related_records_count|settings\/variables)(\/|\?|$)/.test(path),
  ).length;
}

/** Number of the last call so far. */
export async function lastCall(browser: Served): Promise<number> {
  const { calls } = await browser.control<{ calls: ApiCall[] }>('/calls?since=0');
  return calls.at(-1)?.n ?? 0;
}

/** Living records of a module. */
export async function recordsOf(browser: Served, side: Side, module: Module): Promise<ApiRecord[]> {
  const name = side === 'crm' ? crmModule[module] : module;
  const { records } = await browser.control<{ records: ApiRecord[] }>(
    `/state?side=${side}&module=${name}`,
  );
  return records.filter(({ _state }) => _state === 'live');
}

async function createdByApi(browser: Served, side: Side, module: Module): Promise<Set<string>> {
  const name = side === 'crm' ? crmModule[module] : module;
  const { changes } = await browser.control<{ changes: Change[] }>(
    `/history?side=${side}&module=${name}`,
  );
  return new Set(
    changes
      .filter(({ operation, via }) => operation === 'create' && via === 'api')
      .map(({ id }) => id),
  );
}

/** Everything that is not as it must be after a first sync of one module, in words. */
async function findings(browser: Served, module: Module): Promise<string[]> {
  const [desk, crm, newInDesk, newInCrm, deskAccounts, crmAccounts] = await Promise.all([
    recordsOf(browser, 'desk', module),
    recordsOf(browser, 'crm', module),
    createdByApi(browser, 'desk', module),
    createdByApi(browser, 'crm', module),
    recordsOf(browser, 'desk', 'accounts'),
    recordsOf(browser, 'crm', 'accounts'),
  ]);
  const found: string[] = [];
  const sides = {
    desk: { records: desk, created: newInDesk, groups: byKey(module, 'desk', desk) },
    crm: { records: crm, created: newInCrm, groups: byKey(module, 'crm', crm) },
  };
  const createdAt = { desk: 'createdTime', crm: 'Created_Time' } as const;
  const since = Date.now() - yearMs;

  for (const [side, other] of [
    ['desk', 'crm'],
    ['crm', 'desk'],
  ] as const) {
    for (const [key, group] of sides[side].groups) {
      if (group.length > 1 && group.some(({ id }) => sides[side].created.has(id)))
        found.push(
          `${side} ${module}: ${key} stands ${group.length} times, a copy of ours among them`,
        );
    }
    for (const record of sides[side].records) {
      if (sides[side].created.has(record.id)) continue;
      const key = keyOf(module, side, record);
      if (key === null || Date.parse(String(record[createdAt[side]])) < since) continue;
      if ((sides[side].groups.get(key)?.length ?? 0) > 1) continue;
      if (!sides[other].groups.has(key)) found.push(`${side} ${module}: ${key} has no counterpart`);
    }
  }

  const nameById = {
    desk: new Map(deskAccounts.map((account) => [account.id, plain(account['accountName'])])),
    crm: new Map(crmAccounts.map((account) => [account.id, plain(account['Account_Name'])])),
  };
  for (const [key, [deskRecord, ...moreDesk]] of sides.desk.groups) {
    const [crmRecord, ...moreCrm] = sides.crm.groups.get(key) ?? [];
    if (deskRecord === undefined || crmRecord === undefined || moreDesk.length + moreCrm.length > 0)
      continue;
    for (const [deskField, crmField] of comparable[module]) {
      const [left, right] = [plain(deskRecord[deskField]), plain(crmRecord[crmField])];
      const same =
        deskField === 'email' || deskField === 'accountName'
          ? left.toLowerCase() === right.toLowerCase()
          : left === right;
      if (!same)
        found.push(`${module} ${key}: ${deskField} "${left}" is not ${crmField} "${right}"`);
    }
    if (module === 'contacts') {
      const lookup = crmRecord['Account_Name'] as { id?: string } | null | undefined;
      const left = nameById.desk.get(String(deskRecord['accountId'] ?? '')) ?? '';
      const right = nameById.crm.get(lookup?.id ?? '') ?? '';
      // An account older than the import window is not created, so nothing can point at it.
      const bothHave = (name: string): boolean =>
        [...nameById.desk.values()].some((other) => other.toLowerCase() === name.toLowerCase()) &&
        [...nameById.crm.values()].some((other) => other.toLowerCase() === name.toLowerCase());
      if (!bothHave(left) && !bothHave(right)) continue;
      if (left.toLowerCase() !== right.toLowerCase())
        found.push(`contacts ${key}: account "${left}" is not "${right}"`);
    }
  }
  return found;
}

/** Empty when the two sides agree, nothing is there twice and nothing of the last year is missing. */
export async function compareSides(browser: Served): Promise<string[]> {
  return [...(await findings(browser, 'accounts')), ...(await findings(browser, 'contacts'))];
}

/** Keys that stand on both sides, before or after. */
export async function overlap(browser: Served, module: Module): Promise<number> {
  const desk = byKey(module, 'desk', await recordsOf(browser, 'desk', module));
  const crm = byKey(module, 'crm', await recordsOf(browser, 'crm', module));
  return [...desk.keys()].filter((key) => crm.has(key)).length;
}
