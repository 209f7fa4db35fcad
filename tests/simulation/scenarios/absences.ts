/** Directed scenarios of records that are missed for a moment, and of those that wait for one to go. */
import { at, isFeed, isUpdate, once, type Scenario, type Stage } from './stage';

const minute = 60_000;
const always = { crmDeleted: 'always', deskDeleted: 'always' } as const;
const deletions = { account: always, contact: always, product: always };
const name = 'k971z word';

/** A linked product, a second one in Desk that bears its name and is held back, and the first one gone. */
async function heldBack({ users, run, pass, idOf }: Stage): Promise<void> {
  users.create('crm', 'product', { Product_Name: name });
  await run();
  pass(20 * minute);
  const first = idOf('desk', 'product');
  users.create('desk', 'product', { productName: name });
  await run();
  pass(20 * minute);
  users.remove('desk', 'product', first);
  await run();
  pass(20 * minute);
}

const isMade = ({ services }: Stage): readonly string[] =>
  services.live('crm', 'product').some((one) => one.fields['Product_Name'] === name)
    ? []
    : ['the record that was held back has no counterpart'];

export const absences: Readonly<Record<string, Scenario>> = {
  'a record is restored that was in the bin when it was written to': {
    async play({ users, wire, run, pass, idOf }) {
      const desk = users.create('desk', 'contact');
      await run();
      // Longer than feeds are read again: a restore modifies nothing.
      pass(30 * minute);
      const crm = idOf('crm', 'contact');
      users.edit('desk', 'contact', desk, 'lastName');
      wire.meddle({ arriving: at(isUpdate('crm'), () => users.remove('crm', 'contact', crm)) });
      await run();
      users.restore('crm', 'contact', crm);
      pass(20 * minute);
      await run();
    },
    verify: ({ services }) => {
      const [desk] = services.live('desk', 'contact');
      const [crm] = services.live('crm', 'contact');
      return desk?.fields['lastName'] === crm?.fields['Last_Name'] ? [] : ['an edit was given up'];
    },
  },
  'an account is restored that a contact was refused for': {
    async play({ users, wire, run, pass, idOf }) {
      const account = users.create('crm', 'account');
      const contact = users.create('crm', 'contact');
      await run();
      pass(30 * minute);
      const desk = idOf('desk', 'account');
      users.edit('crm', 'contact', contact, 'Account_Name', account);
      const remove = at(isUpdate('desk'), () => users.remove('desk', 'account', desk));
      wire.meddle({
        arriving: remove,
        acted: at(isFeed('desk', `accounts/${desk}`), () => users.restore('desk', 'account', desk)),
      });
      await run();
      pass(20 * minute);
      await run();
    },
    verify: ({ services }) => {
      const [contact] = services.live('desk', 'contact');
      const [account] = services.live('desk', 'account');
      return contact?.fields['accountId'] === account?.id ? [] : ['the contact has no account'];
    },
  },
  'an address was sent without an answer to a record that lost its counterpart': {
    deskIndexLag: 5 * minute,
    async play({ users, wire, run, pass }) {
      const crm = users.create('crm', 'contact', { Email: 'k972z@x.test' });
      await run();
      pass(30 * minute);
      users.edit('crm', 'contact', crm, 'Email', 'k973z@x.test');
      wire.meddle({ arriving: once(isUpdate('desk'), 'dropAfter' as const) });
      await run();
      users.remove('crm', 'contact', crm);
      pass(minute);
      await run();
      users.create('crm', 'contact', { Email: 'k973z@x.test' });
      await run();
      pass(20 * minute);
      await run();
    },
    // A worker that died may never have sent it: then the first copy keeps its address.
    verify: ({ services }) => {
      const held = services.live('desk', 'contact').map((one) => one.fields['email']);
      return new Set(held).size === held.length ? [] : ['somebody was given a second copy'];
    },
  },
  'a name is given up in the look before a deletion': {
    config: { deletions },
    async play(stage) {
      await heldBack(stage);
      const { users, wire, services, run, pass } = stage;
      const rename = (): void => {
        for (const { id } of services.live('crm', 'product'))
          users.edit('crm', 'product', id, 'Product_Name');
      };
      wire.meddle({ acted: at(isFeed('crm', 'Products/deleted'), rename) });
      await run();
      pass(20 * minute);
      await run();
    },
    verify: isMade,
  },
  'a name is free when its bearer follows into the bin': {
    config: { deletions },
    async play(stage) {
      await heldBack(stage);
      await stage.run();
      stage.pass(20 * minute);
      await stage.run();
    },
    verify: isMade,
  },
};
