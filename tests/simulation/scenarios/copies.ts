/** Directed scenarios of creates: whose copy is whose. */
import type { Call } from '../wire';
import { at, isCreate, isFeed, once, type Scenario } from './stage';

const minute = 60_000;

const isChanges = (call: Call): boolean =>
  isFeed('crm', 'Contacts?')(call) && !call.path.includes('Created_Time&');

export const copies: Readonly<Record<string, Scenario>> = {
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
  'a create takes effect after the run has looked for it': {
    async play({ users, wire, run, pass }) {
      // Nothing but what it shows tells whose it is.
      users.create('desk', 'contact', { description: 'k941z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), { late: 4 * minute }) });
      await run();
      pass(minute);
      const strike = at(isChanges, () => pass(4 * minute));
      wire.meddle({ arriving: (call) => strike(call) });
      await run();
      pass(minute);
      await run();
    },
  },
  'a copy is observed after its look-up and deleted before the next': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', { description: 'k942z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), { late: minute + 5_000 }) });
      await run();
      pass(minute);
      // Within one slice: the next one would look it up again.
      const strike = at(isChanges, () => pass(10_000));
      wire.meddle({ arriving: (call) => strike(call) });
      await run();
      users.remove('crm', 'contact', idOf('crm', 'contact'));
      pass(12 * minute);
      await run();
    },
    verify: ({ services }) =>
      services.live('crm', 'contact').length === 0 ? [] : ['a deleted copy was made again'],
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
  'a copy is observed and deleted before it is known': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', { email: 'k918z@x.test', title: 'k919z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), 'dropAfter' as const) });
      await run();
      pass(5_000);
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title');
      pass(minute);
      await run();
      // The list of deletions tells of it under another name than it was made with.
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Last_Name');
      users.remove('crm', 'contact', idOf('crm', 'contact'));
      pass(12 * minute);
      await run();
      await run();
    },
  },
  'a copy is observed and merged away before it is known': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('crm', 'contact', { Email: 'k920z@x.test', Title: 'k921z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), 'dropAfter' as const) });
      await run();
      pass(5_000);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      pass(minute);
      await run();
      // Desk names it nowhere.
      const survivor = users.create('desk', 'contact');
      users.merge('desk', 'contact', survivor, idOf('desk', 'contact', 0));
      pass(12 * minute);
      await run();
      await run();
    },
  },
  'a copy is edited before it is known, and cleared after': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', { email: 'k923z@x.test', title: 'k924z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), 'dropAfter' as const) });
      await run();
      pass(5_000);
      const copy = idOf('crm', 'contact');
      users.edit('crm', 'contact', copy, 'Title');
      pass(12 * minute);
      // Between the look-up that adopts it and the feed.
      const isLookUp = (call: Call): boolean => call.path.includes('sort_by=Created_Time');
      wire.meddle({ acted: at(isLookUp, () => users.edit('crm', 'contact', copy, 'Title', null)) });
      await run();
      pass(minute);
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
  'the source of a copy is edited before it is known': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', { email: 'k907z@x.test', title: 'k908z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), 'dropAfter' as const) });
      await run();
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title', 'k909z word');
      pass(12 * minute);
      await run();
      await run();
    },
    verify: ({ services }) =>
      services.live('desk', 'contact')[0]?.fields['title'] === 'k909z word'
        ? []
        : ['our own copy was taken for an edit'],
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
  'a copy comes after the same customer was made by hand': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('crm', 'contact', { Email: 'k914z@x.test', Description: 'k915z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'desk'), { late: 4 * minute }) });
      await run();
      users.create('desk', 'contact', { email: 'k914z@x.test', title: 'k916z word' });
      pass(minute);
      await run();
      // Were that one taken for the copy, the copy would come to a customer that bears another key.
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'email', 'k917z@x.test');
      pass(minute);
      await run();
      pass(3 * minute);
      await run();
      pass(12 * minute);
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
          for (const { id } of services.live('desk', 'contact').slice(-2))
            users.remove('desk', 'contact', id);
        }),
      });
      await run();
    },
  },
};
