/** What the organisation calls its fields. */
import type { Change } from '../types/runs';
import type { FieldValue, Kind } from '../types';
import type { Remote } from './remote-ports';

export interface LabelPorts {
  readonly desk: Pick<Remote, 'knownFields'>;
  readonly crm: Pick<Remote, 'knownFields'>;
}

/**
 * Field labels by `{side}/{name}` as they are known here: no list waits for Zoho. Empty where
 * it would have to be asked and is not reached: then the fields' own names stand in.
 */
export function createFieldLabels({
  desk,
  crm,
}: LabelPorts): (kind: Kind) => Promise<ReadonlyMap<string, string>> {
  const known = new Map<Kind, Promise<ReadonlyMap<string, string>>>();
  return (kind) => {
    const before = known.get(kind);
    if (before !== undefined) return before;
    const asked = Promise.all([desk.knownFields(kind), crm.knownFields(kind)]).then(
      ([ofDesk, ofCrm]) =>
        new Map([
          ...ofDesk.map(({ name, label }) => [`desk/${name}`, label] as const),
          ...ofCrm.map(({ name, label }) => [`crm/${name}`, label] as const),
        ]),
      () => {
        known.delete(kind);
        return new Map<string, string>();
      },
    );
    known.set(kind, asked);
    return asked;
  };
}

/** The fields of a change as a person reads them. */
export function shownFields(
  { side, fields }: Pick<Change, 'side' | 'fields'>,
  labels: ReadonlyMap<string, string>,
): readonly {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}[] {
  return fields.map(({ name, before, after }) => ({
    label: labels.get(`${side}/${name}`) ?? name,
    before: textOf(before),
    after: textOf(after),
  }));
}

function textOf(value: FieldValue): string | null {
  if (value === null) return null;
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  return text.trim() === '' ? null : text;
}
