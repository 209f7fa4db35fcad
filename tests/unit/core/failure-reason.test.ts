import { expect, it } from 'vitest';
import { countReasons, filterFailures, reasonOf } from '../../../sync/core/failure-reason';
import { typeMismatch } from '../../../sync/core/field-problem';
import type { Failure } from '../../../sync/types/runs';
import type { FieldPair } from '../../../sync/types/settings';
import type { Problem } from '../../../sync/types';

const problem = (code: string): Problem => ({ code, kind: 'conflict', message: `${code}.` });
const failure = (key: string, code: string, at: number, title = key): Failure => ({
  pairKey: key,
  kind: 'contact',
  side: 'crm',
  title,
  problem: problem(code),
  runId: 'run',
  at,
  attempts: 1,
});
const field: FieldPair = { desk: 'zip', crm: 'Zip', type: 'integer', direction: 'both' };

it('gives one reason to what has one way out, whoever refused', () => {
  expect(reasonOf(problem('field.mandatoryMissing'))).toBe(reasonOf(problem('record.mandatory')));
  expect(reasonOf(typeMismatch(field, 'desk'))).toBe('notInteger');
  expect(reasonOf(typeMismatch({ ...field, type: 'date' }, 'desk'))).toBe('wrongValue');
  expect(reasonOf(problem('never.heard'))).toBe('never.heard');
  expect(reasonOf(problem('constructor'))).toBe('constructor');
});

it('counts reasons, the largest first, with the newest problem of each', () => {
  const counted = countReasons([
    failure('a', 'record.gone', 1),
    failure('b', 'record.mandatory', 1),
    failure('c', 'field.mandatoryMissing', 2),
  ]);
  expect(counted.map(({ reason, records }) => [reason, records])).toEqual([
    ['mandatory', 2],
    ['gone', 1],
  ]);
  expect(counted[0]?.problem.code).toBe('field.mandatoryMissing');
});

it('finds names whatever their case and accents', () => {
  const all = [failure('a', 'x', 1, 'Søren Ødegård'), failure('b', 'x', 2, 'Émilie')];
  const find = (search: string) =>
    filterFailures(all, { kind: null, reason: null, search }).map(({ pairKey }) => pairKey);
  expect(find('EMI')).toEqual(['b']);
  expect(find('')).toEqual(['b', 'a']);
  expect(find('ødeg')).toEqual(['a']);
});
