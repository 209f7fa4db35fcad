/** Directed scenarios of writes whose answer never comes. */
import { isCreate, isUpdate, once, type Scenario } from './stage';
import { runOnce } from '../theatre';

const minute = 60_000;
const dropAfter = 'dropAfter' as const;

/** Contacts with enough in them to be told apart. */
const filled = { firstName: 'k701z word', title: 'k702z word', description: 'k703z word' };

export const lostAnswers: Readonly<Record<string, Scenario>> = {
  'an update takes effect after the next one': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', filled);
      await run();
      pass(10 * minute);
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title');
      wire.meddle({ arriving: once(isUpdate('desk'), { late: 4 * minute }) });
      await run();
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title');
      pass(minute);
      await run();
      pass(5 * minute);
      await run();
      pass(6 * minute);
      await run();
    },
  },
  'the answer to an update is lost and its source is edited again': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', filled);
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      wire.meddle({ arriving: once(isUpdate('crm'), dropAfter) });
      await run();
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      pass(minute);
      await run();
    },
    // CRM wins a conflict: were our own write taken for an edit, it would undo the second one.
    verify: ({ logged, services }) => [
      ...(logged.length === 0 ? [] : ['our own write was taken for an edit']),
      ...(services.live('crm', 'contact')[0]?.fields['Title'] ===
      services.live('desk', 'contact')[0]?.fields['title']
        ? []
        : ['the second edit did not arrive']),
    ],
  },
  'a name that was sent without an answer is given to nobody else': {
    deskIndexLag: 3 * minute,
    async play({ users, wire, run, pass }) {
      const first = users.create('crm', 'account', { Description: 'k705z word' });
      await run();
      pass(10 * minute);
      users.edit('crm', 'account', first, 'Account_Name', 'k706z word');
      wire.meddle({ arriving: once(isUpdate('desk'), dropAfter) });
      await run();
      users.edit('crm', 'account', first, 'Account_Name');
      users.create('crm', 'account', { Account_Name: 'k706z word' });
      // Desk's search does not show yet what it has taken.
      pass(minute);
      await run();
      pass(12 * minute);
      await run();
    },
    verify: ({ services }) =>
      services.live('desk', 'account').length === 2 ? [] : ['the second was held back for good'],
  },
  'a value that came without an answer is cleared': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', { firstName: 'k704z word' });
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      wire.meddle({ arriving: once(isUpdate('crm'), dropAfter) });
      await run();
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title', null);
      pass(11 * minute);
      await run();
    },
  },
  'the worker dies somewhere in an update': {
    isMortal: true,
    async play(stage) {
      const { users, run, pass, idOf, one } = stage;
      users.create('desk', 'contact', filled);
      await run();
      for (let nth = 12; nth <= 40; nth += 1) {
        pass(10 * minute);
        users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
        one.wake({ at: nth, moment: 'after' });
        await runOnce(stage, one, 'person');
        one.wake(null);
        users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
        pass(minute);
        await run();
        pass(11 * minute);
        await run();
      }
    },
    verify: ({ logged }) => (logged.length === 0 ? [] : ['our own write was taken for an edit']),
  },
  'most of a copy is edited before it is known': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('crm', 'product', {
        Product_Code: 'k711z word',
        Unit_Price: 712.256,
        Description: 'k713z word',
      });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), dropAfter) });
      await run();
      pass(5_000);
      const id = idOf('desk', 'product');
      users.edit('desk', 'product', id, 'description', null);
      users.edit('desk', 'product', id, 'productCode');
      users.edit('desk', 'product', id, 'unitPrice');
      pass(12 * minute);
      await run();
    },
  },
  'a customer is made by hand and edited while a copy is awaited': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('crm', 'product', { Product_Name: 'k721z word', Unit_Price: 722.256 });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), 'dropBefore' as const) });
      await run();
      users.create('desk', 'product', { productName: 'k721z word' });
      pass(5_000);
      users.edit('desk', 'product', idOf('desk', 'product'), 'description');
      pass(minute);
      await run();
    },
    // It has no price: that is no clearing of the other one's.
    verify: ({ services }) =>
      services.live('crm', 'product')[0]?.fields['Unit_Price'] === 722.256
        ? []
        : ['a price was cleared that nobody had cleared'],
  },
  'the source of a copy is renamed before it is known': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('crm', 'product', {
        Product_Name: 'k731z word',
        Product_Code: 'k732z word',
        Description: 'k733z word',
      });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), dropAfter) });
      await run();
      pass(5_000);
      users.edit('desk', 'product', idOf('desk', 'product'), 'description');
      users.edit('crm', 'product', idOf('crm', 'product'), 'Product_Name');
      pass(minute);
      await run();
      pass(5 * minute);
      await run();
    },
  },
};
