/** Every designed state of set-up and of the overview, by name. */
import type { SetupView, StatusView } from '../../../sync/protocol';
import {
  setup,
  status,
  crmSignIn,
  deskSignIn,
  firstStatus,
  now,
  problem,
} from '../../unit/components/fixtures';
import { accessStates } from './access-states';

const minute = 60_000;
interface OptionsPreview {
  readonly setup: SetupView;
  readonly status: StatusView;
}

const unconnected: StatusView = { ...status, state: 'notConnected', connection: null, run: null };
const at = (view: Partial<SetupView>, shown: StatusView = unconnected): OptionsPreview => ({
  setup: { ...setup, ...view },
  status: shown,
});
const done = (shown: Partial<StatusView>): OptionsPreview =>
  at({ step: 'done' }, { ...status, ...shown });

const clientId = '1000.Q7HJ3LX0W2V9KDRT5M8NZB4YCPSE6A';

export const optionsStates: Readonly<Record<string, OptionsPreview>> = {
  client: at({}),
  clientbad: at({
    clientId,
    problem: {
      at: 'client',
      problem: problem(
        'configuration',
        'Zoho does not know this client ID in the data centre zoho.eu. Check the ID, or choose the data centre the client was registered in.',
      ),
    },
  }),
  clientok: at({ clientId }),
  connect: at({ step: 'connect', clientId, desk: deskSignIn }),
  connectnew: at({ step: 'connect', clientId }),
  waiting: at({ step: 'connect', clientId, desk: deskSignIn, signingIn: 'crm' }),
  notadmin: at({ step: 'connect', clientId, desk: { ...deskSignIn, administrator: false } }),
  connectbad: at({
    step: 'connect',
    clientId,
    desk: deskSignIn,
    problem: {
      at: 'crm',
      problem: problem(
        'configuration',
        'Zoho does not know the redirect address. Paste the one shown in step 1 into the client at Zoho, then sign in again.',
      ),
    },
  }),
  connected: at({ step: 'connect', clientId, desk: deskSignIn, crm: crmSignIn }),
  company: at({ step: 'company', clientId, desk: deskSignIn, crm: crmSignIn }),
  companylacks: at({
    step: 'company',
    clientId,
    desk: { ...deskSignIn, lacks: ['deskBin'] },
    crm: { ...crmSignIn, lacks: ['crmProducts', 'crmVariables'] },
  }),
  foreign: at({
    step: 'company',
    clientId,
    crm: crmSignIn,
    foreignCrmIds: 2_310,
    desk: {
      ...deskSignIn,
      organisationId: '2',
      organisations: [
        {
          id: '2',
          name: 'Halden Instruments Support',
          type: 'production',
          edition: 'Enterprise',
          currency: null,
          administrator: true,
        },
        {
          id: '3',
          name: 'Halden Sandbox',
          type: 'sandbox',
          edition: 'Enterprise',
          currency: null,
          administrator: true,
        },
        {
          id: '4',
          name: 'Halden Japan K.K.',
          type: 'production',
          edition: 'Professional',
          currency: null,
          administrator: false,
        },
      ],
    },
  }),
  running: at({ step: 'done' }, firstStatus),
  firstpaused: at(
    { step: 'done' },
    { ...firstStatus, state: 'paused', pausedAt: now - 20 * minute, remainingMs: null },
  ),
  overview: done({}),
  quiet: done({ failures: 0, conflicts: 0, topFailures: [] }),
  paused: done({ state: 'paused', pausedAt: now - 20 * minute }),
  syncing: done({
    state: 'syncing',
    remainingMs: 9 * minute,
    run: { ...firstStatus.run!, type: 'incremental' },
  }),
  trouble: done({
    state: 'trouble',
    problem: problem(
      'transient',
      'Desk answered with errors for 10 min. Tandem tries again at 12:10.',
    ),
  }),
  reconnect: done({
    state: 'reconnect',
    problem: problem(
      'configuration',
      'CRM no longer accepts the sign-in. Sign in again; links and settings are kept.',
    ),
  }),
  displayonly: done({ state: 'displayOnly' }),
  ...accessStates,
};
