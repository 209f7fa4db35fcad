/** Directed scenarios of batches that are refused, or cut short. */
import { isCreate, type Scenario } from './stage';

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
};
