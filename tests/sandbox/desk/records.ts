/**
 * The one truth about Desk's records: every create, edit, deletion, restore and merge, by the API,
 * by the seed or by a person, goes through here (contract 3.3-3.8).
 */
import { rewritten, tableOf, type DeskOrg, type World } from '../world';
import type { Actor, StoredRecord } from '../table';
import { addMapping, replacePrimary } from './associations';
import { fieldError, invalidData, urlNotFound } from './errors';
import { liveRows } from './indexes';
import { fullItem } from './shapes';
import { newTicket, ticketCounts, ticketState } from './tickets-state';
import { validated } from './validate';

type Fields = Readonly<Record<string, unknown>>;

/** Keys that are no fields of a layout but are stored with the record; only the seed and the pages may set most of them. */
const extraKeys: Readonly<Record<string, readonly string[]>> = {
  contacts: [
    'zohoCRMContact',
    'isSpam',
    'isEndUser',
    'isAnonymous',
    'customerHappiness',
    'photoURL',
  ],
  accounts: ['zohoCRMAccount', 'customerHappiness', 'associatedSLAIds'],
  products: ['departmentIds'],
  tickets: [
    ...ticketCounts,
    'secondaryContacts',
    'isSpam',
    'isEscalated',
    'isArchived',
    'isRead',
    'closedTime',
    'onholdTime',
    'customerResponseTime',
    'responseDueDate',
    'lastThread',
    'sentiment',
    'teamId',
    'firstResponseTime',
    'responseTime',
    'resolutionTime',
  ],
  tasks: ['completedTime', 'isSpam'],
  calls: ['completedTime', 'isSpam'],
  events: ['completedTime', 'isSpam'],
  contracts: [],
};

/** Extra keys that a request may carry too. */
const requestKeys = new Set(['departmentIds', 'associatedSLAIds', 'secondaryContacts', 'teamId']);

/** Keys of a module that only Desk itself sets (contract section 0, fact 1). */
export function serverKeys(module: string): readonly string[] {
  return (extraKeys[module] ?? []).filter((key) => !requestKeys.has(key));
}

/** Modules with free fields that no layout describes: they only feed sums and counts. */
const freeModules = new Set(['timeEntries', 'attachments']);

function known(module: string): void {
  if (extraKeys[module] === undefined && !freeModules.has(module))
    throw new Error(`Desk has no module ${module}`);
}

function extras(module: string, fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    (extraKeys[module] ?? []).flatMap((key) => (key in fields ? [[key, fields[key]]] : [])),
  );
}

function departmentIds(org: DeskOrg, value: unknown): readonly string[] {
  if (value === undefined) return org.departments.map((department) => department.id);
  const ids = Array.isArray(value) ? value.map(String) : [];
  if (ids.length === 0) throw invalidData(fieldError('departmentIds', 'missing'));
  if (ids.some((id) => !org.departments.some((department) => department.id === id))) {
    throw invalidData(fieldError('departmentIds'));
  }
  return ids;
}

/** A price as the response shows it: `100.0` (contract 3.5). */
function price(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const number = String(Number(value));
  return number.includes('.') ? number : `${number}.0`;
}

function timeOf(world: World, at: number | undefined): number {
  const now = world.clock.now();
  if (at === undefined) return now;
  if (!Number.isFinite(at) || at > now) throw new Error(`the time ${at} is not in the past`);
  return at;
}

function stored(
  org: DeskOrg,
  module: string,
  fields: Fields,
  ownId: string | null,
): Record<string, unknown> {
  if (freeModules.has(module)) return { ...fields };
  const result = { ...validated(org, module, fields, ownId), ...extras(module, fields) };
  if (module === 'products') {
    if (ownId === null || 'departmentIds' in fields) {
      result['departmentIds'] = departmentIds(org, fields['departmentIds']);
    }
    if ('unitPrice' in result) result['unitPrice'] = price(result['unitPrice']);
  }
  return result;
}

/** The living record, or 404 (contract 3.2). */
export function mustLive(org: DeskOrg, module: string, id: string): StoredRecord {
  known(module);
  const record = tableOf(org, module).get(id);
  if (record?.state !== 'live') throw urlNotFound();
  return record;
}

/** Creates a record; throws INVALID_DATA for bad fields (contract 3.3-3.5, 3.8). */
export function createRecord(
  world: World,
  org: DeskOrg,
  module: string,
  fields: Fields,
  actor: Actor,
  at?: number,
): { id: string } {
  known(module);
  const time = timeOf(world, at);
  const given = module === 'tickets' ? { departmentId: org.departments[0]?.id, ...fields } : fields;
  let values = rewritten(world, module, stored(org, module, given, null));
  if (module === 'tickets') values = newTicket(org, values, time);
  const id = world.nextId();
  tableOf(org, module).insert(id, values, time, actor);
  if (module === 'contacts' && typeof values['accountId'] === 'string') {
    addMapping(
      world,
      org,
      { contactId: id, accountId: values['accountId'], primary: true },
      time,
      actor,
    );
  }
  return { id };
}

/** Changes fields of a living record; what is not named stays (contract 3.1). */
export function editRecord(
  world: World,
  org: DeskOrg,
  module: string,
  id: string,
  fields: Fields,
  actor: Actor,
  at?: number,
): void {
  const record = mustLive(org, module, id);
  const time = timeOf(world, at);
  const values = rewritten(world, module, stored(org, module, fields, id));
  if (values['cf'] !== undefined) {
    values['cf'] = { ...(record.fields['cf'] as Fields | undefined), ...(values['cf'] as Fields) };
  }
  if (
    module === 'tickets' &&
    typeof values['status'] === 'string' &&
    values['status'] !== record.fields['status']
  ) {
    Object.assign(values, ticketState(values['status'], values, time));
  }
  const moved =
    module === 'contacts' &&
    'accountId' in values &&
    values['accountId'] !== record.fields['accountId'];
  tableOf(org, module).update(id, values, time, actor);
  if (moved)
    replacePrimary(world, org, id, (values['accountId'] as string | null) ?? null, time, actor);
}

/** Ids of the living tickets of a contact. */
function ticketsOf(org: DeskOrg, contactId: string): readonly string[] {
  return liveRows(org, 'tickets').bucket('contactId', contactId);
}

/** Moves a record to the recycle bin, or out of it for good; a contact takes its tickets along [M] (contract 3.3, 3.7). */
export function deleteRecord(
  world: World,
  org: DeskOrg,
  module: string,
  id: string,
  permanent: boolean,
  actor: Actor,
): void {
  known(module);
  const record = tableOf(org, module).get(id);
  if (record === undefined || record.state === 'permanent') throw urlNotFound();
  const at = world.clock.now();
  if (module === 'contacts' && record.state === 'live') {
    for (const ticketId of ticketsOf(org, id))
      deleteRecord(world, org, 'tickets', ticketId, permanent, actor);
  }
  if (permanent) tableOf(org, module).purge(id, at, actor);
  else if (record.state === 'live') tableOf(org, module).recycle(id, at, actor);
  else throw urlNotFound();
}

/** Takes a record out of the recycle bin, a ticket together with its contact (contract 3.7). */
export function restoreRecord(
  world: World,
  org: DeskOrg,
  module: string,
  id: string,
  actor: Actor,
): void {
  known(module);
  const record = tableOf(org, module).get(id);
  if (record?.state !== 'recycled' || record.mergedInto !== null) throw urlNotFound();
  if (module === 'tickets') {
    const contactId = String(record.fields['contactId']);
    if (tableOf(org, 'contacts').get(contactId)?.state === 'recycled') {
      restoreRecord(world, org, 'contacts', contactId, actor);
    }
  }
  tableOf(org, module).restore(id, world.clock.now(), actor);
}

/** The record as `GET /{module}/{id}` returns it (contract 3.3-3.5, 3.8). */
export function apiRecord(
  world: World,
  org: DeskOrg,
  module: string,
  record: StoredRecord,
): Record<string, unknown> {
  known(module);
  return fullItem(world, org, module, record);
}

export { mergeRecords } from './merge';
