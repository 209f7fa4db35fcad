/** Directed scenarios of CRM's list views. */
import { move } from '../views';
import { at, isFeed, type Scenario } from './stage';

const minute = 60_000;

export const viewScenarios: Readonly<Record<string, Scenario>> = {
  'a record leaves the list view and enters it again': {
    hasViews: true,
    async play({ users, run, pass, idOf, services }) {
      users.create('crm', 'contact', { Email: 'k871z@x.test', Title: 'k872z word' });
      const id = idOf('crm', 'contact');
      move(services, 'contact', id, true);
      await run();
      for (const isIn of [false, true]) {
        pass(10 * minute);
        move(services, 'contact', id, isIn);
        await run();
        pass(10 * minute);
        users.edit('crm', 'contact', id, 'Title');
        const twin = idOf('desk', 'contact');
        if (twin !== '') users.edit('desk', 'contact', twin, 'firstName');
        await run();
      }
    },
    verify: ({ services }) =>
      services.live('desk', 'contact').length === 1 ? [] : ['leaving a view deleted a record'],
  },
  'a record leaves the list view just before it is written': {
    hasViews: true,
    async play({ users, wire, run, pass, idOf, services }) {
      users.create('crm', 'contact', { Email: 'k881z@x.test', Title: 'k882z word' });
      const id = idOf('crm', 'contact');
      move(services, 'contact', id, true);
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      // After the feed of contacts was read, so that the look before the write is the first to see it.
      wire.meddle({
        acted: at(isFeed('crm', 'Products'), () => {
          users.edit('crm', 'contact', id, 'Title');
          move(services, 'contact', id, false);
        }),
      });
      for (let count = 0; count < 2; count += 1) {
        await run();
        pass(10 * minute);
      }
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'firstName');
      await run();
    },
  },
  'our own copy enters the list view and leaves it while its counterpart is gone': {
    hasViews: true,
    async play({ users, run, pass, idOf, services }) {
      const source = users.create('desk', 'account', { description: 'k981z word' });
      await run();
      pass(10 * minute);
      const copy = idOf('crm', 'account');
      users.remove('desk', 'account', source);
      for (const isIn of [true, false]) {
        await run();
        pass(10 * minute);
        move(services, 'account', copy, isIn);
      }
      users.edit('crm', 'account', copy, 'Description');
      await run();
      pass(10 * minute);
      users.restore('desk', 'account', source);
      await run();
      pass(minute);
      await run();
    },
    verify: ({ services }) =>
      services.live('desk', 'account')[0]?.fields['description'] === 'k981z word'
        ? []
        : ['a record was written to whose counterpart had left the view'],
  },
};
