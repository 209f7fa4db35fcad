/** Everything that acts in a schedule or a scenario, and one run of it. */
import type { Run } from '../../sync/types/runs';
import type { SyncConfig } from '../../sync/types/settings';
import type { RunOutcome } from '../../sync/engine/sync';
import { createClocks, type Clocks } from './clocks';
import { kindList, mappingOf } from './fields';
import type { Engine } from './import-engine';
import { createInstallation, type Installation } from './installation';
import type { RecordName } from './known';
import { createLoop, type Loop } from './loop';
import { normaliser } from './normaliser';
import type { Linking, Logged, RunSpan } from './oracles/evidence';
import type { Caps } from './oracles/spending';
import type { Traits } from './profiles';
import type { Dice } from './random';
import { withReferences } from './references';
import { createServices, type Services } from './services';
import { createUsers, type Users } from './users';
import { chosenViews } from './views';
import { createWatch, type Watch } from './watch';
import { createWire, type Wire } from './wire';

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
  /** `hasLease`: it asks a lease in CRM before it syncs. */
  install(name: string, hasLease?: boolean): Promise<Installation>;
  readonly installations: Installation[];
  readonly runs: RunSpan[];
  /** What the sync may spend, and from which call on. */
  readonly caps: Caps[];
  readonly logged: Logged[];
  readonly linkedAt: Map<RecordName, number>;
  readonly linkedBy: Map<string, number>;
  readonly linkings: Linking[];
  readonly remapped: Set<string>;
  crashes: number;
}

/** Steps that one run may take: a few thousand is far beyond what eight records need. */
const mostSteps = 3_000;
export const minute = 60_000;

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
      crmFailingShare: traits.failingShare,
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
  const runs: RunSpan[] = [];
  const watch = createWatch(services, wire, runs);
  const logged: Logged[] = [];
  const seen = new Set<string>();
  const counterparts = new Map<RecordName, RecordName>();
  const views = traits.views ? { views: chosenViews(services) } : {};
  const references = traits.references ? withReferences(services) : {};
  const config = { ...configOf(engine, clocks.local.now()), ...views, ...references, ...changes };
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
    runs,
    caps: [{ from: 0, credits: config.credits }],
    logged,
    linkedAt: new Map<RecordName, number>(),
    linkedBy: new Map<string, number>(),
    linkings: [],
    remapped: new Set<string>(),
    crashes: 0,
    async install(name: string, hasLease = false) {
      const installation = await createInstallation({
        name,
        engine,
        loop,
        clocks,
        dice,
        services,
        wire,
        config,
        hasLease,
        pause: () => {
          if (dice.chance(0.05)) clocks.advance(1);
          theatre.between(0.1);
        },
        onCommit(who, batch) {
          watch.committed(who, batch);
          runs
            .findLast((one) => one.who === who)
            ?.commits.push({
              time: clocks.now(),
              calls: wire.calls.length,
              intents: batch.intents ?? [],
            });
          for (const { kind, desk, crm } of batch.pairs ?? []) {
            if (!desk || !crm) continue;
            const names = [`desk/${kind}/${desk.id}`, `crm/${kind}/${crm.id}`] as const;
            const { length: order } = services.events;
            const isNews = names.some((own, at) => counterparts.get(own) !== names[1 - at]);
            if (isNews) theatre.linkings.push({ names, order });
            counterparts.set(names[0], names[1]).set(names[1], names[0]);
            for (const record of names) {
              const { linkedAt, linkedBy } = theatre;
              if (!linkedAt.has(record)) linkedAt.set(record, services.events.length);
              const own = `${who} ${record}`;
              if (!linkedBy.has(own)) linkedBy.set(own, services.events.length);
            }
          }
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
  const [outcome] = await runTogether(theatre, [installation], trigger);
  return outcome as RunOutcome | 'died';
}

/** One run of each at the same time. In the order of the installations. */
export async function runTogether(
  theatre: Theatre,
  installations: readonly Installation[],
  trigger: Run['trigger'],
): Promise<readonly (RunOutcome | 'died')[]> {
  const { loop, runs, clocks } = theatre;
  let failure: unknown = null;
  const under = installations.map((installation) => {
    const span = {
      who: installation.name,
      start: clocks.now(),
      end: null as number | null,
      died: false,
      commits: [],
    };
    runs.push(span);
    const one = { installation, span, outcome: null as RunOutcome | null };
    void (async () => {
      try {
        const worker = installation.sync();
        let outcome = await worker.run(trigger);
        while (outcome === 'slice') outcome = await worker.run(trigger);
        one.outcome = outcome;
        span.end = clocks.now();
      } catch (thrown) {
        failure ??= thrown;
      }
    })();
    return one;
  });
  const isOver = (): boolean =>
    failure !== null ||
    under.every(({ installation, outcome }) => outcome !== null || installation.isDead());
  await loop.drive(isOver, mostSteps * under.length);
  if (failure !== null) throw failure;
  return under.map(({ outcome, span }) => {
    span.end ??= clocks.now();
    if (outcome !== null) return outcome;
    span.died = true;
    theatre.crashes += 1;
    return 'died';
  });
}
