/** How long carrying out a plan will take, told before it begins; a run measures itself (`remaining.ts`). */
import type { Side } from '../types';
import type { PreviewHandle } from '../types/runs';

type Written = 'create' | 'update' | 'delete';

/** Calls a record, looks included: CRM writes a hundred in one and reads fifty back in one. */
const callsEach: Readonly<Record<Side, Readonly<Record<Written, number>>>> = {
  desk: { create: 1, update: 2, delete: 2 },
  crm: { create: 0.03, update: 0.03, delete: 2 },
};

const isWritten = (action: string): action is Written =>
  action === 'create' || action === 'update' || action === 'delete';

/** Slower calls than this (ms) were a run that stood still in between. */
const slowestCall = 2_000;

/**
 * ms that a call took in a run, by what it has done so far, side by side as calls go; undefined
 * where that tells nothing.
 */
export function callMsOf(elapsed: number, calls: number): number | undefined {
  return calls > 0 && elapsed > 0 ? Math.min(slowestCall, elapsed / calls) : undefined;
}

/** ms of writing this much at the speed of the calls so far; null where no speed is known. */
export function writingMs(
  counts: readonly Pick<PreviewHandle['counts'][number], 'action' | 'side' | 'records'>[],
  callMs: number | undefined,
): number | null {
  if (callMs === undefined) return null;
  let calls = 0;
  for (const { action, side, records } of counts)
    if (side !== null && isWritten(action)) calls += Math.ceil(records * callsEach[side][action]);
  return Math.round(calls * callMs);
}
