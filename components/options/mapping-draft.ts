import type { MappingLineView, MappingView } from '../../sync/protocol/administration';
import type { LineCheckView } from '../../sync/protocol/mapping-check';
import type { FieldDirection } from '../../sync/types/settings';
import type { FieldMeta, Side } from '../../sync/types';

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
  /** `looked`: no record that was looked at is too long. */
  | {
      readonly type: 'length';
      readonly from: number;
      readonly to: number;
      readonly side: Side;
      readonly looked: boolean;
    }
  /** Records without a value, where the other side must have one. */
  | ({ readonly type: 'empty'; readonly side: Side } & Pick<LineCheckView, 'of' | 'empty'>)
  /** What does not fit is left empty. */
  | { readonly type: 'left'; readonly side: Side }
  /** Real values that would be refused. */
  | ({ readonly type: 'failing'; readonly side: Side } & Pick<
      LineCheckView,
      'of' | 'failing' | 'examples'
    >)
  /** `records`: how many have it; null where none of those that were looked at. */
  | {
      readonly type: 'values';
      readonly missing: readonly { readonly value: string; readonly records: number | null }[];
      readonly side: Side;
    };

/**
 * What would fail under this line: by what both sides say about their fields, and by the records
 * that were looked at. `checks` null: none were yet.
 */
export function warningsOf(
  desk: FieldMeta,
  crm: FieldMeta | undefined,
  line: MappingLineView | undefined,
  checks: readonly LineCheckView[] | null,
): readonly Warning[] {
  if (line === undefined || crm === undefined || line.direction === 'off')
    return desk.mandatory && !desk.readOnly ? [{ type: 'mandatory' }] : [];
  const ends = [
    { side: 'desk', source: crm, target: desk, open: line.direction !== 'toCrm' },
    { side: 'crm', source: desk, target: crm, open: line.direction !== 'toDesk' },
  ] as const;
  return ends.flatMap(({ side, source, target, open }): Warning[] => {
    if (!open) return [];
    const check = checks?.find((each) => each.desk === desk.name && each.target === side);
    const found: Warning[] = [];
    const long = source.maxLength;
    const short = target.maxLength;
    if (check !== undefined && check.failing > 0) found.push({ type: 'failing', ...check, side });
    // Stands in the same place before and after real values were looked at: nothing moves.
    else if (long !== null && short !== null && long > short && line.unfit === undefined)
      found.push({ type: 'length', from: long, to: short, side, looked: checks !== null });
    if (check !== undefined && check.empty > 0) found.push({ type: 'empty', ...check, side });
    if (line.unfit !== undefined && line.direction !== 'both') found.push({ type: 'left', side });
    const missing = missingValues(side, source, target, line, check);
    if (missing.length > 0) found.push({ type: 'values', missing, side });
    return found;
  });
}

/** Whether records fail as it stands; the rest is said in a calm voice. */
export const isProblem = ({ type }: Warning): boolean => type !== 'length' && type !== 'left';

/** The only side that a line writes to; null where it writes to both or none. */
export function oneWay(line: MappingLineView | undefined): Side | null {
  if (line?.direction === 'toDesk') return 'desk';
  return line?.direction === 'toCrm' ? 'crm' : null;
}

/** The line with what a warning counts left empty; with null, everything fails again that does not fit. */
export function leavingEmpty(line: MappingLineView, warning: Warning | null): MappingLineView {
  const { unfit: _unfit, ...rest } = line;
  if (warning?.type !== 'values') return warning === null ? rest : { ...line, unfit: 'empty' };
  const pairs = warning.missing.map(({ value }): readonly [string, string] =>
    warning.side === 'desk' ? ['', value] : [value, ''],
  );
  return { ...line, values: [...(line.values ?? []), ...pairs] };
}

/** Values without a pair: those that records have first, then those that they may have. */
function missingValues(
  side: Side,
  source: FieldMeta,
  target: FieldMeta,
  line: MappingLineView,
  check: LineCheckView | undefined,
): Extract<Warning, { type: 'values' }>['missing'] {
  if (target.options === null) return [];
  const at = side === 'desk' ? 1 : 0;
  const taken = new Set([
    ...(line.values ?? []).map((pair) => pair[at].toLowerCase()),
    ...target.options.map((option) => option.toLowerCase()),
  ]);
  const used = (check?.missing ?? []).filter(({ value }) => !taken.has(value.toLowerCase()));
  for (const { value } of used) taken.add(value.toLowerCase());
  const possible = (source.options ?? []).filter((option) => !taken.has(option.toLowerCase()));
  return [...used, ...possible.map((value) => ({ value, records: null }))];
}

/** One line of the table. */
export interface MappingRowData {
  readonly desk: FieldMeta;
  readonly crm: FieldMeta | undefined;
  readonly line: MappingLineView | undefined;
  readonly warnings: readonly Warning[];
}

/** Every Desk field that can be mapped: mapped ones first, as they were; nothing moves meanwhile. */
export function rowsOf(
  view: MappingView,
  draft: Draft,
  checks: readonly LineCheckView[] | null,
): readonly MappingRowData[] {
  const crmByName = new Map(view.crm.map((meta) => [meta.name, meta]));
  const deskByName = new Map(view.desk.map((meta) => [meta.name, meta]));
  const first = new Set(view.lines.map(({ desk }) => desk));
  const ordered = [
    ...view.lines.flatMap(({ desk }) => deskByName.get(desk) ?? []),
    ...view.desk.filter(({ name, type }) => type !== 'unsupported' && !first.has(name)),
  ];
  return ordered.map((desk) => {
    const line = draft.get(desk.name);
    const crm = line === undefined ? undefined : crmByName.get(line.crm);
    return { desk, crm, line, warnings: warningsOf(desk, crm, line, checks) };
  });
}

export type MappingFilter = 'all' | 'unmapped' | 'required' | 'problem';

export function passes({ desk, crm, warnings }: MappingRowData, filter: MappingFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'unmapped':
      return crm === undefined;
    case 'required':
      return desk.mandatory || crm?.mandatory === true;
    case 'problem':
      return warnings.some((each) => isProblem(each));
  }
}

export function contains({ desk, crm }: MappingRowData, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return (
    wanted === '' || `${desk.label} ${desk.name} ${crm?.label ?? ''}`.toLowerCase().includes(wanted)
  );
}
