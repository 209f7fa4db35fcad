/** Merging contacts and accounts (contract 3.3, 3.4). */
import { tableOf, type DeskOrg, type World } from '../world';
import type { Actor } from '../table';
import { associate, dissociate, mappingsOf, replacePrimary } from './associations';
import { fieldError, invalidData, urlNotFound } from './errors';
import { liveRows } from './indexes';

type Fields = Readonly<Record<string, unknown>>;

/** The winner's new values: each named field is taken from the record that `source` names. */
function chosen(
  org: DeskOrg,
  module: string,
  members: ReadonlySet<string>,
  source: Fields,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, from] of Object.entries(source)) {
    if (name === 'cf' || name === 'customFields') continue;
    if (typeof from !== 'string' || !members.has(from))
      throw invalidData(fieldError(`source/${name}`));
    values[name] = tableOf(org, module).get(from)?.fields[name] ?? null;
  }
  return values;
}

/**
 * Merges the losers into the winner, which takes over their tickets and associations. The losers are
 * gone at once and not in the recycle bin [?]. Without `source` the winner keeps its own values.
 */
export function mergeRecords(
  world: World,
  org: DeskOrg,
  module: string,
  winnerId: string,
  loserIds: readonly string[],
  actor: Actor,
  source: Fields = {},
): void {
  if (module !== 'contacts' && module !== 'accounts')
    throw new Error(`Desk cannot merge ${module}`);
  const table = tableOf(org, module);
  if (table.get(winnerId)?.state !== 'live') throw urlNotFound();
  if (loserIds.length === 0) throw invalidData(fieldError('ids', 'missing'));
  if (loserIds.some((id) => id === winnerId || table.get(id)?.state !== 'live'))
    throw invalidData(fieldError('ids'));
  const at = world.clock.now();
  const values = chosen(org, module, new Set([winnerId, ...loserIds]), source);
  const key = module === 'contacts' ? 'contactId' : 'accountId';
  for (const loserId of loserIds) {
    for (const ticketId of liveRows(org, 'tickets').bucket(key, loserId)) {
      tableOf(org, 'tickets').update(ticketId, { [key]: winnerId }, at, actor);
    }
    for (const mapping of mappingsOf(org, key, loserId)) {
      const contactId = String(mapping.fields['contactId']);
      const accountId = String(mapping.fields['accountId']);
      const isAccountTicketsViewable = mapping.fields['isAccountTicketsViewable'] === true;
      dissociate(org, contactId, accountId, at, actor);
      if (module === 'contacts') {
        associate(
          world,
          org,
          { contactId: winnerId, accountId, isAccountTicketsViewable },
          at,
          actor,
        );
      } else if (mapping.fields['mappingType'] === 'PRIMARY') {
        tableOf(org, 'contacts').update(contactId, { accountId: winnerId }, at, actor);
        replacePrimary(world, org, contactId, winnerId, at, actor);
      } else
        associate(
          world,
          org,
          { contactId, accountId: winnerId, isAccountTicketsViewable },
          at,
          actor,
        );
    }
    table.recycle(loserId, at, actor, winnerId);
  }
  table.update(winnerId, values, at, actor);
  if (module === 'contacts') {
    const accountId = table.get(winnerId)?.fields['accountId'];
    replacePrimary(
      world,
      org,
      winnerId,
      typeof accountId === 'string' ? accountId : null,
      at,
      actor,
    );
  }
}
