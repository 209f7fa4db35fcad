/** Directed scenarios of credits that run out. */
import type { Scenario, Stage } from './stage';

const minute = 60_000;
const scarce = { capPerDay: 60, reservePerDay: 20 };

/** The administrator takes the caps away. */
async function lift({ engine, one, caps, wire }: Stage): Promise<void> {
  const from = wire.calls.length;
  await engine.saveConfig(
    one.store,
    null,
    (config) => ({ ...config, credits: undefined }),
    'sameRecords',
  );
  caps.push({ from, credits: undefined });
}

export const creditScenarios: Readonly<Record<string, Scenario>> = {
  'the credits of the day are used up': {
    config: { credits: { desk: scarce, crm: scarce } },
    async play(stage) {
      const { users, run, pass } = stage;
      for (let nth = 0; nth < 6; nth += 1) {
        users.create(nth % 2 === 0 ? 'desk' : 'crm', 'contact');
        await run();
        pass(10 * minute);
      }
      await lift(stage);
    },
  },
  'the credits of the day end with the first of three tries': {
    // The last credit goes with a call that is tried again.
    config: { credits: { desk: { ...scarce, capPerDay: 57 } } },
    async play(stage) {
      const { users, run, pass, services } = stage;
      users.create('crm', 'contact');
      services.sandboxes.desk.world.faults.set(['truncate'], 1);
      for (let nth = 0; nth < 6; nth += 1) {
        await run();
        pass(10 * minute);
      }
      services.sandboxes.desk.world.faults.set([], 0);
      await lift(stage);
    },
  },
  'the service has no credits left': {
    async play({ users, run, pass, services, clocks, idOf }) {
      users.create('desk', 'contact', { title: 'k861z word' });
      await run();
      for (const { meter } of [services.desk, services.crm])
        meter.spent.push({ at: clocks.services.crm.now(), credits: meter.dailyLimit - 203 });
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      for (let nth = 0; nth < 6; nth += 1) {
        await run();
        pass(5 * 60 * minute);
      }
    },
  },
};
