/** Directed scenarios of feeds and their positions. */
import { runOnce } from '../theatre';
import { at, isFeed, type Scenario } from './stage';

const minute = 60_000;

export const readings: Readonly<Record<string, Scenario>> = {
  'more records than a page change at one instant': {
    async play({ users, run, pass, services }) {
      for (let count = 0; count < 6; count += 1) users.create('desk', 'contact');
      await run();
      pass(10 * minute);
      for (const { id } of services.live('desk', 'contact'))
        users.edit('desk', 'contact', id, 'title');
      await run();
    },
  },
  'the worker dies between a position and its rows': {
    isMortal: true,
    // One feed a side: others are read at the same time, and few deaths would strike this one.
    config: { syncType: { account: 'twoWay', contact: 'displayOnly', product: 'displayOnly' } },
    async play(stage) {
      const { users, run, pass, one } = stage;
      await run();
      // The feed that is read, with another record each time: a later edit of the same one
      // would make up for a lost one.
      for (let nth = 1; nth <= 40; nth += 1) {
        users.create('desk', 'account');
        // Farther back than the overlap reaches.
        pass(16 * minute);
        one.wake({ at: nth, moment: 'after' });
        await runOnce(stage, one, 'person');
        one.wake(null);
        pass(16 * minute);
        await run();
      }
    },
  },
  'a record is edited after its feed was read': {
    async play({ users, wire, run, pass, idOf }) {
      users.create('desk', 'contact', { title: 'k941z word' });
      await run();
      pass(10 * minute);
      users.edit('crm', 'contact', idOf('crm', 'contact'), 'Title');
      wire.meddle({
        acted: at(isFeed('desk', 'products'), () => {
          users.edit('desk', 'contact', idOf('desk', 'contact'), 'title');
        }),
      });
      await run();
    },
  },
  'a change becomes visible after its time': {
    async play({ users, run, pass, idOf, clocks }) {
      users.create('desk', 'contact');
      await run();
      pass(10 * minute);
      await run();
      pass(minute);
      const twoMinutes = clocks.services.desk.now() - 2 * minute;
      users.edit('desk', 'contact', idOf('desk', 'contact'), 'title', 'k951z word', twoMinutes);
      await run();
    },
  },
};
