/** Rows of the history (LOG-1): what one commit did to one record, short enough to keep for months. */
import type { Change } from '../types/runs';
import type { FieldValue, Fields, Pair, Side } from '../types';
import { titleOf } from './pair';

/** How long the history is kept. */
export const historyMs = 90 * 86_400_000;
/** Rows kept of one run. Its numbers count all that was done; a first sync lists only its beginning. */
export const mostChanges = 5_000;
/** Characters kept of a value. */
const longestValue = 300;

/** A change before it has its place in a run. */
export type ChangeDraft = Omit<Change, 'id' | 'runId' | 'at'>;

/** A value short enough to be kept in a row. */
export function shownValue(value: FieldValue | undefined): FieldValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return shownValue(value.join('; '));
  if (typeof value !== 'string' || value.length <= longestValue) return value;
  return `${value.slice(0, longestValue)}…`;
}

/** One change of a record; `sent` are the values that were written to `side`, if any were. */
export function changeOf(
  pair: Pair,
  action: Change['action'],
  side: Side | null,
  sent: Fields = {},
): ChangeDraft {
  const before = action === 'update' && side !== null ? pair[side]?.fields : undefined;
  const names = Object.keys(sent).filter((name) => action !== 'create' || sent[name] !== null);
  return {
    kind: pair.kind,
    side,
    pairKey: pair.key,
    title: titleOf(pair),
    action,
    fields: names.map((name) => ({
      name,
      before: shownValue(before?.[name]),
      after: shownValue(sent[name]),
    })),
  };
}

/** The changes in their places: numbered within the run, from `from` on, as far as there is room. */
export function numbered(
  drafts: readonly ChangeDraft[],
  run: { readonly id: string; readonly from: number },
  at: number,
): readonly Change[] {
  return drafts.slice(0, Math.max(0, mostChanges - run.from)).map((draft, index) => ({
    kind: draft.kind,
    side: draft.side,
    pairKey: draft.pairKey,
    title: draft.title,
    action: draft.action,
    fields: draft.fields,
    // The number keeps the order and makes ids of one run differ; padded, since keys sort as text.
    id: `${run.id}/${String(run.from + index).padStart(5, '0')}`,
    runId: run.id,
    at,
  }));
}
