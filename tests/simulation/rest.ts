/** The end of a schedule: faults off, nobody acts, and everything must come to rest. */
import { converged } from './oracles/convergence';
import type { Violation } from './oracles/evidence';
import { isOutside } from './oracles/scope';
import { minute, runOnce, type Theatre } from './theatre';
import { evidenceOf } from './verdict';

/** Runs after which everything agrees, deletions included: seen in one, carried out in the next. */
const rounds = 3;

/**
 * Lets everything that is still under way end, with nobody acting and nothing failing. Nobody
 * presses *Try again* either: what a person need not decide must go on by itself.
 */
export async function comeToRest(theatre: Theatre): Promise<readonly Violation[]> {
  const { services, wire, installations, watch } = theatre;
  theatre.wild = false;
  for (const side of ['desk', 'crm'] as const) services.sandboxes[side].world.faults.set([], 0);
  services.sandboxes.crm.world.leeway.crmFailingShare = 0;
  // Late requests take at most five minutes, indexes at most four, a quarantine ten.
  await wire.pass(11 * minute);
  for (const one of installations) {
    one.wake(null);
    await one.sync().resume();
  }
  let open: readonly Violation[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const one of installations) {
      await wire.pass(6 * minute);
      const outcome = await runOnce(theatre, one, 'person');
      const code = typeof outcome === 'string' ? outcome : (outcome.problem?.code ?? null);
      // Held by the brake, or another installation's to do.
      if (code === 'sync.held' || code === 'lease.taken') continue;
      if (code !== null)
        return [{ property: 'P2 convergence', what: `a calm run ended as ${code}` }];
    }
    const isLast = round === rounds - 1;
    if (theatre.traits.deletions !== null && !isLast) continue;
    const evidence = evidenceOf(theatre);
    open = converged(evidence, (record) => isOutside(evidence, record));
    if (open.length === 0) break;
  }
  const before = services.events.length;
  for (const one of installations) {
    await wire.pass(6 * minute);
    await runOnce(theatre, one, 'person');
  }
  const quiet: Violation[] = services.events.slice(before).map((event) => ({
    property: 'P7 quiescence',
    what: `${event.operation} ${event.side} ${event.kind} ${event.id} in a run after convergence`,
  }));
  return [...open, ...quiet, ...(await watch.atRest(installations))];
}
