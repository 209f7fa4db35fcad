/**
 * Signs that Zoho's own Desk–CRM sync runs (CON-6). Nobody else can write the CRM id that a Desk
 * contact carries, and Tandem cannot: one that appears or changes was written by that sync.
 */
import type { Instant, RecordId } from '../types';

/** A Desk contact with the CRM id it carries, if any. */
export interface ContactMark {
  readonly id: RecordId;
  readonly crmId: RecordId | null;
  /** By Desk's clock; null where the answer did not say. */
  readonly createdAt: Instant | null;
}

/** What was seen when a person last said that the other sync is off, and since. */
export interface MarksSeen {
  readonly crmIds: Readonly<Record<RecordId, RecordId | null>>;
  /** Creation of the newest contact that was seen then, by Desk's clock. */
  readonly newestAt: Instant | null;
}

/** To be compared with what is seen later. Keys are data: the table has no prototype. */
export function remember(marks: readonly ContactMark[]): MarksSeen {
  const crmIds = Object.create(null) as Record<RecordId, RecordId | null>;
  let newestAt: Instant | null = null;
  for (const { id, crmId, createdAt } of marks) {
    crmIds[id] = crmId;
    if (createdAt !== null && createdAt > (newestAt ?? -1)) newestAt = createdAt;
  }
  return { crmIds, newestAt };
}

/**
 * How many of these contacts show that somebody else writes CRM ids: one that was seen before has
 * another or a first one, or a contact made since carries one. An id that goes is no sign: Zoho
 * takes them away when its sync is turned off.
 */
export function signs(marks: readonly ContactMark[], seen: MarksSeen): number {
  return marks.filter(({ id, crmId, createdAt }) => {
    if (crmId === null) return false;
    if (Object.hasOwn(seen.crmIds, id)) return seen.crmIds[id] !== crmId;
    // An older contact may come into view when newer ones are deleted; that says nothing. Desk
    // tells whole seconds: one of the newest's own second would have been seen with it.
    return createdAt !== null && seen.newestAt !== null && createdAt >= seen.newestAt;
  }).length;
}
