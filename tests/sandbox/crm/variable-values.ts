/** What an organisation variable may hold (contract 2.8). */
import { errorBody, type ErrorBody } from './errors';
import { isDate, parseTime } from './time';

export const types = [
  'integer',
  'text',
  'percent',
  'decimal',
  'currency',
  'date',
  'datetime',
  'email',
  'phone',
  'url',
  'checkbox',
  'textarea',
  'long',
];
const longest = { api_name: 100, name: 50, description: 250, value: 3000 } as const;
/** Longest value by type; the contract states 3,000 for all and nothing per type [?]. */
const longestValue: Readonly<Record<string, number>> = {
  text: 255,
  textarea: 2000,
  email: 100,
  phone: 30,
  url: 450,
};

export type Place = (name: string) => { api_name: string; json_path: string };

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  integer: Number.isSafeInteger,
  long: (value) =>
    Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,18}$/.test(value)),
  decimal: Number.isFinite,
  percent: Number.isFinite,
  currency: Number.isFinite,
  checkbox: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && isDate(value),
  datetime: (value) => typeof value === 'string' && parseTime(value) !== null,
};

/** Why a value does not fit its type; null if it does. Null and '' empty it. */
export function valueError(type: string, value: unknown, at: Place): ErrorBody | null {
  if (value === null || value === undefined || value === '') return null;
  const check = checks[type];
  if (check !== undefined) {
    return check(value)
      ? null
      : errorBody('INVALID_DATA', 'Invalid data type', {
          expected_data_type: type,
          ...at('value'),
        });
  }
  if (typeof value !== 'string')
    return errorBody('INVALID_DATA', 'Invalid data type', {
      expected_data_type: type,
      ...at('value'),
    });
  const limit = Math.min(longest.value, longestValue[type] ?? longest.value);
  return [...value].length > limit
    ? errorBody('INVALID_DATA', 'invalid data', { maximum_length: limit, ...at('value') })
    : null;
}

export function textError(
  given: Record<string, unknown>,
  name: 'api_name' | 'name' | 'description',
  at: Place,
): ErrorBody | null {
  const value = given[name];
  if (value === undefined || (name === 'description' && value === null)) return null;
  if (typeof value !== 'string')
    return errorBody('INVALID_DATA', 'invalid data', { expected_data_type: 'string', ...at(name) });
  if ([...value].length > longest[name])
    return errorBody('INVALID_DATA', 'invalid data', {
      maximum_length: longest[name],
      ...at(name),
    });
  if (name === 'api_name' && !/^[a-zA-Z]+\w*[a-zA-Z0-9]*$/.test(value)) {
    return errorBody(
      'PATTERN_NOT_MATCHED',
      'Please check whether the input values are correct',
      at(name),
    );
  }
  return null;
}
