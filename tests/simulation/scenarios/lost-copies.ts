/** Directed scenarios of copies that go before they are known, or were never sent. */
import { runOnce } from '../theatre';
import { at, isCreate, isFeed, once, type Scenario } from './stage';

const minute = 60_000;

export const lostCopies: Readonly<Record<string, Scenario>> = {
  'a likely copy is merged away, and another record takes its place': {
    async play({ users, wire, run, pass, idOf, one }) {
      const source = users.create('crm', 'account', {
        Account_Name: 'k961z word',
        Description: 'k962z word',
      });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), 'dropAfter' as const) });
      await run();
      pass(5_000);
      const copy = idOf('desk', 'account');
      users.edit('desk', 'account', copy, 'phone');
      // The first sync goes on for long: what it has read of the copy is all that it knows.
      wire.meddle({ acted: at(isFeed('desk', 'products'), () => void one.sync().pause()) });
      await run();
      users.merge('desk', 'account', users.create('desk', 'account'), copy);
      users.create('desk', 'account', { accountName: 'k961z word' });
      users.edit('crm', 'account', source, 'Account_Name');
      pass(12 * minute);
      await one.sync().resume();
      await run();
      pass(minute);
      await run();
    },
  },
  'a copy is merged away between the list that names it and its own reading': {
    async play({ users, wire, run, pass, idOf }) {
      const survivor = users.create('desk', 'contact');
      await run();
      users.create('crm', 'contact', { Email: 'k965z@x.test', Title: 'k966z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), 'dropAfter' as const) });
      await run();
      pass(5_000);
      const copy = idOf('desk', 'contact', 1);
      const isList = isFeed('desk', 'contacts?sortBy=-createdTime');
      wire.meddle({ acted: at(isList, () => users.merge('desk', 'contact', survivor, copy)) });
      await run();
      pass(12 * minute);
      await run();
    },
  },
  'a copy is named by a list whose reading fails, and merged away': {
    async play({ users, wire, run, pass, idOf }) {
      const survivor = users.create('desk', 'contact');
      await run();
      users.create('crm', 'contact', { Email: 'k967z@x.test', Title: 'k968z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), 'dropAfter' as const) });
      await run();
      pass(5_000);
      const copy = idOf('desk', 'contact', 1);
      wire.meddle({
        arriving: (call) => (call.path.endsWith(`/contacts/${copy}`) ? 'dropBefore' : undefined),
      });
      await run();
      wire.meddle({});
      users.merge('desk', 'contact', survivor, copy);
      pass(12 * minute);
      await run();
    },
  },
  'the worker dies before it sends a create, and somebody makes the same': {
    isMortal: true,
    async play(stage) {
      const { users, run, pass, one, services } = stage;
      await run();
      for (let nth = 20; nth <= 50; nth += 1) {
        const name = `k${963_000 + nth}z word`;
        users.create('crm', 'product', { Product_Name: name });
        pass(minute);
        one.wake({ at: nth, moment: 'after' });
        await runOnce(stage, one, 'person');
        one.wake(null);
        const isMade = services
          .live('desk', 'product')
          .some(({ fields }) => fields['productName'] === name);
        if (!isMade) users.create('desk', 'product', { productName: name });
        pass(12 * minute);
        await run();
      }
    },
    verify: ({ services }) =>
      services.live('desk', 'product').length === services.live('crm', 'product').length
        ? []
        : ['a record made by hand was not taken for the counterpart'],
  },
  'the worker that looked a copy up dies, and the copy is merged away': {
    isMortal: true,
    async play(stage) {
      const { users, wire, run, pass, one, services } = stage;
      const survivor = users.create('desk', 'account');
      await run();
      for (let nth = 1; nth <= 40; nth += 1) {
        const before = new Set(services.live('desk', 'account').map(({ id }) => id));
        users.create('crm', 'account', { Description: `k${964_000 + nth}z word` });
        pass(minute);
        wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), 'dropAfter' as const) });
        await run();
        pass(5_000);
        one.wake({ at: nth, moment: 'after' });
        await runOnce(stage, one, 'person');
        one.wake(null);
        const copy = services.live('desk', 'account').find(({ id }) => !before.has(id));
        if (copy) users.merge('desk', 'account', survivor, copy.id);
        pass(12 * minute);
        await run();
      }
    },
  },
};
