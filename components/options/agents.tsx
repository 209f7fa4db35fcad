import './setup.css';
import './access.css';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';
import { ClientForm } from './client-form';
import { CopyLine } from './copy-line';
import { zohoHosts } from './data-centre';
import { Unanswered } from './unanswered';

/** Add agents: a client of their own, then one text for all of them (CON-8). */
export function Agents({ client }: { client: Client }) {
  const query = useQuery(client, 'agents.get', undefined, ['setup']);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const { value } = query;
  if (value === null) return <Unanswered problem={query.problem} again={query.again} />;

  async function save(entered: { clientId: string; clientSecret: string }): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'agents.save', entered);
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    query.again();
  }

  return (
    <div class="agents">
      <p class="muted">{i18n.t('agents.lead')}</p>
      <ol class="todo">
        <li>
          <div>
            <b class="mid">{i18n.t('agents.client')}</b>
            <p class="muted">
              {i18n.t('agents.clientLead', { type: i18n.t('client.serverBased') })}{' '}
              <a
                href={`https://api-console.${zohoHosts[value.dataCentre]}/`}
                target="_blank"
                rel="noopener noreferrer"
              >
                {i18n.t('client.console')}
              </a>
            </p>
            <CopyLine label={i18n.t('client.homepage')} text={value.homepage} />
            <CopyLine label={i18n.t('client.redirect')} text={value.redirectAddress} />
            {value.clientId !== null && (
              <p class="small">
                <span class="muted">{i18n.t('agents.clientNow')}</span>{' '}
                <code dir="ltr">{value.clientId}</code>
              </p>
            )}
            <ClientForm
              action={i18n.t(
                busy
                  ? 'client.checking'
                  : value.clientId === null
                    ? 'agents.save'
                    : 'agents.replace',
              )}
              busy={busy}
              onSave={(entered) => void save(entered)}
            />
            <div role="status">
              {problem !== null && !busy && (
                <Notice tone="red" title={i18n.t('client.notChecked')}>
                  <span>{problemText(problem)}</span>
                </Notice>
              )}
            </div>
          </div>
        </li>
        {value.text !== null && (
          <li>
            <div>
              <b class="mid">{i18n.t('agents.send')}</b>
              <p class="muted">{i18n.t('agents.sendLead')}</p>
              <CopyLine long label={i18n.t('agents.text')} text={value.text} />
              <p class="muted small">{i18n.t('agents.secret')}</p>
            </div>
          </li>
        )}
      </ol>
    </div>
  );
}
