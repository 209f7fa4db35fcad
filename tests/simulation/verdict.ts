/** What the oracles make of a schedule. */
import { createLedger } from './ledger';
import { noWrongfulDelete } from './oracles/deletes';
import { noDuplicate } from './oracles/duplicates';
import type { Evidence, Violation } from './oracles/evidence';
import { noLostUpdate } from './oracles/lost-updates';
import { keepsToScope } from './oracles/scope';
import { keepsToBudget } from './oracles/spending';
import type { Theatre } from './theatre';

export interface Verdict {
  readonly seed: string;
  readonly steps: number;
  readonly crashes: number;
  readonly edits: number;
  readonly faults: number;
  readonly calls: number;
  readonly unpreventable: number;
  /** Copies that nobody could know as ours; see the oracle of duplicates. */
  readonly unrecognised: number;
  /** Twins and clearings undone because another installation had synced before, or at the same time. */
  readonly handedOver: number;
  readonly overlapped: number;
  readonly violations: readonly Violation[];
  /** Tells two executions of a seed apart. */
  readonly trace: string;
  readonly story: readonly string[];
  readonly events: Evidence['events'];
  readonly callList: Evidence['calls'];
}

export function evidenceOf(theatre: Theatre): Evidence {
  const { services, wire, logged, runs, traits, remapped, linkedAt, linkings, config } = theatre;
  return {
    ledger: createLedger(services.events),
    events: services.events,
    calls: wire.calls,
    logged,
    runs,
    linkedAt,
    linkedBy: theatre.linkedBy,
    partners: [...new Map(linkings.map(({ names }) => [names.join(), names])).values()],
    linkings,
    lag: Math.max(traits.deskIndexLag, traits.crmIndexLag) + traits.visibilityLag,
    remapped,
    config,
  };
}

export function verdictOf(theatre: Theatre, more: readonly Violation[]): Verdict {
  const evidence = evidenceOf(theatre);
  const updates = noLostUpdate(evidence);
  const duplicates = noDuplicate(evidence);
  const deletes = noWrongfulDelete(evidence);
  const all = [
    ...updates.violations,
    ...duplicates.violations,
    ...deletes.violations,
    ...keepsToScope(evidence),
    ...theatre.watch.violations(),
    ...keepsToBudget(theatre.wire.calls, theatre.caps, theatre.runs),
    ...more,
  ];
  return {
    seed: theatre.seed,
    steps: theatre.loop.steps(),
    crashes: theatre.crashes,
    edits: theatre.users.edits(),
    faults: theatre.faultsSoFar(),
    calls: theatre.wire.calls.length,
    unpreventable: updates.unpreventable + deletes.unpreventable,
    unrecognised: duplicates.unrecognised,
    handedOver: duplicates.handedOver + updates.handedOver,
    overlapped: duplicates.overlapped + updates.overlapped,
    violations: all,
    trace: theatre.watch.trace(),
    story: theatre.story,
    events: theatre.services.events,
    callList: theatre.wire.calls,
  };
}

/** What was thrown, with where, and without the text of the modules that it was thrown in. */
export function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return (thrown.stack ?? thrown.message).replaceAll(/data:text\/javascript;base64,[\w+/=]*/g, '');
}
