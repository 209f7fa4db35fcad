/** Plays a directed scenario, whole or with a worker that dies in it. */
import type { Kind, Side } from '../../../sync/types';
import type { Engine } from '../import-engine';
import type { Death } from '../installation';
import { installLightWeb } from '../light-web';
import type { Violation } from '../oracles/evidence';
import { calm } from '../profiles';
import { createDice } from '../random';
import { comeToRest } from '../rest';
import { minute, openTheatre, runOnce } from '../theatre';
import { causeOf, verdictOf, type Verdict } from '../verdict';
import { scenarios } from './scenarios';
import type { Stage } from './stage';

/** Scenarios in which a worker may die wherever one likes. */
export const crashable: readonly string[] = Object.keys(scenarios).filter(
  (name) => scenarios[name]?.isMortal !== true,
);

/** Where a worker dies: in the `run`-th run of the scenario, and goes on as a new one at once. */
export interface Crash extends Death {
  readonly run: number;
}

/** The awaits of one run of a scenario. */
export interface Awaits {
  readonly all: number;
  /** Those that changed something durable. */
  readonly lasting: readonly number[];
}

/** Plays one scenario to its rest. `onRun` is told of each run in turn. */
export async function playScenario(
  engine: Engine,
  name: string,
  crash: Crash | null = null,
  onRun: (awaits: Awaits) => void = () => undefined,
): Promise<Verdict> {
  installLightWeb();
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  const traits = {
    ...calm,
    normalising: scenario.normalising === true,
    views: scenario.hasViews === true,
    references: scenario.hasReferences === true,
    deskIndexLag: scenario.deskIndexLag ?? calm.deskIndexLag,
    longestWay: scenario.longestWay ?? calm.longestWay,
  };
  const theatre = openTheatre(engine, name, traits, createDice(name), scenario.config);
  const one = await theatre.install('a', scenario.hasLease);
  const { clocks, services } = theatre;
  let runs = 0;
  const stage: Stage = Object.assign(theatre, {
    one,
    async run() {
      const isStruck = crash?.run === runs;
      runs += 1;
      if (isStruck) one.wake(crash);
      const from = one.awaits();
      const outcome = await runOnce(theatre, one, 'person');
      onRun({
        all: one.awaits() - from,
        lasting: one
          .lasting()
          .map((at) => at - from)
          .filter((at) => at > 0),
      });
      if (!isStruck) return;
      if (outcome !== 'died') return one.spare();
      one.wake(null);
      await runOnce(theatre, one, 'person');
      // What was under way is looked for until it can no longer come; then the scenario goes on.
      if ((await one.store.intents()).length === 0) return;
      clocks.advance(11 * minute);
      await runOnce(theatre, one, 'person');
    },
    pass: (ms: number) => clocks.advance(ms),
    idOf: (side: Side, kind: Kind, nth = 0) => [...services.table(side, kind).all()][nth]?.id ?? '',
  });
  const more: Violation[] = [];
  try {
    await scenario.play(stage);
    theatre.wire.meddle({});
    const verify = (): void => {
      const wrong = scenario.verify?.(stage) ?? [];
      more.push(...wrong.map((what) => ({ property: 'scenario', what })));
    };
    // A worker that died has more to do before everything is as it should be.
    if (crash === null) verify();
    if (scenario.leavesFailures !== true) more.push(...(await comeToRest(theatre)));
    if (crash !== null) verify();
  } catch (thrown) {
    more.push({ property: 'P10 every run ends', what: causeOf(thrown) });
  }
  return verdictOf(theatre, more);
}
