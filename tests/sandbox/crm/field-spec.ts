/** How the fields of a new module are written down. */
import type { DataType } from './metadata';

export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly type: DataType;
  readonly length?: number;
  readonly mandatory?: true;
  readonly readOnly?: true;
  readonly custom?: true;
  readonly values?: readonly string[];
  readonly lookup?: string;
}

type Options = Omit<FieldSpec, 'name' | 'label' | 'type'>;

const lengths: Partial<Record<DataType, number>> = {
  text: 255,
  textarea: 32_000,
  email: 100,
  phone: 30,
  website: 450,
  integer: 9,
  bigint: 18,
  double: 16,
  currency: 16,
  picklist: 120,
};

/** A field whose label is its name with spaces. */
export function field(name: string, type: DataType, options: Options = {}): FieldSpec {
  const length = options.length ?? lengths[type];
  return {
    name,
    label: name.replaceAll('_', ' '),
    type,
    ...(length === undefined ? {} : { length }),
    ...options,
  };
}

export const must = { mandatory: true } as const;
export const custom = { custom: true } as const;
export const fixed = { readOnly: true } as const;

export const systemFields: readonly FieldSpec[] = [
  field('Owner', 'ownerlookup'),
  field('Created_By', 'ownerlookup', fixed),
  field('Modified_By', 'ownerlookup', fixed),
  field('Created_Time', 'datetime', fixed),
  field('Modified_Time', 'datetime', fixed),
];

export const address = (prefix: string, parts: readonly string[]): FieldSpec[] =>
  parts.map((part) =>
    field(`${prefix}_${part}`, 'text', { length: part === 'Street' ? 250 : 100 }),
  );
