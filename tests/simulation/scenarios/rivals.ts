/** Directed scenarios of two installations that sync the same organisations. */
import { runTogether } from '../theatre';
import type { Scenario } from './stage';

const minute = 60_000;

export const rivals: Readonly<Record<string, Scenario>> = {
  'two installations begin at once': {
    hasLease: true,
    async play(stage) {
      const { users, one, install, pass } = stage;
      const two = await install('b', true);
      for (let count = 0; count < 3; count += 1) {
        users.create('desk', 'contact', { email: `k80${count}z@x.test`, title: `k81${count}z` });
        users.create('crm', 'account', { Description: `k82${count}z word` });
      }
      await runTogether(stage, [one, two], 'person');
      pass(minute);
      await runTogether(stage, [two, one], 'person');
    },
    verify: ({ services }) =>
      (['contact', 'account'] as const).every((kind) =>
        (['desk', 'crm'] as const).every((side) => services.live(side, kind).length <= 3),
      )
        ? []
        : ['both made the same records'],
  },
  'another installation takes over from one that is gone': {
    hasLease: true,
    async play(stage) {
      const { users, run, install, pass, installations, idOf } = stage;
      users.create('desk', 'contact', { email: 'k831z@x.test', title: 'k832z word' });
      users.create('crm', 'contact', { Email: 'k833z@x.test' });
      await run();
      const two = await install('b', true);
      installations.splice(0, installations.length, two);
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title');
      pass(13 * minute);
      await runTogether(stage, [two], 'person');
    },
  },
  'another installation takes over after a copy got another name': {
    hasLease: true,
    hasReferences: true,
    async play(stage) {
      const { users, run, install, pass, installations, idOf } = stage;
      users.create('desk', 'product');
      // Without an address no key would ever tell.
      users.create('desk', 'contact', { lastName: 'k841z word', email: null });
      await run();
      const two = await install('b', true);
      installations.splice(0, installations.length, two);
      users.edit('desk', 'product', idOf('desk', 'product'), 'productName');
      pass(13 * minute);
      await runTogether(stage, [two], 'person');
    },
    verify: ({ services }) =>
      (['contact', 'product'] as const).every((kind) =>
        (['desk', 'crm'] as const).every((side) => services.live(side, kind).length === 1),
      )
        ? []
        : ['a record was made again for one that names it'],
  },
};
