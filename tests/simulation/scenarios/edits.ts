/** Directed scenarios of edits on both sides. */
import { at, isFeed, isUpdate, type Scenario } from './stage';

const minute = 60_000;

export const edits: Readonly<Record<string, Scenario>> = {
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
  'a record is edited twice within a second': {
    longestWay: 4,
    async play({ users, wire, run, pass, idOf, clocks }) {
      users.create('desk', 'contact', { title: 'k961z word', description: 'k962z word' });
      await run();
      pass(10 * minute);
      const id = idOf('crm', 'contact');
      users.edit('crm', 'contact', id, 'Title', 'k963z word');
      pass(3_000);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'description');
      // Saved again in the second of the look before the write, and edited in what is left of it.
      let isObserved = false;
      const look = at(
        (call) => isObserved && isFeed('crm', 'Contacts')(call),
        () => {
          const now = clocks.services.crm.now();
          clocks.advance(1_000 - (now % 1_000));
          users.edit('crm', 'contact', id, 'Title', 'k963z word');
        },
      );
      const write = at(isUpdate('crm'), () => {
        users.edit('crm', 'contact', id, 'Description');
      });
      wire.meddle({
        arriving(call) {
          isObserved ||= isFeed('desk', 'products')(call);
          look(call);
          write(call);
        },
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
  'the services rewrite what they are given': {
    normalising: true,
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact', { title: 'k981z word', description: 'k982z word' });
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Description');
      await run();
      pass(10 * minute);
      await run();
    },
    // An edit each way. A death may repeat one; what a service made of a value is never sent back.
    verify: ({ wire }) => {
      const writes = wire.calls.filter((call) => isUpdate('desk')(call) || isUpdate('crm')(call));
      return writes.length <= 3 ? [] : [`${writes.length} updates for two edits`];
    },
  },
  'a rule of each service fights over a field': {
    // The field stays as the last of them wrote it.
    leavesFailures: true,
    async play({ users, run, pass, idOf, services }) {
      users.create('desk', 'contact', { title: 'chief' });
      await run();
      const [desk, crm] = [idOf('desk', 'contact'), idOf('crm', 'contact')];
      for (let round = 0; round < 4; round += 1) {
        pass(10 * minute);
        users.edit('desk', 'contact', desk, 'title', 'CHIEF');
        await run();
        pass(10 * minute);
        if (services.table('crm', 'contact').get(crm)?.fields['Title'] !== 'CHIEF') return;
        users.edit('crm', 'contact', crm, 'Title', 'chief');
        await run();
      }
    },
    verify: ({ wire }) => {
      const writes = wire.calls.filter((call) => isUpdate('desk')(call) || isUpdate('crm')(call));
      return writes.length <= 4 ? [] : [`${writes.length} updates in a fight of eight rounds`];
    },
  },
};
