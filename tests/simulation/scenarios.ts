/**
 * Directed scenarios: the rare moments that a schedule meets once in thousands, made on purpose.
 * Each must hold of the product, and each protection has one that fails without it.
 */
import type { Kind, Side } from '../../sync/types';
import type { Engine } from './import-engine';
import { installLightWeb } from './light-web';
import type { Violation } from './oracles/evidence';
import { lostAnswers } from './lost-answers';
import { calm } from './profiles';
import { createDice } from './random';
import { comeToRest } from './rest';
import { at, isCreate, isFeed, isUpdate, once, type Scenario, type Stage } from './stage';
import { openTheatre, runOnce } from './theatre';
import { verdictOf, type Verdict } from './verdict';
import type { Call } from './wire';

const minute = 60_000;
const always = { crmDeleted: 'always', deskDeleted: 'always' } as const;
const deletions = { account: always, contact: always, product: always };

export const scenarios: Readonly<Record<string, Scenario>> = {
  ...lostAnswers,
  'the answer to a create is lost': {
    async play({ users, wire, run, pass }) {
      // Without an address, nothing but the note says that the copy is ours.
      users.create('desk', 'contact');
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), 'dropAfter' as const) });
      await run();
      pass(2 * minute);
      await run();
    },
  },
  'a create takes effect minutes later': {
    async play({ users, wire, run, pass }) {
      users.create('desk', 'contact');
      wire.meddle({
        arriving: once((call) => isCreate(call, 'crm'), { late: 4 * minute }),
      });
      await run();
      pass(minute);
      await run();
      pass(minute);
      await run();
    },
  },
  'a copy is deleted before it is known': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact');
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), 'dropAfter' as const) });
      await run();
      users.remove('crm', 'contact', idOf('crm', 'contact'));
      pass(12 * minute);
      await run();
    },
  },
  'a copy is edited before it is known': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', {
        firstName: 'k901z word',
        title: 'k902z word',
        description: 'k903z word',
      });
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), 'dropAfter' as const) });
      await run();
      pass(5_000);
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title', null);
      pass(minute);
      await run();
    },
  },
  'a customer is made by hand while a copy is awaited': {
    async play({ users, wire, run, pass }) {
      users.create('crm', 'contact', { Email: 'k904z@x.test', Description: 'k905z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), 'dropBefore' as const) });
      await run();
      users.create('desk', 'contact', { email: 'k904z@x.test', title: 'k906z word' });
      pass(minute);
      await run();
    },
  },
  'more records than a page change at one instant': {
    async play({ users, run, pass, services }) {
      for (let count = 0; count < 6; count += 1) users.create('desk', 'contact');
      await run();
      pass(10 * minute);
      for (const { id } of services.live('desk', 'contact'))
        users.edit('desk', 'contact', id, 'title');
      await run();
    },
  },
  'a list moves up while it is read': {
    async play({ users, wire, run, pass, services }) {
      users.create('crm', 'contact');
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), 'dropAfter' as const) });
      await run();
      for (let count = 0; count < 4; count += 1) users.create('desk', 'contact');
      pass(12 * minute);
      const isList = (call: Call): boolean => call.path.includes('sortBy=-createdTime');
      wire.meddle({
        acted: at(isList, () => {
          const newest = services.live('desk', 'contact').at(-1);
          if (newest) users.remove('desk', 'contact', newest.id);
        }),
      });
      await run();
    },
  },
  'the worker dies between a position and its rows': {
    async play(stage) {
      const { users, run, pass, one } = stage;
      await run();
      // Another record each time: a later edit of the same one would make up for a lost one.
      for (let nth = 1; nth <= 45; nth += 1) {
        users.create('desk', 'product');
        // Farther back than the overlap reaches.
        pass(10 * minute);
        one.wake({ at: nth, moment: 'after' });
        await runOnce(stage, one, 'person');
        one.wake(null);
        pass(10 * minute);
        await run();
      }
    },
  },
  'a record is merged away on Desk': {
    config: { deletions },
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact', { email: 'k911z@x.test' });
      users.create('desk', 'contact', { email: 'k912z@x.test' });
      await run();
      pass(10 * minute);
      users.merge('desk', 'contact', idOf('desk', 'contact', 0), idOf('desk', 'contact', 1));
      users.edit('crm', 'contact', idOf('crm', 'contact', 1), 'Title');
      await run();
      pass(10 * minute);
      await run();
      pass(10 * minute);
      await run();
    },
    verify: ({ services }) =>
      services.live('crm', 'contact').length === 2 ? [] : ['a merge deleted the other side'],
  },
  'different fields are edited on both sides': {
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact', { title: 'k921z word', description: 'k922z word' });
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      pass(3_000);
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Description');
      await run();
    },
  },
  'a record is edited whose counterpart is deleted': {
    config: { deletions },
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact', { title: 'k931z word' });
      await run();
      pass(10 * minute);
      users.remove('crm', 'contact', idOf('crm', 'contact'));
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      for (let count = 0; count < 3; count += 1) {
        await run();
        pass(10 * minute);
      }
    },
    verify: ({ services }) =>
      services.live('desk', 'contact').length === 1 ? [] : ['a delete swallowed an edit'],
  },
  'a deletion is followed': {
    config: { deletions },
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact');
      await run();
      pass(10 * minute);
      users.remove('crm', 'contact', idOf('crm', 'contact'));
      for (let count = 0; count < 3; count += 1) {
        await run();
        pass(10 * minute);
      }
    },
    verify: ({ services }) =>
      services.live('desk', 'contact').length === 0 ? [] : ['a deletion was not followed'],
  },
  'a record is edited after its feed was read': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', { title: 'k941z word' });
      await run();
      pass(10 * minute);
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title');
      wire.meddle({
        acted: at(isFeed('desk', 'products'), () => {
          users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
        }),
      });
      await run();
    },
  },
  'a change becomes visible after its time': {
    async play({ users, run, pass, idOf, clocks }) {
      users.create('desk', 'contact');
      await run();
      pass(10 * minute);
      await run();
      pass(minute);
      const twoMinutes = clocks.services.desk.now() - 2 * minute;
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title', 'k951z word', twoMinutes);
      await run();
    },
  },
  'a record is edited twice within a second': {
    longestWay: 4,
    async play({ users, wire, run, pass, idOf, clocks }) {
      users.create('desk', 'contact', { title: 'k961z word', description: 'k962z word' });
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'description');
      // Everything from here to the write falls into one second of CRM's clock.
      const now = clocks.services.crm.now();
      clocks.advance(1_000 - (now % 1_000));
      wire.meddle({
        arriving: at(isFeed('crm', 'Contacts'), () => {
          users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title');
        }),
        acted: at(isUpdate('desk'), () => {
          users.edit('crm', 'contact', idOf('crm', 'contact'), 'Description');
        }),
      });
      await run();
    },
  },
  'somebody pauses in the middle of many writes': {
    async play({ users, wire, run, pass, services, one }) {
      for (let count = 0; count < 12; count += 1) users.create('desk', 'contact');
      await run();
      pass(10 * minute);
      for (const { id } of services.live('desk', 'contact'))
        users.edit('desk', 'contact', id, 'title');
      wire.meddle({ acted: at(isUpdate('crm'), () => void one.sync().pause()) });
      await run();
    },
  },
  'a field is edited again before its write was seen': {
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact', { title: 'k971z word' });
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      await run();
      pass(2_000);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      await run();
    },
  },
  'a record has the id of another one on the other side': {
    async play({ users, run, pass, services }) {
      for (let count = 0; count < 4; count += 1) {
        users.create('desk', 'account', { description: `k99${count}z word` });
        users.create('crm', 'account', { Description: `k98${count}z word` });
      }
      await run();
      pass(10 * minute);
      for (const { id } of services.live('desk', 'account'))
        users.edit('desk', 'account', id, 'phone');
      for (const { id } of services.live('crm', 'account'))
        users.edit('crm', 'account', id, 'Annual_Revenue');
      await run();
    },
  },
  'an address is freed by our own write': {
    async play({ users, run, pass, idOf }) {
      users.create('crm', 'contact', { Email: 'k991z@x.test' });
      await run();
      pass(10 * minute);
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Email');
      users.create('crm', 'contact', { Email: 'k991z@x.test' });
      await run();
      pass(minute);
      await run();
    },
    verify: ({ services }) =>
      services.live('desk', 'contact').length === 2 ? [] : ['the second was held back for good'],
  },
  'the services rewrite what they are given': {
    normalising: true,
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact', { title: 'k981z word', description: 'k982z word' });
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Description');
      await run();
    },
  },
  'most of the records are deleted at once': {
    config: { deletions },
    async play({ users, run, pass, services }) {
      for (let count = 0; count < 14; count += 1) users.create('desk', 'product');
      await run();
      pass(10 * minute);
      for (const { id } of services.live('crm', 'product').slice(0, 13))
        users.remove('crm', 'product', id);
      for (let count = 0; count < 3; count += 1) {
        await run();
        pass(10 * minute);
      }
    },
    verify: ({ services }) =>
      services.live('desk', 'product').length >= 14 - 10
        ? []
        : ['more records were deleted than need no yes'],
  },
};

/** Plays one scenario to its rest. */
export async function playScenario(engine: Engine, name: string): Promise<Verdict> {
  installLightWeb();
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  const traits = {
    ...calm,
    normalising: scenario.normalising === true,
    longestWay: scenario.longestWay ?? calm.longestWay,
  };
  const theatre = openTheatre(engine, name, traits, createDice(name), scenario.config);
  const one = await theatre.install('a');
  const { clocks, services } = theatre;
  const stage: Stage = Object.assign(theatre, {
    one,
    async run() {
      await runOnce(theatre, one, 'person');
    },
    pass: (ms: number) => clocks.advance(ms),
    idOf: (side: Side, kind: Kind, nth = 0) => [...services.table(side, kind).all()][nth]?.id ?? '',
  });
  const more: Violation[] = [];
  try {
    await scenario.play(stage);
    theatre.wire.meddle({});
    const before = scenario.verify?.(stage) ?? [];
    more.push(...before.map((what) => ({ property: 'scenario', what })));
    more.push(...(await comeToRest(theatre)));
  } catch (thrown) {
    const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    more.push({ property: 'P10 every run ends', what });
  }
  return verdictOf(theatre, more);
}
