/** What the organisation calls its fields. */
import type { Kind } from '../types';
import type { Remote } from './ports';

export interface LabelPorts {
  readonly desk: Pick<Remote, 'fields'>;
  readonly crm: Pick<Remote, 'fields'>;
}

/**
 * Field labels by `{side}/{name}`; asked for once a worker's life. Empty where Zoho is not
 * reached: then the fields' own names stand in.
 */
export function createFieldLabels({
  desk,
  crm,
}: LabelPorts): (kind: Kind) => Promise<ReadonlyMap<string, string>> {
  const known = new Map<Kind, Promise<ReadonlyMap<string, string>>>();
  return (kind) => {
    const before = known.get(kind);
    if (before !== undefined) return before;
    const asked = Promise.all([desk.fields(kind), crm.fields(kind)]).then(
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
