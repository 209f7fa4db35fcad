/**
 * The only writes that Tandem is able to send (reliability 4.3). A defect elsewhere cannot turn
 * into a call that is not in this list; it is refused before it leaves.
 */
import type { Side } from '../types';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const crmRecord = String.raw`/crm/v8/(?:Contacts|Accounts|Products)`;
const deskRecord = String.raw`/api/v1/(?:contacts|accounts|products)`;
const id = String.raw`/\d{1,20}`;

const writes: Readonly<Record<Side, readonly RegExp[]>> = {
  crm: [
    new RegExp(`^POST ${crmRecord}(?:/upsert)?$`),
    // The field for Desk's ids that an administrator asks for.
    /^POST \/crm\/v8\/settings\/fields$/,
    new RegExp(`^PUT ${crmRecord}(?:${id})?$`),
    new RegExp(`^DELETE ${crmRecord}${id}$`),
    // What agents add from the sidebar.
    /^POST \/crm\/v8\/(?:Tasks|Calls|Deals|Leads)$/,
    new RegExp(`^POST /crm/v8/(?:Contacts|Accounts|Leads)${id}/Notes$`),
    // Which installation runs the sync, and settings for agents.
    /^POST \/crm\/v8\/settings\/variables$/,
    new RegExp(`^PUT /crm/v8/settings/variables${id}$`),
  ],
  desk: [
    new RegExp(`^POST ${deskRecord}$`),
    new RegExp(`^PATCH ${deskRecord}${id}$`),
    new RegExp(`^POST ${deskRecord}/moveToTrash$`),
  ],
};

/** Reads by another method than GET. */
const readingPosts: Readonly<Record<Side, readonly string[]>> = {
  crm: ['POST /crm/v8/coql', 'POST /crm/bulk/v8/read'],
  desk: [],
};

/** Paths are built from parts that were checked; this catches a `..`, a host or a query in them. */
const pathShape = /^\/(?:[\w-]+\/)*[\w-]+$/;

/** May this call be sent? */
export function isAllowedCall(side: Side, method: Method, path: string, writing: boolean): boolean {
  if (!pathShape.test(path)) return false;
  const call = `${method} ${path}`;
  if (writing) return writes[side].some((allowed) => allowed.test(call));
  return method === 'GET' || readingPosts[side].includes(call);
}
