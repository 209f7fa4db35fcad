/** Directed scenarios of records that go. */
import { type Scenario } from './stage';

const minute = 60_000;
const always = { crmDeleted: 'always', deskDeleted: 'always' } as const;
const deletions = { account: always, contact: always, product: always };

export const removals: Readonly<Record<string, Scenario>> = {
  'a record is merged away on Desk': {
    config: { deletions },
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact', { email: 'k911z@x.test', title: 'k912z word' });
      await run();
      pass(10 * minute);
      // The survivor is new and claims the place of the one it took in, which no bin holds.
      const survivor = users.create('desk', 'contact', { email: 'k911z@x.test' });
      users.merge('desk', 'contact', survivor, idOf('desk', 'contact', 0));
      for (let count = 0; count < 4; count += 1) {
        await run();
        pass(10 * minute);
      }
    },
    verify: ({ services }) =>
      services.live('crm', 'contact').length === 1 ? [] : ['a merge deleted the other side'],
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
