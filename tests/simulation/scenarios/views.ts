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
  'an account goes, and a contact in the list view loses its reference': {
    hasViews: true,
    async play({ users, run, pass, idOf, services }) {
      const account = users.create('crm', 'account', { Account_Name: 'k1011z word' });
      const contact = users.create('crm', 'contact', {
        Email: 'k1012z@x.test',
        Account_Name: { id: account },
      });
      move(services, 'account', account, true);
      move(services, 'contact', contact, true);
      await run();
      pass(30 * minute);
      await run();
      users.remove('crm', 'account', account);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      for (let count = 0; count < 2; count += 1) {
        await run();
        pass(10 * minute);
      }
    },
    verify: ({ services }) => {
      const [desk] = services.live('desk', 'contact');
      const [crm] = services.live('crm', 'contact');
      return desk?.fields['title'] === crm?.fields['Title']
        ? []
        : ['a record that left no view was taken for outside'];
    },
  },
  'a record enters the list view in the second in which it was read': {
    hasViews: true,
    longestWay: 40,
    async play({ users, wire, clocks, run, pass, idOf, services }) {
      users.create('crm', 'contact', { Email: 'k1021z@x.test' });
      const id = idOf('crm', 'contact');
      await run();
      pass(30 * minute);
      const edit = at(isFeed('crm', 'Contacts'), () => {
        pass(1_000 - (clocks.services.crm.now() % 1_000));
        users.edit('crm', 'contact', id, 'Title');
      });
      const enter = at(
        ({ path }) => path.includes('/Contacts?') && path.includes('cvid='),
        () => move(services, 'contact', id, true),
      );
      wire.meddle({ arriving: edit, acted: enter });
      await run();
      pass(10 * minute);
      await run();
    },
    verify: ({ services }) =>
      services.live('desk', 'contact').length === 1 ? [] : ['a record that entered was not seen'],
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
