/** Directed scenarios of batches that are refused, or cut short. */
import type { Call } from '../wire';
import { at, isCreate, type Scenario } from './stage';

const minute = 60_000;

/** A refusal of everything that was sent, as CRM words it when it cannot tell records apart. */
const refusal = {
  status: 400,
  body: {
    code: 'INVALID_DATA',
    details: { api_name: 'data' },
    message: 'body',
    status: 'error',
  },
};

export const batches: Readonly<Record<string, Scenario>> = {
  'one record spoils a batch': {
    async play({ users, wire, run, pass }) {
      for (let count = 0; count < 3; count += 1)
        users.create('desk', 'contact', { title: `k84${count}z word` });
      wire.meddle({
        arriving: (call) =>
          isCreate(call, 'crm') && call.body?.includes('k841z') === true ? refusal : undefined,
      });
      await run();
      pass(minute);
      await run();
    },
    verify: ({ services }) =>
      services.live('crm', 'contact').length === 2
        ? []
        : ['what stood beside a spoilt record was not created'],
    leavesFailures: true,
  },
  'an edit becomes visible under an earlier time than a batch is guarded by': {
    async play({ users, wire, run, pass, services }) {
      for (let count = 0; count < 3; count += 1)
        users.create('desk', 'product', { productCode: `k85${count}z word` });
      await run();
      pass(10 * minute);
      const [first, ...rest] = services.live('crm', 'product').map(({ id }) => id);
      users.edit('crm', 'product', first ?? '', 'Description');
      pass(minute);
      await run();
      pass(minute);
      for (const { id } of services.live('desk', 'product'))
        users.edit('desk', 'product', id, 'productCode');
      // It was begun before the first one was saved, and is shown after the look at all three.
      const began = services.sandboxes.crm.world.clock.now() - 4 * minute;
      wire.meddle({
        acted: at(isLook, () =>
          users.edit('crm', 'product', rest[0] ?? '', 'Product_Code', undefined, began),
        ),
      });
      await run();
    },
  },
  'records are edited between the look and the batch': {
    async play({ users, wire, run, pass, services, clocks }) {
      for (let count = 0; count < 3; count += 1)
        users.create('desk', 'contact', { title: `k87${count}z word` });
      await run();
      pass(20 * minute);
      for (const { id } of services.live('desk', 'contact'))
        users.edit('desk', 'contact', id, 'title');
      let isStruck = false;
      wire.meddle({
        arriving: (call) => {
          if (isStruck || call.method !== 'PUT' || !call.path.endsWith('/Contacts')) return;
          isStruck = true;
          clocks.advance(2_000);
          for (const { id } of services.live('crm', 'contact'))
            users.edit('crm', 'contact', id, 'Title');
        },
      });
      await run();
      pass(minute);
      await run();
    },
  },
  'a batch of updates is carried out after its connection was lost': {
    async play({ users, wire, run, pass, services }) {
      for (let count = 0; count < 3; count += 1)
        users.create('desk', 'contact', { title: `k88${count}z word` });
      await run();
      pass(20 * minute);
      for (const { id } of services.live('desk', 'contact'))
        users.edit('desk', 'contact', id, 'title');
      const { faults } = services.sandboxes.crm.world;
      wire.meddle({
        arriving: at(isBatchUpdate, () => faults.set(['applyLate'], 1)),
        acted: at(isBatchUpdate, () => faults.set([], 0)),
      });
      await run();
      pass(20 * minute);
      await run();
    },
  },
};

const isBatchUpdate = (call: Call): boolean =>
  call.method === 'PUT' && call.path.endsWith('/Contacts');

/** The look at several records before they are written. */
const isLook = (call: Call): boolean => call.side === 'crm' && call.path.includes('ids=');
