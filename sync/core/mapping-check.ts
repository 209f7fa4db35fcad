/** What a mapping would do to real records: values that cannot be taken over, and what would change. */
import type { ConflictPolicy, FieldPair } from '../types/settings';
import type { FieldMeta, Fields, FieldValue, Side } from '../types';
import type { EffectView, LineCheckView, UnfitReason } from '../protocol/mapping-check';
import type { Base } from './base';
import { nameOf, toSide, type LinkOf } from './convert';
import { allows } from './direction';
import { mergeFields, type Merge } from './merge';
import { otherSide } from './side';

const sides = ['desk', 'crm'] as const;

/** Lookups are not followed: what they point at is linked by then, or waits. */
const unlinked: LinkOf = () => null;

/** Values shown of one line, and characters of each. */
const mostExamples = 3;
const longestExample = 60;
/** Records shown of an effect. */
const mostRows = 20;

type Writable = Readonly<Record<Side, boolean>>;

const shown = (value: FieldValue): string =>
  (typeof value === 'object' && value !== null ? value.join(', ') : String(value)).slice(
    0,
    longestExample,
  );

/** One value of one record that would not be taken over, and why. */
export interface Unfit {
  readonly desk: string;
  readonly target: Side;
  readonly why: UnfitReason;
  readonly value: string | null;
}

export interface LineChecks {
  /** A record as it is on `side`; fields that were not read say nothing. Returns what does not fit. */
  see(side: Side, fields: Fields): readonly Unfit[];
  result(): readonly LineCheckView[];
}

/** Counts, line by line and way by way, the values that the other side would not take. */
export function createLineChecks(
  pairs: readonly FieldPair[],
  metas: Readonly<Record<Side, readonly FieldMeta[]>>,
  writable: Writable,
): LineChecks {
  const checks = pairs.flatMap((field) =>
    sides
      .filter((target) => writable[target] && allows(field.direction, target))
      .map((target) => {
        const options = metas[target].find(({ name }) => name === nameOf(field, target))?.options;
        return {
          field,
          target,
          name: nameOf(field, otherSide(target)),
          taken: options == null ? null : new Set(options.map((each) => each.toLowerCase())),
          of: 0,
          failing: 0,
          empty: 0,
          examples: new Set<string>(),
          missing: new Map<string, number>(),
        };
      }),
  );
  const bySource = {
    desk: checks.filter(({ target }) => target === 'crm'),
    crm: checks.filter(({ target }) => target === 'desk'),
  };
  return {
    see(side, fields) {
      const unfit: Unfit[] = [];
      for (const check of bySource[side]) {
        const { field, target } = check;
        const note = (why: UnfitReason, found: FieldValue): void => {
          unfit.push({
            desk: field.desk,
            target,
            why,
            value: found === null ? null : shown(found),
          });
        };
        const value = fields[check.name];
        if (value === undefined || check.field.type === 'lookup') continue;
        check.of += 1;
        const made = toSide(check.field, check.target, value, unlinked);
        if (made.type === 'problem') {
          check.failing += 1;
          note('failing', value);
          if (check.examples.size < mostExamples) check.examples.add(shown(value));
        } else if (made.type === 'value' && made.value === null) {
          if (field.mandatory?.includes(target) !== true) continue;
          check.empty += 1;
          note('empty', value);
        } else if (made.type === 'value' && check.taken !== null)
          for (const part of typeof made.value === 'object' ? (made.value ?? []) : [made.value]) {
            const option = String(part);
            if (option === '' || check.taken.has(option.toLowerCase())) continue;
            check.missing.set(option, (check.missing.get(option) ?? 0) + 1);
            note('missing', option);
          }
      }
      return unfit;
    },
    result: () =>
      checks
        .filter(({ failing, empty, missing }) => failing + empty + missing.size > 0)
        .map(({ field, target, of, failing, empty, examples, missing }) => ({
          desk: field.desk,
          target,
          of,
          failing,
          empty,
          examples: [...examples],
          missing: [...missing]
            .toSorted((one, two) => two[1] - one[1])
            .map(([value, records]) => ({ value: value.slice(0, longestExample), records })),
        })),
  };
}

/** A linked record with what both sides agreed on. */
export interface LinkedRecord {
  readonly title: string;
  readonly base: Base;
  readonly desk: Fields;
  readonly crm: Fields;
}

/** Settings that a merge rests on. */
export interface Rules {
  readonly fields: readonly FieldPair[];
  readonly policy: ConflictPolicy;
  readonly writable: Writable;
}

export interface EffectCount {
  see(record: LinkedRecord): void;
  result(): EffectView;
}

/** Counts what linked records would be written under `after` that they are not under `before`. */
export function createEffectCount(before: Rules, after: Rules): EffectCount {
  const counts = { of: 0, desk: 0, crm: 0, failing: 0, asking: 0 };
  const rows: EffectView['rows'][number][] = [];
  // The same rules write the same: nobody has changed anything yet.
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  const merged = (rules: Rules, { base, desk, crm }: LinkedRecord): Merge =>
    mergeFields({ ...rules, base, desk, crm, linkOf: unlinked });
  return {
    see(record) {
      counts.of += 1;
      if (isSame) return;
      const [was, will] = [merged(before, record), merged(after, record)];
      if (will.problems.length > was.problems.length) counts.failing += 1;
      if (undecided(will) > undecided(was)) counts.asking += 1;
      for (const side of sides) {
        const news = Object.entries(will.writes[side]).filter(
          ([name, value]) => JSON.stringify(was.writes[side][name]) !== JSON.stringify(value),
        );
        if (news.length === 0) continue;
        counts[side] += 1;
        for (const [name, value] of news) {
          if (rows.length >= mostRows) break;
          const held = record[side][name];
          rows.push({
            title: record.title,
            side,
            field: name,
            before: held == null ? null : shown(held),
            after: value === null ? null : shown(value),
          });
        }
      }
    },
    result: () => ({ ...counts, rows }),
  };
}

const undecided = ({ conflicts }: Merge): number =>
  conflicts.filter(({ kept }) => kept === null).length;
