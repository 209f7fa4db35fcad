import './overview.css';
import './setup.css';
import './access.css';
import { CircleCheck, CircleAlert } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { SetupView, StatusView } from '../../sync/protocol';
import type { AgentView } from '../../sync/protocol/access';
import type { OptionsStore } from '../state/options-store';
import { Dialog } from '../ui/dialog';
import { exact, lately } from '../ui/format';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { useNow } from '../ui/use-now';
import { Received } from './received';
import { OwnHostsBlock } from './own-hosts';
import { Failed } from './failed';

interface AgentHomeProps {
  agent: AgentView;
  setup: SetupView;
  status: StatusView;
  store: OptionsStore;
  busy: boolean;
}

/** All an agent has to know of their installation: it is connected, to what, and by whose rules. */
export function AgentHome({ agent, setup, status, store, busy }: AgentHomeProps) {
  const now = useNow();
  const [leaving, setLeaving] = useState(false);
  const isLost = status.state === 'reconnect';
  const problem = setup.problem?.at === 'access' ? setup.problem.problem : null;
  return (
    <div class="op-in setup">
      <header class="op-h">
        <div class="state">
          <Icon of={isLost ? CircleAlert : CircleCheck} class={isLost ? 'amber' : 'green'} />
          <div>
            <h1>{i18n.t(isLost ? 'state.reconnect' : 'agent.connected')}</h1>
            <p>{i18n.t(isLost ? 'state.reconnectLead' : 'agent.connectedLead')}</p>
          </div>
        </div>
        <div class="acts">
          {isLost ? (
            <button
              class="btn primary"
              type="button"
              disabled={busy}
              onClick={() => store.goTo('agent')}
            >
              {i18n.t('actions.reconnect')}
            </button>
          ) : (
            <button
              class="btn"
              type="button"
              disabled={busy}
              onClick={() => store.access('access.follow', undefined)}
            >
              {i18n.t(busy ? 'client.checking' : 'agent.follow')}
            </button>
          )}
        </div>
      </header>
      {!busy && <Failed problem={problem} />}
      {!agent.crmUser && (
        <Notice tone="plain" title={i18n.t('deskOnly.title')}>
          <span>{i18n.t('agent.withoutCrmLead')}</span>
        </Notice>
      )}
      <dl class="plain">
        <dt>{i18n.t('side.desk')}</dt>
        <dd dir="auto">{agent.deskName}</dd>
        <dt>{i18n.t('side.crm')}</dt>
        <dd dir="auto">{agent.crmName}</dd>
        <dt>{i18n.t('connection.as')}</dt>
        <dd>
          <bdi>{status.connection?.userName ?? i18n.t('none')}</bdi>
          {agent.crmUser && !isLost && (
            <>
              {' · '}
              <button
                class="link"
                type="button"
                disabled={busy}
                onClick={() => store.signIn('crm')}
              >
                {i18n.t('writingConsent.signIn')}
              </button>
            </>
          )}
        </dd>
        <dt>{i18n.t('agent.settings')}</dt>
        <dd>
          {agent.settingsOf === null ? (
            i18n.t('agent.settingsOfText')
          ) : (
            <time title={exact(agent.settingsOf)}>
              {i18n.t('agent.settingsPublished', { age: lately(agent.settingsOf, now) })}
            </time>
          )}
          {agent.lookedAt !== null && (
            <span class="muted">
              {' '}
              · {i18n.t('agent.lookedAt', { age: lately(agent.lookedAt, now) })}
            </span>
          )}
        </dd>
      </dl>
      <Received setup={{ ...setup, problem: null }} store={store} busy={busy} />
      <OwnHostsBlock />
      <p class="pasting">
        <button class="link" type="button" disabled={busy} onClick={() => setLeaving(true)}>
          {i18n.t('agent.leave')}
        </button>
      </p>
      {leaving && (
        <Dialog alert title={i18n.t('agent.leaveTitle')} onClose={() => setLeaving(false)}>
          <p>{i18n.t('agent.leaveLead')}</p>
          <form method="dialog" class="dlg-acts">
            <button class="btn" autofocus disabled={busy}>
              {i18n.t('cancel')}
            </button>
            <button
              class="btn danger"
              type="button"
              disabled={busy}
              onClick={store.deleteIntegration}
            >
              {i18n.t('agent.leave')}
            </button>
          </form>
        </Dialog>
      )}
    </div>
  );
}
