/** Which fields may be mapped with each other (MAP-2), and what a mapping of them must keep to. */
import type { FieldDirection, FieldPair, SyncType } from '../types/settings';
import type { FieldMeta, FieldType, Side } from '../types';
import { allows } from './direction';

/** How two types go together: as which type they are compared, and which ways values can travel. */
export interface TypeRule {
  readonly type: FieldType;
  readonly directions: readonly FieldDirection[];
}

/** Any of these can be written out as text; the way back may fail. */
const intoText: ReadonlySet<FieldType> = new Set([
  'email',
  'phone',
  'url',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'picklist',
]);

const isText = (type: FieldType): boolean => type === 'text' || type === 'textarea';

/** The rule of two types; null where no value of one can stand in the other. */
export function typeRule(desk: FieldType, crm: FieldType): TypeRule | null {
  if (desk === 'unsupported' || crm === 'unsupported') return null;
  if (desk === crm) return { type: desk, directions: ['both', 'toDesk', 'toCrm'] };
  if (isText(desk) && isText(crm))
    return { type: 'textarea', directions: ['both', 'toDesk', 'toCrm'] };
  if (isText(desk) && intoText.has(crm)) return { type: 'text', directions: ['toDesk'] };
  if (isText(crm) && intoText.has(desk)) return { type: 'text', directions: ['toCrm'] };
  if (desk === 'decimal' && crm === 'integer') return { type: 'decimal', directions: ['toDesk'] };
  if (desk === 'integer' && crm === 'decimal') return { type: 'decimal', directions: ['toCrm'] };
  return null;
}

/** The rule of two fields: their types, what a lookup points at, and which side may be written. */
export function fieldRule(desk: FieldMeta, crm: FieldMeta): TypeRule | null {
  const rule = typeRule(desk.type, crm.type);
  if (rule === null) return null;
  if (rule.type === 'lookup' && (desk.lookup === null || desk.lookup !== crm.lookup)) return null;
  const directions = rule.directions.filter(
    (way) => !(desk.readOnly && allows(way, 'desk')) && !(crm.readOnly && allows(way, 'crm')),
  );
  return directions.length === 0 ? null : { ...rule, directions };
}

/** One line of a mapping as a person makes it. */
export interface MappingLine {
  readonly desk: string;
  readonly crm: string;
  readonly direction: FieldDirection;
  readonly values?: FieldPair['values'];
  readonly unfit?: FieldPair['unfit'];
}

/** What is wrong with a mapping: the field it concerns, and why. */
export interface MappingFault {
  readonly side: Side;
  readonly name: string;
  readonly fault: 'unknown' | 'incompatible' | 'direction' | 'twice' | 'mandatory';
}

/**
 * The mapping as it is saved, or what is wrong with it. `standard`: the pairs that come mapped here
 * (`premap.ts`); `before` keeps what the person did not touch.
 */
export function makeMapping(
  standard: readonly FieldPair[],
  lines: readonly MappingLine[],
  metas: Readonly<Record<Side, readonly FieldMeta[]>>,
  before: readonly FieldPair[],
  syncType: SyncType,
): { readonly pairs: readonly FieldPair[]; readonly faults: readonly MappingFault[] } {
  const faults: MappingFault[] = [];
  const isSame = (line: MappingLine) => (pair: FieldPair) =>
    pair.desk === line.desk && pair.crm === line.crm;
  const seen = { desk: new Set<string>(), crm: new Set<string>() };
  const pairs = lines.flatMap((line): FieldPair[] => {
    for (const side of ['desk', 'crm'] as const) {
      if (seen[side].has(line[side])) faults.push({ side, name: line[side], fault: 'twice' });
      seen[side].add(line[side]);
    }
    const desk = metas.desk.find(({ name }) => name === line.desk);
    const crm = metas.crm.find(({ name }) => name === line.crm);
    const known = standard.find(isSame(line)) ?? before.find(isSame(line));
    if (desk === undefined || crm === undefined) {
      faults.push({
        side: desk === undefined ? 'desk' : 'crm',
        name: desk === undefined ? line.desk : line.crm,
        fault: 'unknown',
      });
      return [];
    }
    const rule = fieldRule(desk, crm);
    if (rule === null && known === undefined) {
      faults.push({ side: 'desk', name: line.desk, fault: 'incompatible' });
      return [];
    }
    const isClosed = (side: Side): boolean =>
      allows(line.direction, side) && (side === 'desk' ? desk : crm).readOnly;
    const isOffered =
      known === undefined ? rule?.directions.includes(line.direction) === true : true;
    if (line.direction !== 'off' && (!isOffered || isClosed('desk') || isClosed('crm')))
      faults.push({ side: 'desk', name: line.desk, fault: 'direction' });
    const policy = before.find(isSame(line))?.policy;
    const made = known ?? newPair(desk, crm, rule?.type ?? 'text');
    const { values: _values, policy: _policy, unfit: _unfit, ...rest } = made;
    return [
      {
        ...rest,
        direction: line.direction,
        ...(policy !== undefined && { policy }),
        ...(line.values !== undefined && line.values.length > 0 && { values: line.values }),
        ...(line.unfit !== undefined && { unfit: line.unfit }),
      },
    ];
  });
  return { pairs, faults: [...faults, ...missing(pairs, metas, syncType)] };
}

function newPair(desk: FieldMeta, crm: FieldMeta, type: FieldType): FieldPair {
  const mandatory = [...(desk.mandatory ? ['desk'] : []), ...(crm.mandatory ? ['crm'] : [])];
  return {
    desk: desk.name,
    crm: crm.name,
    type,
    direction: 'both',
    maxLength: { desk: desk.maxLength, crm: crm.maxLength },
    mandatory: mandatory as Side[],
    ...(type === 'lookup' && desk.lookup !== null && { lookup: desk.lookup }),
  };
}

/** Mandatory fields that nothing would fill on a side that is written to. */
function missing(
  pairs: readonly FieldPair[],
  metas: Readonly<Record<Side, readonly FieldMeta[]>>,
  syncType: SyncType,
): readonly MappingFault[] {
  const writes = {
    desk: syncType === 'twoWay' || syncType === 'crmToDesk',
    crm: syncType === 'twoWay' || syncType === 'deskToCrm',
  };
  return (['desk', 'crm'] as const).flatMap((side) =>
    metas[side]
      .filter(({ mandatory, readOnly }) => writes[side] && mandatory && !readOnly)
      .filter(
        ({ name }) => !pairs.some((pair) => pair[side] === name && allows(pair.direction, side)),
      )
      .map(({ name }): MappingFault => ({ side, name, fault: 'mandatory' })),
  );
}
