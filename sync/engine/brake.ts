/**
 * Stops a run before its first write when it would do suspiciously much, and lets it go on after a
 * person's yes to exactly these actions (core/brake has the limits). A run that follows a preview
 * has that yes already.
 */
import { kinds, type Kind } from '../types';
import { type HeldPlan } from '../types/runs';
import {
  brakeLimits,
  brakeReasons,
  confirmedDigests,
  heldPlan,
  overwritesOf,
  type BrakeRow,
} from '../core/brake';
import { planPairs } from '../core/plan';
import { isDecided, previewRow } from '../core/preview';
import { SyncError } from '../core/problem';
import { betweenRuns } from './exclusive';
import { gather } from './planning';
import type { PairPage, SyncPorts } from './ports';
import { pageSize } from './pool';
import type { RunContext } from './run-context';

/** One run a minute for a whole day. */
const dayOfRuns = 1440;
const dayMs = 86_400_000;

function heldError(plan: HeldPlan): SyncError {
  return new SyncError({
    code: 'sync.held',
    kind: 'configuration',
    message:
      'This run would change suspiciously much, so it stopped before it wrote anything. Look at the records and confirm, or mend the cause.',
    detail: `${plan.reasons.join(', ')}: ${plan.digests.length}`,
  });
}

/** Throws `sync.held` when the run must not write without a yes. */
export async function brake(context: RunContext, active: readonly Kind[]): Promise<void> {
  const { store, clock } = context.ports;
  // The first sync creates by nature, and the window bounds it; it is previewed instead.
  if (context.gate || context.run().type === 'first') return;
  const rows = await survey(context, active);
  const held = await store.held();
  const confirmed = confirmedDigests(held, clock.now());
  const open = rows.filter(({ row }) => !confirmed.has(row.digest));
  const reasons = await reasonsFor(context, active, open);
  if (reasons.length === 0) {
    // A yes is kept while what it was given for is still being carried out.
    if (held && open.length === rows.length)
      await context.commit({ held: null, control: { held: null } }, 'fence');
    return;
  }
  const { id, configVersion } = context.run();
  // What a yes was given for and is not done yet is asked again with what came since: a yes to
  // either alone would take back the other, and neither would ever be carried out.
  const pending = open.length < rows.length ? (held?.reasons ?? []) : [];
  const asked = [...new Set([...pending, ...reasons])];
  const made = heldPlan(asked, rows, { id, configVersion, epoch: context.epoch }, clock.now());
  const same = held?.hash === made.hash ? held : null;
  const plan = same ? { ...same, confirmedAt: null } : made;
  await context.commit(
    {
      held: plan,
      control: { held: { hash: plan.hash, at: plan.heldAt, records: plan.digests.length } },
    },
    'fence',
  );
  throw heldError(plan);
}

/** Every write that is planned now, as rows. Nothing is carried out. */
async function survey(context: RunContext, active: readonly Kind[]): Promise<readonly BrakeRow[]> {
  const rows: BrakeRow[] = [];
  for (const kind of kinds.filter((one) => active.includes(one))) {
    const shared = { taken: new Set<string>(), claimed: new Set<string>() };
    let after: string | null = null;
    for (;;) {
      const page: PairPage = await context.ports.store.dirtyPairs(kind, after, pageSize);
      const { pairs } = page;
      if (pairs.length === 0) break;
      after = page.next;
      const planContext = { ...(await gather(context, kind, pairs)), ...shared };
      const byKey = new Map(pairs.map((pair) => [pair.key, pair]));
      for (const action of planPairs(pairs, planContext, context.config).actions) {
        const pair = byKey.get(action.pairKey);
        if (!pair || !isDecided(action)) continue;
        if (action.type === 'link' || action.type === 'unlink') continue;
        rows.push({
          row: previewRow(action, pair, context.config),
          overwrites: overwritesOf(action, pair[action.side]?.fields ?? {}),
        });
      }
    }
  }
  return rows;
}

async function reasonsFor(
  context: RunContext,
  active: readonly Kind[],
  rows: readonly BrakeRow[],
): Promise<HeldPlan['reasons']> {
  const { store, clock } = context.ports;
  const hasDeletes = rows.some(({ row }) => row.action === 'delete');
  const least = Math.min(...Object.values(brakeLimits).map((limit) => limit.least));
  // The usual run: a few records, none of them deleted. No limit is that low.
  if (!hasDeletes && rows.length <= least) return [];
  let links = 0;
  for (const kind of active) links += (await store.counts(kind)).linked;
  let deletedToday = 0;
  if (hasDeletes)
    for (const { startedAt, tally } of await store.runs(dayOfRuns))
      if (startedAt > clock.now() - dayMs)
        for (const one of Object.values(tally))
          deletedToday += one.deletedInDesk + one.deletedInCrm;
  return brakeReasons({ rows, links, deletedToday });
}

/** `changed`: that plan is no longer the one that waits; nothing was confirmed. */
export type Confirmation = 'confirmed' | 'changed';

export interface BrakeControl {
  held(): Promise<HeldPlan | null>;
  confirm(hash: string): Promise<Confirmation>;
  dismiss(): Promise<void>;
}

/** A person's side of the brake. Between runs only: a run may be about to replace the plan. */
export function createBrakeControl(ports: SyncPorts): BrakeControl {
  const { store, clock, notifier } = ports;
  const change = async (plan: HeldPlan, isConfirmed: boolean): Promise<void> => {
    const { epoch } = await store.control();
    const { hash, heldAt, digests } = plan;
    const waits = { hash, at: heldAt, records: digests.length };
    await store.commit({ epoch, held: plan, control: { held: isConfirmed ? null : waits } });
    notifier.changed('status');
  };
  return {
    held: () => store.held(),
    confirm: (hash) =>
      betweenRuns(ports, async () => {
        const plan = await store.held();
        if (plan?.hash !== hash) return 'changed';
        await change({ ...plan, confirmedAt: clock.now(), dismissedAt: null }, true);
        return 'confirmed';
      }),
    dismiss: () =>
      betweenRuns(ports, async () => {
        const plan = await store.held();
        if (plan) await change({ ...plan, confirmedAt: null, dismissedAt: clock.now() }, false);
      }),
  };
}
