/** How the join of a contact and an account is shown and changed (contract 3.3). */
import { tableOf } from '../world';
import { mappingById, mappingsOf, updateMapping } from './associations';
import { fieldError, invalidData, urlNotFound } from './errors';
import { bodyOf, ok, param, type Answer, type Ask } from './route';
import type { Row } from './replica';

/** `mappingInfo` of one item of a related list. */
export function mappingInfo(
  mappings: readonly Row[],
  side: 'contactId' | 'accountId',
  id: string,
): Record<string, unknown> {
  const row = mappings.find((mapping) => mapping.fields[side] === id);
  if (row === undefined) return {};
  const { mappingType, isAccountTicketsViewable } = row.fields;
  return { mappingInfo: { mappingId: row.id, mappingType, isAccountTicketsViewable }, mappingType };
}

/** Makes an account the primary one, or changes what the contact sees of its tickets (contract 3.3). */
export function mappingPatch(ask: Ask): Answer {
  const mapping = mappingById(ask.org, param(ask));
  if (mapping === undefined) throw urlNotFound();
  const body = bodyOf(ask);
  const at = ask.world.clock.now();
  const contactId = String(mapping.fields['contactId']);
  if (body['mappingType'] !== undefined && body['mappingType'] !== 'PRIMARY')
    throw invalidData(fieldError('mappingType'));
  if (body['mappingType'] === 'PRIMARY') {
    for (const other of mappingsOf(ask.org, 'contactId', contactId)) {
      if (other.id !== mapping.id && other.fields['mappingType'] === 'PRIMARY') {
        updateMapping(ask.org, other.id, { mappingType: 'SECONDARY' }, at, ask.actor);
      }
    }
    updateMapping(ask.org, mapping.id, { mappingType: 'PRIMARY' }, at, ask.actor);
    tableOf(ask.org, 'contacts').update(
      contactId,
      { accountId: mapping.fields['accountId'] },
      at,
      ask.actor,
    );
  }
  if (typeof body['isAccountTicketsViewable'] === 'boolean') {
    const { isAccountTicketsViewable } = body;
    updateMapping(ask.org, mapping.id, { isAccountTicketsViewable }, at, ask.actor);
  }
  return ok({ data: { mappingId: mapping.id, ...mappingById(ask.org, mapping.id)?.fields } });
}
