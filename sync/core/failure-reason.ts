/** Failures by what they have in common for the person who mends them. */
import type { Failure } from '../types/runs';
import type { Instant, Kind, Problem } from '../types';

/** Reasons by code of the problem; a code that is not listed is its own reason. */
const byCode: Readonly<Record<string, string>> = {
  'link.taken': 'linkTaken',
  'field.notInteger': 'notInteger',
  'field.typeMismatch': 'wrongValue',
  'record.invalid': 'wrongValue',
  'field.mandatoryMissing': 'mandatory',
  'record.mandatory': 'mandatory',
  'record.dependent': 'missingParameter',
  'field.tooLong': 'tooLong',
  'record.tooLong': 'tooLong',
  'record.duplicate': 'duplicate',
  'match.ambiguous': 'ambiguous',
  'record.locked': 'locked',
  'record.gone': 'gone',
  'record.refused': 'refused',
  'field.flapping': 'flapping',
  'conflict.undecided': 'undecided',
};

/** The reason of a problem: what the failure log groups by. */
export function reasonOf(problem: Problem): string {
  return Object.hasOwn(byCode, problem.code)
    ? (byCode[problem.code] ?? problem.code)
    : problem.code;
}

/** Which failures are meant. */
export interface FailureFilter {
  readonly kind: Kind | null;
  readonly reason: string | null;
  /** Part of the record's name; empty for all. */
  readonly search: string;
}

/** A text as searches compare it: case and accents aside. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim();
}

/** The failures that are meant, newest first; of equal age by key, so that lists do not jump. */
export function filterFailures(
  failures: readonly Failure[],
  { kind, reason, search }: FailureFilter,
): readonly Failure[] {
  const wanted = folded(search);
  return failures
    .filter(
      (failure) =>
        (kind === null || failure.kind === kind) &&
        (reason === null || reasonOf(failure.problem) === reason) &&
        (wanted === '' || folded(failure.title).includes(wanted)),
    )
    .toSorted((one, two) => two.at - one.at || (one.pairKey < two.pairKey ? -1 : 1));
}

/** One reason with its numbers. */
export interface ReasonCount {
  readonly reason: string;
  /** The newest of them. */
  readonly problem: Problem;
  readonly records: number;
  readonly lastAt: Instant;
}

/** Failures of one reason, as far as they have been counted. */
interface CountedFailures {
  readonly reason: string;
  readonly records: number;
  readonly newest: Pick<Failure, 'problem' | 'at'>;
}

/** How many records that are. */
export function recordsOf(groups: readonly { readonly records: number }[]): number {
  return groups.reduce((sum, { records }) => sum + records, 0);
}

/** One entry a reason, the most frequent first; of equal number by their word. */
export function mergeReasons(groups: readonly CountedFailures[]): readonly ReasonCount[] {
  const reasons = new Map<string, ReasonCount>();
  for (const { reason, records, newest } of groups) {
    const before = reasons.get(reason);
    const isNewer = before === undefined || newest.at > before.lastAt;
    reasons.set(reason, {
      reason,
      problem: isNewer ? newest.problem : before.problem,
      records: (before?.records ?? 0) + records,
      lastAt: isNewer ? newest.at : before.lastAt,
    });
  }
  return [...reasons.values()].toSorted(
    (one, two) => two.records - one.records || (one.reason < two.reason ? -1 : 1),
  );
}

/** Reasons of these failures, as `mergeReasons`. */
export function countReasons(failures: readonly Failure[]): readonly ReasonCount[] {
  return mergeReasons(
    failures.map((newest) => ({ reason: reasonOf(newest.problem), records: 1, newest })),
  );
}
