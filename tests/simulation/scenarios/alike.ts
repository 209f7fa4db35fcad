/** Directed scenarios of records that bear one name, and of those that are no longer there. */
import { at, isFeed, once, type Scenario, type Stage } from './stage';

const minute = 60_000;
const always = { crmDeleted: 'always', deskDeleted: 'always' } as const;
const deletions = { account: always, contact: always, product: always };

/** Longer than feeds are read again. */
const beyondFeeds = 21 * minute;

/** An account, its copy in CRM, and another of the same name on Desk that has to wait. */
async function withWaiting({ users, run, pass }: Stage): Promise<{ own: string; rival: string }> {
  const own = users.create('desk', 'account', { accountName: 'k771z word' });
  await run();
  const rival = users.create('desk', 'account', { accountName: 'k771z word' });
  await run();
  pass(beyondFeeds);
  return { own, rival };
}

export const alike: Readonly<Record<string, Scenario>> = {
  'an address is cleared right after two records were matched by it': {
    async play({ users, wire, run, pass, idOf, services }) {
      users.create('desk', 'contact', { email: 'k701z@x.test' });
      users.create('crm', 'contact', { Email: 'k701z@x.test', Title: 'k702z word' });
      // After the feed of contacts was read, so that the look before the write is the first to see it.
      wire.meddle({
        acted: at(isFeed('desk', 'products'), () => {
          users.edit('desk', 'contact', idOf('desk', 'contact'), 'email', null);
        }),
      });
      await run();
      pass(minute);
      await run();
      // Without an address nothing joins them any more; their link does.
      const id = services.live('crm', 'contact')[0]?.id ?? '';
      users.edit('crm', 'contact', id, 'Title');
      await run();
    },
    verify: ({ services, idOf }) => {
      const cleared = services.table('desk', 'contact').get(idOf('desk', 'contact'));
      return (cleared?.fields['email'] ?? null) === null ? [] : ['a clearing was undone'];
    },
  },
  'a record was deleted for good before its name is free': {
    async play(stage) {
      const { users, run, pass } = stage;
      const { own, rival } = await withWaiting(stage);
      users.remove('desk', 'account', rival, true);
      users.edit('desk', 'account', own, 'accountName');
      await run();
      pass(minute);
      await run();
    },
    verify: ({ services }) =>
      services.live('crm', 'account').length === 1
        ? []
        : ['a copy was made of a record that was gone'],
  },
  'a linked record is deleted for good while its namesake waits': {
    async play(stage) {
      const { users, wire, run, pass } = stage;
      const { own, rival } = await withWaiting(stage);
      users.edit('desk', 'account', own, 'phone');
      users.edit('desk', 'account', rival, 'description');
      wire.meddle({
        acted: at(isFeed('desk', 'products'), () => users.remove('desk', 'account', own, true)),
      });
      await run();
      pass(minute);
    },
  },
  'two records alike are merged after nobody could tell them apart': {
    async play({ users, run, pass }) {
      const winner = users.create('desk', 'account', { accountName: 'k781z word' });
      const loser = users.create('desk', 'account', { accountName: 'k781z word' });
      users.create('crm', 'account', { Account_Name: 'k781z word', Description: 'k782z word' });
      await run();
      pass(beyondFeeds);
      users.merge('desk', 'account', winner, loser);
      await run();
    },
  },
  'a record comes back whose counterpart was kept and deleted by itself': {
    config: { deletions },
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'contact', { title: 'k711z word' });
      await run();
      pass(10 * minute);
      const [own, copy] = [idOf('desk', 'contact'), idOf('crm', 'contact')];
      users.remove('desk', 'contact', own);
      users.edit('crm', 'contact', copy, 'Title');
      await run();
      pass(10 * minute);
      // In which order it happened no client can tell.
      users.restore('desk', 'contact', own);
      users.remove('crm', 'contact', copy);
      await run();
      pass(10 * minute);
      users.edit('desk', 'contact', own, 'title');
      await run();
    },
    verify: ({ services }) =>
      services.live('crm', 'contact').length === 0 ? [] : ['a deletion was undone on a guess'],
  },
  'a record comes back while our own delete of the other has no answer': {
    config: { deletions },
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'product', { productCode: 'k731z word' });
      await run();
      pass(10 * minute);
      const id = idOf('crm', 'product');
      users.remove('crm', 'product', id);
      await run();
      pass(10 * minute);
      wire.meddle({
        arriving: once((call) => call.path.endsWith('/moveToTrash'), 'dropAfter' as const),
      });
      await run();
      users.restore('crm', 'product', id);
      for (let count = 0; count < 3; count += 1) {
        pass(10 * minute);
        await run();
      }
    },
    verify: ({ services }) =>
      services.live('crm', 'product').length === 1 ? [] : ['a restored record was deleted'],
  },
  'a new record bears a name that was given up, and the old counterpart is merged away': {
    async play({ users, run, pass }) {
      const name = 'k731z word';
      const first = users.create('desk', 'account', { accountName: name });
      const old = users.create('crm', 'account', { Account_Name: name, Description: 'k732z word' });
      const survivor = users.create('crm', 'account');
      await run();
      pass(minute);
      users.edit('desk', 'account', first, 'accountName');
      users.create('desk', 'account', { accountName: name });
      users.merge('crm', 'account', survivor, old);
      for (let count = 0; count < 3; count += 1) {
        await run();
        pass(minute);
      }
    },
    verify: ({ services }) =>
      services.live('crm', 'account').some(({ fields }) => fields['Account_Name'] === 'k731z word')
        ? []
        : ['a record of a new id was taken for one that was merged away'],
  },
  'an edit becomes visible in the second of the one before': {
    async play({ users, wire, run, pass, idOf, clocks }) {
      users.create('desk', 'contact', { title: 'k721z word' });
      await run();
      pass(10 * minute);
      const now = clocks.services.crm.now();
      clocks.advance(1_100 - (now % 1_000));
      const id = idOf('crm', 'contact');
      users.edit('crm', 'contact', id, 'Description');
      const time = clocks.services.crm.now();
      pass(3_000);
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
      wire.meddle({
        acted: at(isFeed('crm', 'Contacts/deleted'), () => {
          users.edit('crm', 'contact', id, 'Title', 'k722z word', time + 500);
        }),
      });
      await run();
    },
  },
};
