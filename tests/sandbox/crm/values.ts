/** A record's values as the API shows them: lookups by their living target, derived fields, users. */
import { tableOf, type CrmOrg, type World } from '../world';
import type { StoredRecord } from '../table';
import { wholeSecond, zohoTime } from './time';
import { moduleOf, type CrmField, type CrmModule } from './metadata';

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const userRefs = new WeakMap<CrmOrg, Map<string, { name: string; id: string; email: string }>>();

/** A user as Owner, Created_By and Modified_By show it; someone without a seat is `System`. */
export function userRef(
  world: World,
  org: CrmOrg,
  zuid: string,
): { name: string; id: string; email: string } {
  let refs = userRefs.get(org);
  if (refs === undefined) userRefs.set(org, (refs = new Map()));
  let ref = refs.get(zuid);
  if (ref === undefined) {
    const user = org.users.find((candidate) => candidate.zuid === zuid);
    if (user === undefined) return { name: 'System', id: org.users[0]?.id ?? org.id, email: '' };
    const person = world.people.find((candidate) => candidate.zuid === zuid);
    const name = person === undefined ? zuid : `${person.firstName} ${person.lastName}`.trim();
    refs.set(zuid, (ref = { name, id: user.id, email: person?.email ?? '' }));
  }
  return ref;
}

/** What a record is called in lookups and in the deleted feed. */
export function displayName(module: CrmModule, record: StoredRecord): string | null {
  if (module.nameField === 'Full_Name') return fullName(record);
  const name = record.fields[module.nameField];
  return typeof name === 'string' ? name : null;
}

function fullName(record: StoredRecord): string {
  return [record.fields['First_Name'], record.fields['Last_Name']]
    .filter((part) => typeof part === 'string')
    .join(' ');
}

/** A stored lookup with its target's present name; null once the target is deleted. */
function liveLookup(org: CrmOrg, field: CrmField, stored: unknown): unknown {
  if (!isObject(stored) || typeof stored['id'] !== 'string') return null;
  const reference = isObject(stored['module']) ? stored['module'] : null;
  const target = field.lookup === 'any' ? reference?.['api_name'] : field.lookup;
  const module = typeof target === 'string' ? moduleOf(org, target) : undefined;
  const record = module === undefined ? undefined : tableOf(org, module.apiName).get(stored['id']);
  if (module === undefined || record === undefined || record.state !== 'live') return null;
  const lookup: Record<string, unknown> = { name: displayName(module, record), id: record.id };
  if (field.lookup === 'any' && field.apiName === 'Parent_Id')
    lookup['module'] = { api_name: module.apiName, id: module.id };
  return lookup;
}

/** One value as the API shows it. */
export function apiValue(
  world: World,
  org: CrmOrg,
  module: CrmModule,
  record: StoredRecord,
  name: string,
): unknown {
  switch (name) {
    case 'id':
      return record.id;
    case 'Created_Time':
      return zohoTime(org.timeZone, wholeSecond(record.createdAt));
    case 'Modified_Time':
      return zohoTime(org.timeZone, wholeSecond(record.modifiedAt));
    case 'Created_By':
      return userRef(world, org, record.createdBy);
    case 'Modified_By':
      return userRef(world, org, record.modifiedBy);
    case 'Full_Name':
      return fullName(record);
    default:
  }
  const field = module.fields.get(name);
  const stored = record.fields[name] ?? null;
  if (field === undefined || stored === null) return field?.type === 'boolean' ? false : null;
  if (field.type === 'datetime' && typeof stored === 'number')
    return zohoTime(org.timeZone, stored);
  return field.type === 'lookup' ? liveLookup(org, field, stored) : stored;
}

/**
 * One value for comparing: users and lookups by id, times in ms. What views, searches and COQL
 * compare with; null is empty.
 */
export function comparable(
  org: CrmOrg,
  module: CrmModule,
  name: string,
  userIdOf: (zuid: string) => string,
): (record: StoredRecord) => unknown {
  switch (name) {
    case 'id':
      return (record) => record.id;
    case 'Created_Time':
      return (record) => wholeSecond(record.createdAt);
    case 'Modified_Time':
      return (record) => wholeSecond(record.modifiedAt);
    case 'Created_By':
      return (record) => userIdOf(record.createdBy);
    case 'Modified_By':
      return (record) => userIdOf(record.modifiedBy);
    case 'Full_Name':
      return fullName;
    default:
  }
  const field = module.fields.get(name);
  if (field?.type === 'lookup') {
    return (record) => {
      const lookup = liveLookup(org, field, record.fields[name] ?? null);
      return isObject(lookup) ? lookup['id'] : null;
    };
  }
  if (field?.type === 'ownerlookup') {
    return (record) => {
      const stored = record.fields[name];
      return isObject(stored) ? stored['id'] : null;
    };
  }
  if (field?.type === 'boolean') return (record) => record.fields[name] ?? false;
  return (record) => record.fields[name] ?? null;
}

/** `€` for EUR; the text itself where it is no code at all. */
export function currencySymbol(code: string): string {
  if (!/^[A-Za-z]{3}$/.test(code)) return code;
  const parts = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? code;
}
