import { expect, test, vi } from 'vitest';
import { problemOf, SyncError } from '../../../sync/core/problem';

const problem = {
  code: 'config.none',
  kind: 'configuration',
  message: 'Connect Desk and CRM first.',
} as const;

/** The class as another script of the worker has it. */
async function copied(): Promise<typeof import('../../../sync/core/problem')> {
  vi.resetModules();
  return import('../../../sync/core/problem');
}

test('an error of another script is known, in both directions', async () => {
  const copy = await copied();
  expect(copy.SyncError).not.toBe(SyncError);
  const theirs: unknown = new copy.SyncError(problem, { outcome: 'unknown', retryAfterMs: 5 });
  expect(Object.getPrototypeOf(theirs)).not.toBe(SyncError.prototype);
  expect(theirs instanceof SyncError && [theirs.outcome, theirs.retryAfterMs]).toEqual([
    'unknown',
    5,
  ]);
  expect(problemOf(theirs)).toEqual(problem);
  expect(copy.problemOf(new SyncError(problem))).toEqual(problem);
});

test('what only looks like one is a defect', () => {
  const alike = Object.assign(new Error('alike'), {
    name: 'SyncError',
    problem,
    outcome: 'refused',
  });
  for (const thrown of [alike, { problem }, problem, 'SyncError', null, undefined])
    expect(problemOf(thrown).code).toBe('defect.unforeseen');
});
