/** The administrator, who pauses, goes on and changes the settings while the sync is at work. */
import type { FieldDirection, FieldPair, SyncConfig, SyncType } from '../../sync/types/settings';
import type { Kind } from '../../sync/types';
import { kindList, simFields } from './fields';
import type { Installation } from './installation';
import { createDice } from './random';
import type { Theatre } from './theatre';

/** Effects after which the administrator acts in a run that is to be disturbed. */
const soon = 80;

export interface Administrator {
  /** Before a run: decides whether it is to be disturbed, and when. */
  plan(): void;
  /** Between two effects. */
  act(): void;
  /** After a run: goes on after a pause, sooner or later. */
  look(): Promise<void>;
  /** Puts the settings back to what they were. */
  restore(): Promise<void>;
}

const directions: readonly FieldDirection[] = ['off', 'both', 'both', 'toDesk', 'toCrm'];
const syncTypes: readonly SyncType[] = [
  'twoWay',
  'twoWay',
  'crmToDesk',
  'deskToCrm',
  'displayOnly',
];

export function createAdministrator(theatre: Theatre, one: Installation): Administrator {
  const { traits, engine, tell, seed } = theatre;
  // Dice of its own, so that a seed without it is what it was.
  const dice = createDice(`${seed}/administrator`);
  let pauseIn: number | null = null;
  let remapIn: number | null = null;

  const save = async (change: (config: SyncConfig) => SyncConfig): Promise<void> => {
    try {
      await engine.saveConfig(one.store, null, change, 'readAnew');
    } catch {
      // Two changes at once: the second is refused and not made.
    }
  };

  function remapField(): void {
    const kind = dice.pick(kindList);
    const field = dice.pick(
      simFields[kind].filter((each) => !each.key && !each.mandatory && each.type !== 'lookup'),
    );
    const direction = dice.pick(directions);
    const isMeant = (pair: FieldPair): boolean => pair.desk === field.desk;
    theatre.remapped.add(`${kind}/${field.desk}`);
    tell(`map ${kind} ${field.desk} ${direction}`);
    void save((config) => ({
      ...config,
      fields: {
        ...config.fields,
        [kind]: config.fields[kind].map((pair) => (isMeant(pair) ? { ...pair, direction } : pair)),
      },
    }));
  }

  function changeType(): void {
    const kind: Kind = dice.pick(kindList);
    const type = dice.pick(syncTypes);
    for (const field of simFields[kind]) theatre.remapped.add(`${kind}/${field.desk}`);
    tell(`type ${kind} ${type}`);
    void save((config) => ({ ...config, syncType: { ...config.syncType, [kind]: type } }));
  }

  return {
    plan() {
      pauseIn = dice.chance(traits.pauses) ? dice.whole(1, soon) : null;
      remapIn = dice.chance(traits.remaps) ? dice.whole(1, soon) : null;
    },
    act() {
      if (pauseIn !== null && (pauseIn -= 1) === 0 && !one.isDead()) {
        tell('pause');
        void one.sync().pause();
      }
      if (remapIn !== null && (remapIn -= 1) === 0) (dice.chance(0.7) ? remapField : changeType)();
    },
    async look() {
      const { paused } = await one.store.control();
      if (!paused || dice.chance(0.4)) return;
      tell('resume');
      if (one.isDead()) one.wake(null);
      await one.sync().resume();
    },
    async restore() {
      const now = await one.store.config();
      const { fields, syncType } = theatre.config;
      if (now && theatre.remapped.size > 0)
        await save((config) => ({ ...config, fields, syncType }));
    },
  };
}
