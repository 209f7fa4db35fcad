/**
 * What a run may carry out when it follows a preview: the ticked rows, each only while it still
 * plans to the same action. Whatever is new or has changed is left to a later run, and reported.
 */
import type { Failure, PreviewHandle, Run, Ticks } from '../types/runs';
import type { Pair, Problem } from '../types';
import type { Action } from '../core/action';
import { isDecided, type Decided } from '../core/preview';
import type { Store } from './ports';
import type { RunContext } from './run-context';

export interface Gate {
  judge(action: Decided): 'go' | 'changed' | 'leftOut' | 'unknown';
  /**
   * Records that were not carried out: `changed` plan to something else by now and are planned
   * again in the next run; `leftOut` wait in the failure log for *Try again* or their next change.
   */
  report(): NonNullable<Run['gated']>;
  note(action: Decided, verdict: 'go' | 'changed' | 'leftOut'): void;
}

function tickedBy(ticks: Ticks): (pairKey: string) => boolean {
  if (ticks === 'all') return () => true;
  const keys = new Set('except' in ticks ? ticks.except : ticks);
  return 'except' in ticks ? (key) => !keys.has(key) : (key) => keys.has(key);
}

/** The gate of a stored preview. Holds a digest a row: a few megabytes for 100,000 rows. */
export async function openGate(
  store: Pick<Store, 'previewRows'>,
  handle: PreviewHandle,
  digestFor: (action: Decided) => string,
): Promise<Gate> {
  const digests = new Set<string>();
  const shown = new Set<string>();
  for (let page = 0; page < handle.pages; page++)
    for (const row of await store.previewRows(page)) {
      if (row.action === 'need') continue;
      digests.add(row.digest);
      shown.add(row.pairKey);
    }
  const isTicked = tickedBy(handle.ticked ?? []);
  const carried = new Set<string>();
  const changed = new Set<string>();
  const leftOut = new Set<string>();
  return {
    judge(action) {
      // What follows from carrying a row out is no other plan; it is left to the next run.
      if (!shown.has(action.pairKey)) return 'unknown';
      if (!isTicked(action.pairKey)) return 'leftOut';
      return digests.has(digestFor(action)) ? 'go' : 'changed';
    },
    note(action, verdict) {
      if (verdict === 'go') carried.add(action.pairKey);
      else (verdict === 'changed' ? changed : leftOut).add(action.pairKey);
    },
    report: () => ({
      changed: [...changed].filter((key) => !carried.has(key)).length,
      leftOut: leftOut.size,
    }),
  };
}

const leftOutProblem: Problem = {
  code: 'preview.leftOut',
  kind: 'conflict',
  message:
    'Left out when the preview was applied. Choose Try again to carry it out; it also comes up again when the record changes.',
};

/** The actions that this run may carry out. Pairs that were left out are put to rest. */
export async function passed<T extends Action>(
  context: RunContext,
  actions: readonly T[],
): Promise<readonly T[]> {
  const { gate } = context;
  if (!gate) return actions;
  const open: T[] = [];
  const pairs: Pair[] = [];
  const failures: Failure[] = [];
  for (const action of actions) {
    const verdict = isDecided(action) ? gate.judge(action) : 'go';
    if (isDecided(action) && verdict !== 'unknown') gate.note(action, verdict);
    if (verdict === 'go') open.push(action);
    if (verdict !== 'leftOut') continue;
    const keys = action.type === 'link' ? [action.pairKey, action.dropKey] : [action.pairKey];
    for (const key of new Set(keys)) {
      const pair = await context.ports.store.pair(key);
      if (!pair?.dirty) continue;
      pairs.push({ ...pair, dirty: false });
      const side = action.type === 'link' ? 'crm' : 'side' in action ? action.side : 'crm';
      failures.push(context.failure(pair, side, leftOutProblem));
    }
  }
  if (pairs.length > 0) await context.commit({ pairs, failures }, 'fence');
  return open;
}
