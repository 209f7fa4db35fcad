/** The fields that people edit in a simulation, and the tokens that make every edit recognisable. */
import { kinds, type FieldType, type Kind, type Side } from '../../sync/types';
import { type FieldPair } from '../../sync/types/settings';
import type { Engine } from './import-engine';

export const kindList = kinds;

export const modules: Readonly<Record<Kind, Readonly<Record<Side, string>>>> = {
  account: { desk: 'accounts', crm: 'Accounts' },
  contact: { desk: 'contacts', crm: 'Contacts' },
  product: { desk: 'products', crm: 'Products' },
};

export interface SimField {
  readonly desk: string;
  readonly crm: string;
  readonly type: FieldType;
  readonly mandatory: boolean;
  /** Records of both sides with the same value in it belong together. */
  readonly key: boolean;
}

const field = (
  desk: string,
  crm: string,
  type: FieldType,
  more: Partial<Pick<SimField, 'mandatory' | 'key'>> = {},
): SimField => ({ desk, crm, type, mandatory: false, key: false, ...more });

/** Few of the standard fields, one of each behaviour. */
export const simFields: Readonly<Record<Kind, readonly SimField[]>> = {
  account: [
    field('accountName', 'Account_Name', 'text', { mandatory: true, key: true }),
    field('phone', 'Phone', 'phone'),
    field('annualrevenue', 'Annual_Revenue', 'decimal'),
    field('description', 'Description', 'textarea'),
  ],
  contact: [
    field('lastName', 'Last_Name', 'text', { mandatory: true }),
    field('firstName', 'First_Name', 'text'),
    field('email', 'Email', 'email', { key: true }),
    field('title', 'Title', 'text'),
    field('description', 'Description', 'textarea'),
    field('accountId', 'Account_Name', 'lookup'),
  ],
  product: [
    field('productName', 'Product_Name', 'text', { mandatory: true, key: true }),
    field('productCode', 'Product_Code', 'text'),
    field('unitPrice', 'Unit_Price', 'decimal'),
    field('description', 'Description', 'textarea'),
  ],
};

/** The product's own mapping, cut down to these fields. */
export function mappingOf(engine: Engine, kind: Kind): readonly FieldPair[] {
  return simFields[kind].map((one) => {
    const pair = engine.standardFields[kind].find(
      (other) => other.desk === one.desk && other.crm === one.crm,
    );
    if (pair === undefined) throw new Error(`the product does not map ${kind} ${one.desk}`);
    return pair;
  });
}

export const nameOn = (one: SimField, side: Side): string => (side === 'desk' ? one.desk : one.crm);

/** A value that carries a token in the form a person would enter it. */
export function valueOf(one: SimField, token: number): string {
  switch (one.type) {
    case 'email':
      return `k${token}z@x.test`;
    case 'phone':
      return `+49 170 ${String(token).padStart(7, '0')}`;
    case 'decimal':
      // Three places: a service that rounds has something to round.
      return `${token}.256`;
    default:
      return `k${token}z word`;
  }
}

/** The token in a value as some service shows it; null for none. */
export function tokenIn(type: FieldType, value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  switch (type) {
    case 'lookup':
      return null;
    case 'phone': {
      const digits = text.replace(/\D/g, '');
      return digits.length < 7 ? null : Number(digits.slice(-7));
    }
    case 'decimal':
      return Math.floor(Number(text));
    default: {
      const found = /k(\d+)z/i.exec(text)?.[1];
      return found === undefined ? null : Number(found);
    }
  }
}

/** The id that a lookup holds, in either service's form. */
export function lookupIn(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string')
    return value.id;
  return null;
}
