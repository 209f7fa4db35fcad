/** Which of the standard pairings hold in this organisation, by its own field metadata. */
import type { FieldMeta, Kind, Side } from '../types';
import type { FieldPair } from '../types/settings';
import { standardFields } from './standard-fields';

/**
 * The standard field mapping of `kind`, cut to the fields that both sides really have. Lengths and
 * mandatory marks are the organisation's own; a field that may not be written on a side travels
 * only away from it, and a pair that could not travel at all is left out.
 */
export function premap(
  kind: Kind,
  desk: readonly FieldMeta[],
  crm: readonly FieldMeta[],
): readonly FieldPair[] {
  const byName = {
    desk: new Map(desk.map((meta) => [meta.name, meta])),
    crm: new Map(crm.map((meta) => [meta.name, meta])),
  };
  return standardFields[kind].flatMap((pair): FieldPair[] => {
    const metas = { desk: byName.desk.get(pair.desk), crm: byName.crm.get(pair.crm) };
    if (metas.desk === undefined || metas.crm === undefined) return [];
    if (metas.desk.readOnly && metas.crm.readOnly) return [];
    const sides: readonly Side[] = ['desk', 'crm'];
    return [
      {
        ...pair,
        direction: metas.desk.readOnly ? 'toCrm' : metas.crm.readOnly ? 'toDesk' : pair.direction,
        maxLength: {
          desk: shorter(pair, 'desk', metas.desk),
          crm: shorter(pair, 'crm', metas.crm),
        },
        mandatory: sides.filter(
          (side) => pair.mandatory?.includes(side) === true || metas[side]?.mandatory === true,
        ),
      },
    ];
  });
}

/** The stricter of what the API documents and what the organisation's metadata says. */
function shorter(pair: FieldPair, side: Side, meta: FieldMeta): number | null {
  const known = [pair.maxLength?.[side] ?? null, meta.maxLength].filter(
    (length) => length !== null,
  );
  return known.length === 0 ? null : Math.min(...known);
}

/** `premap` as it is lent to the administrator's part: the standard pairs are there once. */
export type Premap = typeof premap;
