/** Which contact belongs to which accounts, and which products to whom (contract 3.3, 3.5). */
import { tableOf, type DeskOrg, type World } from '../world';
import type { Actor } from '../table';
import { liveRows } from './indexes';
import type { Row } from './replica';

const mappings = 'accountContactMappings';
const links = 'productLinks';

/** Mappings of a contact or of an account between living records, in order of creation (contract 3.3). */
export function mappingsOf(
  org: DeskOrg,
  side: 'contactId' | 'accountId',
  id: string,
): readonly Row[] {
  const rows = liveRows(org, mappings);
  const [otherModule, otherSide] =
    side === 'contactId' ? ['accounts', 'accountId'] : ['contacts', 'contactId'];
  return rows.bucket(side, id).flatMap((mappingId) => {
    const row = rows.get(mappingId);
    if (row === undefined) return [];
    return tableOf(org, otherModule).get(String(row.fields[otherSide]))?.state === 'live'
      ? [row]
      : [];
  });
}

/** One mapping by its id. */
export function mappingById(org: DeskOrg, id: string): Row | undefined {
  return liveRows(org, mappings).get(id);
}

function mappingBetween(org: DeskOrg, contactId: string, accountId: string): Row | undefined {
  return mappingsOf(org, 'contactId', contactId).find(
    (row) => row.fields['accountId'] === accountId,
  );
}

/** Joins a contact and an account; a new contact's first account needs no look-up. */
export function addMapping(
  world: World,
  org: DeskOrg,
  mapping: {
    contactId: string;
    accountId: string;
    primary: boolean;
    isAccountTicketsViewable?: boolean;
  },
  at: number,
  actor: Actor,
): void {
  tableOf(org, mappings).insert(
    world.nextId(),
    {
      contactId: mapping.contactId,
      accountId: mapping.accountId,
      mappingType: mapping.primary ? 'PRIMARY' : 'SECONDARY',
      isAccountTicketsViewable: mapping.isAccountTicketsViewable ?? false,
    },
    at,
    actor,
  );
}

/** Joins as a secondary account, or changes what the contact may see if they are joined already. */
export function associate(
  world: World,
  org: DeskOrg,
  mapping: { contactId: string; accountId: string; isAccountTicketsViewable: boolean },
  at: number,
  actor: Actor,
): void {
  const existing = mappingBetween(org, mapping.contactId, mapping.accountId);
  if (existing === undefined) addMapping(world, org, { ...mapping, primary: false }, at, actor);
  else
    updateMapping(
      org,
      existing.id,
      { isAccountTicketsViewable: mapping.isAccountTicketsViewable },
      at,
      actor,
    );
}

/** Changes a mapping's own fields. */
export function updateMapping(
  org: DeskOrg,
  id: string,
  fields: Record<string, unknown>,
  at: number,
  actor: Actor,
): void {
  tableOf(org, mappings).update(id, fields, at, actor);
}

/** Parts a contact and an account; false if they were not joined. */
export function dissociate(
  org: DeskOrg,
  contactId: string,
  accountId: string,
  at: number,
  actor: Actor,
): boolean {
  const existing = mappingBetween(org, contactId, accountId);
  if (existing === undefined) return false;
  tableOf(org, mappings).purge(existing.id, at, actor);
  return true;
}

/** Makes an account the contact's primary one; the former primary is parted, as its field was replaced. */
export function replacePrimary(
  world: World,
  org: DeskOrg,
  contactId: string,
  accountId: string | null,
  at: number,
  actor: Actor,
): void {
  for (const row of mappingsOf(org, 'contactId', contactId)) {
    if (row.fields['mappingType'] === 'PRIMARY' && row.fields['accountId'] !== accountId) {
      tableOf(org, mappings).purge(row.id, at, actor);
    }
  }
  if (accountId === null) return;
  const existing = mappingBetween(org, contactId, accountId);
  if (existing === undefined)
    addMapping(world, org, { contactId, accountId, primary: true }, at, actor);
  else updateMapping(org, existing.id, { mappingType: 'PRIMARY' }, at, actor);
}

/** Ids of the other side joined to a product, or of the products joined to a contact or an account (contract 3.5). */
export function productLinks(
  org: DeskOrg,
  by: 'productId' | 'contactId' | 'accountId',
  id: string,
  want: 'productId' | 'contactId' | 'accountId',
): readonly string[] {
  const rows = liveRows(org, links);
  return rows.bucket(by, id).flatMap((linkId) => {
    const value = rows.get(linkId)?.fields[want];
    return typeof value === 'string' ? [value] : [];
  });
}

/** Joins or parts a product and a contact or an account. */
export function linkProduct(
  world: World,
  org: DeskOrg,
  productId: string,
  other: { side: 'contactId' | 'accountId'; id: string },
  join: boolean,
  actor: Actor,
): void {
  const at = world.clock.now();
  const rows = liveRows(org, links);
  const existing = rows
    .bucket('productId', productId)
    .find((id) => rows.get(id)?.fields[other.side] === other.id);
  if (join && existing === undefined) {
    tableOf(org, links).insert(world.nextId(), { productId, [other.side]: other.id }, at, actor);
  } else if (!join && existing !== undefined) tableOf(org, links).purge(existing, at, actor);
}
