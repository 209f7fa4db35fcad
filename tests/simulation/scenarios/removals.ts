/** Directed scenarios of records that go. */
import type { Call } from '../wire';
import { at, isCreate, isFeed, isUpdate, once, type Scenario, type Stage } from './stage';

const minute = 60_000;
const always = { crmDeleted: 'always', deskDeleted: 'always' } as const;
const deletions = { account: always, contact: always, product: always };

/** What was merged away is made nowhere, and who took it in is. */
function onlyThatOfSurvivor({ services }: Stage): readonly string[] {
  const [copy, ...more] = services.live('crm', 'contact');
  const [survivor] = services.live('desk', 'contact');
  const isItsOwn = copy?.fields['Last_Name'] === survivor?.fields['lastName'];
  return more.length === 0 && isItsOwn ? [] : ['a record was made of one that was merged away'];
}

/** Nobody emptied the contact's reference, so it never reads as none. */
function keepsItsAccount({ services }: Stage): readonly string[] {
  const isLost = services.events.some(
    ({ side, kind, after }) =>
      side === 'desk' && kind === 'contact' && after?.['accountId'] === null,
  );
  return isLost ? ['the contact lost its account'] : [];
}

export const removals: Readonly<Record<string, Scenario>> = {
  'an account comes back before anything followed its deletion': {
    config: { deletions },
    async play({ users, run, pass, idOf }) {
      users.create('crm', 'account');
      await run();
      pass(20 * minute);
      const id = idOf('desk', 'account');
      users.remove('desk', 'account', id);
      users.create('crm', 'contact', { Account_Name: { id: idOf('crm', 'account') } });
      await run();
      users.restore('desk', 'account', id);
      pass(minute);
      await run();
    },
  },
  'an account gets another counterpart than its contacts knew': {
    async play({ users, run, pass, idOf }) {
      const account = users.create('crm', 'account', { Account_Name: 'k922z word' });
      users.create('crm', 'contact', { Account_Name: { id: account } });
      await run();
      pass(10 * minute);
      users.remove('desk', 'account', idOf('desk', 'account'));
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'accountId', null);
      await run();
      pass(10 * minute);
      users.create('desk', 'account', { accountName: 'k922z word' });
      await run();
      pass(minute);
      await run();
    },
    verify: ({ services, logged }) => {
      const [account] = services.live('desk', 'account');
      const [contact] = services.live('desk', 'contact');
      const isLogged = logged.some(({ row }) => row.field.desk === 'accountId');
      return contact?.fields['accountId'] === account?.id && isLogged
        ? []
        : ['the contact stayed without an account, or the clearing is not on record'];
    },
  },
  'an account goes when its feed of deletions has just been read': {
    async play({ users, wire, run, pass }) {
      const account = users.create('crm', 'account');
      const contact = users.create('crm', 'contact', { Account_Name: { id: account } });
      await run();
      pass(10 * minute);
      users.edit('crm', 'contact', contact, 'Title');
      let isRead = false;
      const isTold = at(isFeed('crm', 'Accounts/deleted'), () => {
        users.remove('crm', 'account', account);
        isRead = true;
      });
      // Both feeds are read at the same time: that of contacts is repeated until its turn has come.
      const isEarly = (call: Call): boolean => !isRead && isFeed('crm', 'Contacts?')(call);
      wire.meddle({
        arriving: (call) => (isEarly(call) ? 'dropBefore' : undefined),
        acted: isTold,
      });
      await run();
      // Longer than feeds are read again: CRM fills the reference and modifies no contact for that.
      pass(20 * minute);
      await run();
      users.restore('crm', 'account', account);
      await run();
    },
    verify: keepsItsAccount,
  },
  'an account comes back and with it what referred to it': {
    async play({ users, run, pass, idOf }) {
      const account = users.create('crm', 'account');
      const contact = users.create('crm', 'contact', { Account_Name: { id: account } });
      await run();
      pass(10 * minute);
      users.remove('crm', 'account', account);
      users.edit('crm', 'contact', contact, 'Title');
      await run();
      pass(20 * minute);
      await run();
      users.restore('crm', 'account', account);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'description');
      await run();
    },
    verify: keepsItsAccount,
  },
  'a record is merged into one that was just made': {
    config: { deletions },
    async play({ users, run, pass, idOf }) {
      users.create('crm', 'account');
      await run();
      pass(10 * minute);
      const lost = idOf('crm', 'account', 0);
      users.merge('crm', 'account', users.create('crm', 'account'), lost);
      for (let count = 0; count < 3; count += 1) {
        await run();
        pass(10 * minute);
      }
    },
  },
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
  'a record is merged away on Desk before it has a copy': {
    config: { deletions },
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', { email: 'k913z@x.test', title: 'k914z word' });
      wire.meddle({ arriving: once((call) => isCreate(call, 'crm'), 'dropBefore' as const) });
      await run();
      pass(12 * minute);
      const survivor = users.create('desk', 'contact', { email: 'k913z@x.test' });
      users.merge('desk', 'contact', survivor, idOf('desk', 'contact', 0));
      await run();
      pass(minute);
      await run();
    },
    verify: onlyThatOfSurvivor,
  },
  'a record is merged away on Desk while the sync is paused': {
    config: { deletions },
    async play({ users, wire, run, pass, idOf, one }) {
      users.create('desk', 'contact', { email: 'k915z@x.test', title: 'k916z word' });
      wire.meddle({ acted: at(isFeed('desk', 'products'), () => void one.sync().pause()) });
      await run();
      pass(minute);
      const survivor = users.create('desk', 'contact', { email: 'k915z@x.test' });
      users.merge('desk', 'contact', survivor, idOf('desk', 'contact', 0));
      await one.sync().resume();
      await run();
      pass(minute);
      await run();
    },
    verify: onlyThatOfSurvivor,
  },
  'a record is restored unseen, and then its counterpart is deleted': {
    config: { deletions },
    deskIndexLag: 3 * minute,
    async play({ users, run, pass, idOf, services }) {
      users.create('crm', 'contact', { Title: 'k932z word' });
      await run();
      pass(10 * minute);
      const copy = idOf('desk', 'contact');
      users.remove('desk', 'contact', copy);
      await run();
      pass(10 * minute);
      // Desk's search does not show it yet.
      users.restore('desk', 'contact', copy);
      for (const { id } of services.live('crm', 'contact')) users.remove('crm', 'contact', id);
      for (let count = 0; count < 3; count += 1) {
        await run();
        pass(10 * minute);
      }
    },
  },
  'a record goes under an update and is back before anybody looks': {
    async play({ users, wire, run, pass, idOf }) {
      const id = users.create('desk', 'contact');
      await run();
      pass(20 * minute);
      users.edit('desk', 'contact', id, 'lastName');
      const copy = idOf('crm', 'contact');
      wire.meddle({ arriving: at(isUpdate('crm'), () => users.remove('crm', 'contact', copy)) });
      await run();
      users.restore('crm', 'contact', copy);
      for (let count = 0; count < 3; count += 1) {
        pass(10 * minute);
        await run();
      }
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
