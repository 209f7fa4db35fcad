import type { MappingLineView, MappingView } from '../../sync/protocol/administration';
import type { FieldDirection, FieldMeta } from '../../sync/types';

/** Lines by the Desk field's name. */
export type Draft = ReadonlyMap<string, MappingLineView>;

export function draftOf(lines: readonly MappingLineView[]): Draft {
  return new Map(lines.map((line) => [line.desk, line]));
}

/** Ways in which values of these two fields can travel; none where they do not go together. */
export function waysOf(
  view: MappingView,
  desk: FieldMeta,
  crm: FieldMeta,
): readonly FieldDirection[] {
  const mapped = view.lines.find((line) => line.desk === desk.name && line.crm === crm.name);
  const rule = view.rules.find((each) => each.desk === desk.type && each.crm === crm.type);
  if (rule === undefined && mapped === undefined) return [];
  if (rule?.desk === 'lookup' && desk.lookup !== crm.lookup) return [];
  const ways =
    mapped === undefined ? (rule?.directions ?? []) : (['both', 'toDesk', 'toCrm'] as const);
  return ways.filter(
    (way) => !(desk.readOnly && way !== 'toCrm') && !(crm.readOnly && way !== 'toDesk'),
  );
}

export function changesOf(before: Draft, draft: Draft): number {
  const names = new Set([...before.keys(), ...draft.keys()]);
  return [...names].filter(
    (name) => JSON.stringify(before.get(name)) !== JSON.stringify(draft.get(name)),
  ).length;
}

export type Warning =
  | { readonly type: 'mandatory' }
  | {
      readonly type: 'length';
      readonly from: number;
      readonly to: number;
      readonly side: 'desk' | 'crm';
    }
  | { readonly type: 'values'; readonly missing: readonly string[]; readonly side: 'desk' | 'crm' };

/** What would fail under this line, by what both sides say about their fields. */
export function warningsOf(
  desk: FieldMeta,
  crm: FieldMeta | undefined,
  line: MappingLineView | undefined,
): readonly Warning[] {
  if (line === undefined || crm === undefined || line.direction === 'off')
    return desk.mandatory && !desk.readOnly ? [{ type: 'mandatory' }] : [];
  const ends = [
    { side: 'desk', source: crm, target: desk, open: line.direction !== 'toCrm' },
    { side: 'crm', source: desk, target: crm, open: line.direction !== 'toDesk' },
  ] as const;
  return ends.flatMap(({ side, source, target, open }): Warning[] => {
    if (!open) return [];
    const found: Warning[] = [];
    const long = source.maxLength;
    const short = target.maxLength;
    if (long !== null && short !== null && long > short)
      found.push({ type: 'length', from: long, to: short, side });
    if (source.options !== null && target.options !== null) {
      const at = side === 'desk' ? 1 : 0;
      const paired = new Set((line.values ?? []).map((pair) => pair[at].toLowerCase()));
      const there = new Set(target.options.map((option) => option.toLowerCase()));
      const missing = source.options.filter(
        (option) => !there.has(option.toLowerCase()) && !paired.has(option.toLowerCase()),
      );
      if (missing.length > 0) found.push({ type: 'values', missing, side });
    }
    return found;
  });
}
