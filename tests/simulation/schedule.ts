/** One schedule: people, services, faults and workers from one seed, and the verdict on it. */
import type { Run, SyncConfig } from '../../sync/types';
import type { RunOutcome } from '../../sync/engine/sync';
import { createAdministrator } from './administrator';
import { createClocks, type Clocks } from './clocks';
import { kindList, mappingOf } from './fields';
import { createInstallation, type Installation } from './installation';
import { createLedger, type RecordName } from './ledger';
import { installLightWeb } from './light-web';
import type { Engine } from './import-engine';
import { createLoop, type Loop } from './loop';
import { normaliser } from './normaliser';
import {
  converged,
  noDuplicate,
  noLostUpdate,
  type Evidence,
  type Logged,
  type RunSpan,
  type Violation,
} from './oracles';
import { createDice, type Dice } from './random';
import { drawTraits, type ProfileName, type Traits } from './profiles';
import { createServices, type Services } from './services';
import { createUsers, type Users } from './users';
import { createWatch, type Watch } from './watch';
import { createWire, type Wire } from './wire';

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
  readonly violations: readonly Violation[];
  /** Tells two executions of a seed apart. */
  readonly trace: string;
  readonly story: readonly string[];
  readonly events: Evidence['events'];
  readonly callList: Evidence['calls'];
}

/** Everything of one schedule that acts, for the scenarios too. */
export interface Theatre {
  readonly seed: string;
  readonly engine: Engine;
  readonly dice: Dice;
  readonly traits: Traits;
  readonly clocks: Clocks;
  readonly services: Services;
  readonly loop: Loop;
  readonly wire: Wire;
  readonly users: Users;
  readonly watch: Watch;
  readonly config: SyncConfig;
  readonly tell: (what: string) => void;
  readonly story: string[];
  /** People act and services fail. Off in the end, when everything must come to rest. */
  wild: boolean;
  /** Called before every effect and await. */
  between: (chance: number) => void;
  faultsSoFar(): number;
  install(name: string): Promise<Installation>;
  readonly installations: Installation[];
  readonly runs: RunSpan[];
  readonly logged: Logged[];
  readonly linkedAt: Map<RecordName, number>;
  readonly remapped: Set<string>;
  crashes: number;
}

/** Steps that one run may take: a few thousand is far beyond what eight records need. */
const mostSteps = 3_000;
const minute = 60_000;

export function configOf(engine: Engine, now: number): SyncConfig {
  const fields = Object.fromEntries(
    kindList.map((kind) => [kind, mappingOf(engine, kind)]),
  ) as unknown as SyncConfig['fields'];
  return {
    version: 1,
    syncType: { account: 'twoWay', contact: 'twoWay', product: 'twoWay' },
    fields,
    importFrom: now - 365 * 24 * 60 * minute,
    secondaryEmail: false,
    policy: 'crm',
  };
}

export function openTheatre(
  engine: Engine,
  seed: string,
  traits: Traits,
  dice: Dice,
  changes: Partial<SyncConfig> = {},
): Theatre {
  const clocks = createClocks(traits.leads);
  const leeway = {
    desk: { deskIndexLagMs: traits.deskIndexLag },
    crm: {
      crmIndexLagMs: traits.crmIndexLag,
      crmStaleBatch: dice.pick(['whole', 'perRecord'] as const),
    },
  };
  const services = createServices(seed, clocks, leeway);
  if (traits.normalising)
    for (const side of ['desk', 'crm'] as const)
      services.sandboxes[side].world.own.set('rewrite', normaliser(side));
  const story: string[] = [];
  const tell = (what: string): void => void story.push(`${clocks.now()} ${what}`);
  const theatre = {} as Theatre;
  const loop = createLoop(dice, clocks, () => theatre.between(1));
  const wire = createWire({
    loop,
    clocks,
    dice,
    services,
    weather: () => ({
      longestWay: traits.longestWay,
      hang: theatre.wild ? traits.hang : 0,
    }),
  });
  const users = createUsers({
    services,
    clocks,
    dice,
    habits: traits.habits,
    most: 6,
    visibilityLag: traits.visibilityLag,
  });
  const watch = createWatch(services, wire);
  const logged: Logged[] = [];
  const seen = new Set<string>();
  const config = { ...configOf(engine, clocks.local.now()), ...changes };
  return Object.assign(theatre, {
    seed,
    engine,
    dice,
    traits,
    clocks,
    services,
    loop,
    wire,
    users,
    watch,
    config,
    tell,
    story,
    wild: true,
    between: () => undefined,
    faultsSoFar: () =>
      [...services.sandboxes.desk.world.calls, ...services.sandboxes.crm.world.calls].filter(
        (call) => call.fault !== null,
      ).length,
    installations: [],
    runs: [],
    logged,
    linkedAt: new Map<RecordName, number>(),
    remapped: new Set<string>(),
    crashes: 0,
    async install(name: string) {
      const installation = await createInstallation({
        name,
        engine,
        loop,
        clocks,
        dice,
        services,
        wire,
        config,
        pause: () => {
          if (dice.chance(0.05)) clocks.advance(1);
          theatre.between(0.1);
        },
        onCommit(who, batch) {
          watch.committed(who, batch);
          for (const { kind, desk, crm } of batch.pairs ?? [])
            for (const record of desk && crm
              ? ([`desk/${kind}/${desk.id}`, `crm/${kind}/${crm.id}`] as const)
              : [])
              if (!theatre.linkedAt.has(record))
                theatre.linkedAt.set(record, services.events.length);
          for (const row of batch.conflicts ?? []) {
            if (seen.has(`${who} ${row.id}`)) continue;
            seen.add(`${who} ${row.id}`);
            logged.push({ row, order: services.events.length });
          }
        },
      });
      theatre.installations.push(installation);
      return installation;
    },
  } satisfies Omit<Theatre, never>);
}

/** One run of one installation to its end, or to the death of its worker. */
export async function runOnce(
  theatre: Theatre,
  installation: Installation,
  trigger: Run['trigger'],
): Promise<RunOutcome | 'died'> {
  const { loop, runs, clocks } = theatre;
  let outcome: RunOutcome | null = null;
  let failure: unknown = null;
  const span = {
    who: installation.name,
    start: clocks.now(),
    end: null as number | null,
    died: false,
  };
  runs.push(span);
  void (async () => {
    try {
      outcome = await installation.sync().run(trigger);
    } catch (thrown) {
      failure = thrown;
    }
  })();
  await loop.drive(() => outcome !== null || failure !== null || installation.isDead(), mostSteps);
  span.end = clocks.now();
  if (failure !== null) throw failure;
  if (outcome !== null) return outcome;
  span.died = true;
  theatre.crashes += 1;
  return 'died';
}

function evidenceOf(theatre: Theatre): Evidence {
  const { services, wire, logged, runs, traits, remapped, linkedAt } = theatre;
  return {
    ledger: createLedger(services.events),
    events: services.events,
    calls: wire.calls,
    logged,
    runs,
    linkedAt,
    lag: Math.max(traits.deskIndexLag, traits.crmIndexLag) + traits.visibilityLag,
    remapped,
  };
}

/** Lets everything that is still under way end, with nobody acting and nothing failing. */
export async function comeToRest(theatre: Theatre): Promise<readonly Violation[]> {
  const { clocks, services, wire, installations, watch } = theatre;
  theatre.wild = false;
  for (const side of ['desk', 'crm'] as const) services.sandboxes[side].world.faults.set([], 0);
  // Late requests take at most five minutes, indexes at most four, a quarantine ten.
  clocks.advance(11 * minute);
  for (const side of ['desk', 'crm'] as const) await wire.settle(side);
  for (const one of installations) {
    one.wake(null);
    await one.sync().resume();
  }
  let evidence = evidenceOf(theatre);
  let open: readonly Violation[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (const one of installations) {
      clocks.advance(6 * minute);
      const outcome = await runOnce(theatre, one, 'person');
      // Held by the brake: a person must say yes first, and nobody does here.
      const isHeld = typeof outcome !== 'string' && outcome.problem?.code === 'sync.held';
      if (!isHeld && (typeof outcome === 'string' || outcome.problem !== null))
        return [
          {
            property: 'P2 convergence',
            what: `a calm run ended as ${typeof outcome === 'string' ? outcome : (outcome.problem?.code ?? '')}`,
          },
        ];
    }
    evidence = evidenceOf(theatre);
    open = converged(evidence, () => false);
    if (open.length === 0) break;
  }
  const before = services.events.length;
  for (const one of installations) {
    clocks.advance(6 * minute);
    await runOnce(theatre, one, 'person');
  }
  const quiet: Violation[] = services.events.slice(before).map((event) => ({
    property: 'P7 quiescence',
    what: `${event.operation} ${event.side} ${event.kind} ${event.id} in a run after convergence`,
  }));
  return [...open, ...quiet, ...(await watch.atRest(installations))];
}

export function verdictOf(theatre: Theatre, more: readonly Violation[]): Verdict {
  const evidence = evidenceOf(theatre);
  const { violations, unpreventable } = noLostUpdate(evidence);
  const duplicates = noDuplicate(evidence);
  const all = [...violations, ...duplicates.violations, ...theatre.watch.violations(), ...more];
  return {
    seed: theatre.seed,
    steps: theatre.loop.steps(),
    crashes: theatre.crashes,
    edits: theatre.users.edits(),
    faults: theatre.faultsSoFar(),
    calls: theatre.wire.calls.length,
    unpreventable,
    unrecognised: duplicates.unrecognised,
    violations: all,
    trace: theatre.watch.trace(),
    story: theatre.story,
    events: theatre.services.events,
    callList: theatre.wire.calls,
  };
}

/** Plays one seed. */
export async function playSchedule(
  engine: Engine,
  profile: ProfileName,
  seed: string,
): Promise<Verdict> {
  installLightWeb();
  const dice = createDice(`${profile === 'plain' ? 'standard' : profile}/${seed}`);
  const traits = drawTraits(profile, dice, seed);
  const { deletions } = traits;
  const theatre = openTheatre(engine, seed, traits, dice, deletions ? { deletions } : {});
  const { users, clocks, services, tell } = theatre;
  users.populate();
  clocks.advance(dice.whole(1, 20) * 1_000);
  const act = (): void => {
    const done = users.act();
    if (done !== '') tell(done);
  };
  theatre.between = (share) => {
    if (theatre.wild && users.edits() < traits.edits && dice.chance(traits.acts * share)) act();
  };
  const installation = await theatre.install('a');
  const administrator = createAdministrator(theatre, installation);
  const people = theatre.between;
  theatre.between = (share) => {
    people(share);
    if (share === 1 && theatre.wild) administrator.act();
  };
  for (const side of ['desk', 'crm'] as const)
    services.sandboxes[side].world.faults.set(traits.faults, traits.faultRate);
  try {
    for (let round = 0; round < 40 && users.edits() < traits.edits; round += 1) {
      for (let count = dice.whole(0, 3); count > 0; count -= 1) act();
      const death = dice.chance(traits.deaths)
        ? {
            at: dice.whole(1, round === 0 ? 250 : 120),
            moment: dice.pick(['before', 'after'] as const),
          }
        : null;
      if (installation.isDead() || death !== null) installation.wake(death);
      administrator.plan();
      const outcome = await runOnce(theatre, installation, dice.pick(['alarm', 'alarm', 'person']));
      tell(`run: ${typeof outcome === 'string' ? outcome : (outcome.problem?.code ?? 'well')}`);
      installation.spare();
      await administrator.look();
      const wake = installation.isDead() ? null : await installation.sync().nextWakeAt();
      const due = Math.max(0, (wake ?? 0) - clocks.local.now());
      clocks.advance(
        dice.weighted([
          [3, dice.whole(1, 2_000)],
          [5, due + dice.whole(0, 2_000)],
          [2, dice.whole(1, 12) * minute],
        ]),
      );
    }
    await administrator.restore();
    const rest = await comeToRest(theatre);
    return verdictOf(theatre, rest);
  } catch (thrown) {
    const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return verdictOf(theatre, [{ property: 'P10 every run ends', what }]);
  }
}
