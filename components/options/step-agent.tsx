import './setup.css';
import './access.css';
import { CircleCheck, LoaderCircle } from 'lucide';
import { i18n } from '#i18n';
import type { SetupView } from '../../sync/protocol';
import type { AgentView } from '../../sync/protocol/access';
import type { Side } from '../../sync/types';
import type { OptionsStore } from '../state/options-store';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';
import { StepFoot, StepPage } from './step-page';

interface StepAgentProps {
  agent: AgentView;
  setup: SetupView;
  store: OptionsStore;
  signingIn: Side | null;
  busy: boolean;
}

/** An agent signs in as themselves; then it is done. */
export function StepAgent({ agent, setup, store, signingIn, busy }: StepAgentProps) {
  return (
    <StepPage
      title={i18n.t('agent.joinTitle', { desk: agent.deskName })}
      lead={i18n.t('agent.joinLead')}
    >
      <div class="prods">
        <AgentSide side="desk" {...{ agent, setup, store, signingIn, busy }} />
        <AgentSide side="crm" {...{ agent, setup, store, signingIn, busy }} />
      </div>
      <StepFoot note={i18n.t('agent.readOnly')}>
        <button
          class="btn quiet"
          type="button"
          disabled={busy || signingIn !== null}
          onClick={store.deleteIntegration}
        >
          {i18n.t('agent.leave')}
        </button>
      </StepFoot>
    </StepPage>
  );
}

function AgentSide({
  side,
  agent,
  setup,
  store,
  signingIn,
  busy,
}: StepAgentProps & { side: Side }) {
  const name = i18n.t(`side.${side}`);
  const signIn = setup[side];
  const waiting = signingIn === side;
  const problem = setup.problem?.at === side && !waiting ? setup.problem.problem : null;
  const without = side === 'crm' && !agent.crmUser;
  const next = side === 'desk' ? setup.desk === null : setup.desk !== null;
  const disabled = busy || signingIn !== null;
  return (
    <section class="prod" aria-labelledby={`${side}-title`}>
      <div class="prod-h">
        <h2 id={`${side}-title`}>{name}</h2>
        {waiting ? (
          <span class="row small mid">
            <Icon of={LoaderCircle} small class="turn" />
            {i18n.t('connect.waiting')}
          </span>
        ) : signIn === null ? (
          <span class="muted small">
            {i18n.t(without ? 'agent.withoutCrm' : 'connect.notSignedIn')}
          </span>
        ) : (
          <span class="green row small mid">
            <Icon of={CircleCheck} small />
            {i18n.t('connect.signedIn')}
          </span>
        )}
      </div>
      {signIn === null ? (
        <p class="muted">
          {waiting
            ? i18n.t('connect.waitingHint')
            : side === 'desk'
              ? i18n.t('agent.deskLead')
              : without
                ? i18n.t('agent.withoutCrmLead')
                : i18n.t('agent.crmLead', { crm: agent.crmName })}
        </p>
      ) : (
        <p>
          <bdi>{signIn.user.name}</bdi> <span class="muted">· {signIn.user.email}</span>
        </p>
      )}
      {problem !== null && (
        <Notice tone="red" title={i18n.t('connect.failed', { side: name })}>
          <span>{problemText(problem)}</span>
        </Notice>
      )}
      {signIn === null && !waiting && (
        <div class="acts">
          <button
            class={next && !without ? 'btn primary' : 'btn'}
            type="button"
            disabled={disabled}
            onClick={() => store.signIn(side)}
          >
            {i18n.t('connect.signIn', { side: name })}
          </button>
          {side === 'crm' && !without && (
            <button
              class="btn quiet"
              type="button"
              disabled={disabled}
              onClick={() => store.access('access.withoutCrm', undefined)}
            >
              {i18n.t('agent.noCrm')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
