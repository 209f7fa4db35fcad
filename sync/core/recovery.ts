/** Which record is the copy that a create of unknown outcome has left. */
import type { Fields, Instant, Intent, Kind, Side, Snapshot, SyncConfig } from '../types';
import { nameOf } from './convert';
import { emailKey, keyFields, nameKey } from './match';
import { isNormalised } from './normalised';
import { activeFields } from './pair';
import { isEmpty } from './values';

/**
 * How long "not found" is not believed: longer than a request can stay half-open and than a new
 * record may be missing from lists.
 */
export const quarantineMs = 10 * 60_000;

/** The look-up begins this long before the intent: the service's clock is carried on between answers. */
export const lookBackMs = 60_000;

/** When the quarantine of an intent ends, by the target's clock. */
export function quarantineEnd(intent: Pick<Intent, 'sentAt'>): Instant {
  return intent.sentAt + quarantineMs;
}

function firstKey(kind: Kind, side: Side, fields: Fields): string | null {
  const value = fields[keyFields[kind][side][0] ?? ''];
  if (typeof value !== 'string') return null;
  return kind === 'contact' ? emailKey(value) : nameKey(value);
}

/**
 * How far a copy's creation may lie before its intent: the services tell whole seconds, and their
 * clocks are carried on between answers.
 */
const creationSlackMs = 2_000;
/** Both times of a record that was never modified lie this close. */
const untouchedMs = 1_000;

/**
 * Whether a record that differs from what was sent is the copy, edited by a person since. Somebody
 * may have made the same customer by hand meanwhile: taken for the copy, its values would count as
 * edits and overwrite the source's without a conflict. So it must have been modified after it was
 * made, and still show what was sent in most fields. Any other one is found by matching later,
 * where differing values go to the conflict log.
 */
function mayBeEdited(
  intent: Intent,
  copy: Snapshot,
  differing: number,
  sent: number,
  hasKey: boolean,
): boolean {
  const { createdAt, modifiedAt } = copy;
  if (createdAt !== null && createdAt < intent.sentAt - creationSlackMs) return false;
  if (createdAt !== null && modifiedAt !== null && modifiedAt - createdAt < untouchedMs)
    return false;
  if (hasKey) return differing * 2 <= sent;
  // Without the key, one value alone proves nothing: many share a last name.
  return sent >= 3 && (differing === 1 || (sent >= 4 && differing * 2 <= sent));
}

/**
 * The copy among records created since the intent: every sent field equal, as far as the service
 * did not rewrite it; else the same e-mail or name with most of the rest, or all but one.
 */
export function findCopy(
  intent: Intent,
  candidates: readonly Snapshot[],
  config: SyncConfig,
): Snapshot | null {
  const sent = activeFields(config, intent.kind).filter(
    (field) => !isEmpty(field.type, intent.fields[nameOf(field, intent.side)]),
  );
  const differing = (copy: Snapshot): number =>
    sent.filter((field) => {
      const name = nameOf(field, intent.side);
      const value = intent.fields[name] ?? null;
      return !isNormalised(field.type, value, copy.fields[name] ?? null);
    }).length;
  const key = firstKey(intent.kind, intent.side, intent.fields);
  const ranked = candidates
    .map((copy) => ({ copy, differing: differing(copy) }))
    .filter(
      ({ copy, differing: count }) =>
        count === 0 ||
        mayBeEdited(
          intent,
          copy,
          count,
          sent.length,
          key !== null && firstKey(intent.kind, intent.side, copy.fields) === key,
        ),
    )
    // Among equals the youngest id of the list's end is the oldest record: ours was first.
    .toSorted((one, two) => one.differing - two.differing || (one.copy.id < two.copy.id ? -1 : 1));
  return ranked[0]?.copy ?? null;
}

/** Whether a deleted record may be the copy. Without a name it may: a deletion is not undone on a guess. */
export function mayBeCopy(intent: Intent, name: string | null | undefined): boolean {
  if (name === null || name === undefined || name.trim() === '') return true;
  const folded = nameKey(name) ?? '';
  const fields =
    intent.kind === 'contact' ? ['lastName', 'Last_Name'] : keyFields[intent.kind][intent.side];
  return fields.some((field) => {
    const value = intent.fields[field];
    const own = typeof value === 'string' ? nameKey(value) : null;
    return own !== null && folded.includes(own);
  });
}
