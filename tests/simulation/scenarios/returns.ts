/** Directed scenarios of deleted records that come back. */
import type { Scenario } from './stage';

const minute = 60_000;
const always = { crmDeleted: 'always', deskDeleted: 'always' } as const;
const deletions = { account: always, contact: always, product: always };

export const returns: Readonly<Record<string, Scenario>> = {
  'a record comes back that two have had for their counterpart': {
    config: { deletions },
    async play({ users, run, pass, idOf, services }) {
      const first = users.create('crm', 'product');
      await run();
      pass(10 * minute);
      const copy = idOf('desk', 'product');
      const settle = async (): Promise<void> => {
        await run();
        pass(10 * minute);
        await run();
        pass(10 * minute);
      };
      users.remove('crm', 'product', first);
      await settle();
      users.restore('desk', 'product', copy);
      await settle();
      users.edit('desk', 'product', copy, 'productName');
      users.restore('crm', 'product', first);
      await settle();
      const second = services.live('crm', 'product').find(({ id }) => id !== first);
      users.remove('desk', 'product', copy);
      users.edit('crm', 'product', second?.id ?? '', 'Product_Name');
      await settle();
      users.edit('crm', 'product', first, 'Description');
      users.edit('crm', 'product', second?.id ?? '', 'Product_Code');
      users.restore('desk', 'product', copy);
      await run();
    },
    verify: ({ services }) => {
      const [copy, ...more] = services.live('desk', 'product');
      const [, second] = services.table('crm', 'product').all();
      const isItsOwn = copy?.fields['productName'] === second?.fields['Product_Name'];
      return isItsOwn && more.length === 0
        ? []
        : ['the one that was its counterpart last did not get it back'];
    },
  },
  'two records come back, and a value of one is cleared': {
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'product', { description: 'k951z word' });
      await run();
      pass(10 * minute);
      const [own, copy] = [idOf('desk', 'product'), idOf('crm', 'product')];
      users.remove('desk', 'product', own);
      users.remove('crm', 'product', copy);
      await run();
      pass(10 * minute);
      users.restore('desk', 'product', own);
      users.restore('crm', 'product', copy);
      users.edit('desk', 'product', own, 'description', null);
      await run();
    },
    verify: ({ services }) =>
      services
        .live('crm', 'product')
        .every(({ fields }) => (fields['Description'] ?? null) === null)
        ? []
        : ['a clearing was undone'],
  },
  'a record that was kept goes and comes back, and then its counterpart does': {
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'product', { description: 'k961z word' });
      await run();
      pass(10 * minute);
      const [own, copy] = [idOf('desk', 'product'), idOf('crm', 'product')];
      const after = async (act: () => void): Promise<void> => {
        act();
        await run();
        pass(10 * minute);
      };
      await after(() => users.remove('desk', 'product', own));
      await after(() => users.remove('crm', 'product', copy));
      await after(() => users.restore('crm', 'product', copy));
      await after(() => users.edit('crm', 'product', copy, 'Description', null));
      await after(() => users.restore('desk', 'product', own));
    },
    verify: ({ services }) =>
      services
        .live('desk', 'product')
        .every(({ fields }) => (fields['description'] ?? null) === null)
        ? []
        : ['a clearing was undone'],
  },
  'a record comes back while the list shows it as it was before': {
    deskIndexLag: 4 * minute,
    async play({ users, run, pass, idOf }) {
      users.create('crm', 'product', { Product_Code: 'k971z word' });
      await run();
      pass(5 * minute);
      const [copy, own] = [idOf('desk', 'product'), idOf('crm', 'product')];
      users.edit('crm', 'product', own, 'Product_Code');
      await run();
      pass(minute);
      users.remove('desk', 'product', copy);
      await run();
      pass(10_000);
      users.restore('desk', 'product', copy);
      await run();
    },
    verify: ({ services }) =>
      services.live('crm', 'product').every(({ fields }) => fields['Product_Code'] !== 'k971z word')
        ? []
        : ['a value was brought back that had been replaced'],
  },
  'a record comes back beside another one of its name': {
    async play({ users, run, pass, idOf }) {
      users.create('desk', 'product', { productName: 'k941z word' });
      await run();
      pass(10 * minute);
      const [own, copy] = [idOf('desk', 'product'), idOf('crm', 'product')];
      users.remove('desk', 'product', own);
      users.edit('crm', 'product', copy, 'Product_Name');
      await run();
      pass(10 * minute);
      users.restore('desk', 'product', own);
      users.create('crm', 'product', { Product_Name: 'k941z word' });
      await run();
      pass(minute);
      await run();
    },
    verify: ({ services, idOf }) => {
      const [own, copy] = [idOf('desk', 'product'), idOf('crm', 'product')];
      const name = services.table('desk', 'product').get(own)?.fields['productName'];
      return name === services.table('crm', 'product').get(copy)?.fields['Product_Name']
        ? []
        : ['a namesake took the place of the counterpart'];
    },
  },
};
