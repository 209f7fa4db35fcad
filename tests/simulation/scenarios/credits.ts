/** Directed scenarios of credits that run out. */
import type { Scenario } from './stage';

const minute = 60_000;
const scarce = { capPerDay: 60, reservePerDay: 20 };

export const creditScenarios: Readonly<Record<string, Scenario>> = {
  'the credits of the day are used up': {
    config: { credits: { desk: scarce, crm: scarce } },
    async play(stage) {
      const { users, run, pass, engine, one, caps, wire } = stage;
      for (let nth = 0; nth < 6; nth += 1) {
        users.create(nth % 2 === 0 ? 'desk' : 'crm', 'contact');
        await run();
        pass(10 * minute);
      }
      const lift = { from: wire.calls.length, credits: undefined };
      await engine.saveConfig(
        one.store,
        null,
        (config) => ({ ...config, credits: undefined }),
        'sameRecords',
      );
      caps.push(lift);
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
