import './overview.css';
import './setup.css';
import './access.css';
import { CircleCheck } from 'lucide';
import { i18n } from '#i18n';
import type { SetupView } from '../../sync/protocol';
import type { ApprovalView } from '../../sync/protocol/access';
import type { OptionsStore } from '../state/options-store';
import { count, date } from '../ui/format';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { useNow } from '../ui/use-now';
import { problemText } from '../ui/problem-text';
import { CopyLine } from './copy-line';
import { StepFoot, StepPage } from './step-page';

interface StepApproveProps {
  approval: ApprovalView;
  setup: SetupView;
  store: OptionsStore;
  busy: boolean;
}

/** The CRM administrator's part: who asks, for what; yes or no; the text to send back. */
export function StepApprove({ approval, setup, store, busy }: StepApproveProps) {
  const now = useNow();
  const problem = setup.problem?.at === 'access' && !busy ? setup.problem.problem : null;
  if (approval.answer !== null) return <Answered {...{ approval, store, busy }} />;
  const { asker, deskName, clientId, scopes, checkCode, expiresAt, otherRedirect } = approval;
  const person = asker.name === '' ? asker.email : asker.name;
  return (
    <StepPage
      title={i18n.t('approve.title', { name: person })}
      lead={i18n.t('approve.lead', { desk: deskName })}
    >
      <dl class="plain">
        <dt>{i18n.t('approve.who')}</dt>
        <dd>
          <bdi>{person}</bdi> <span class="muted">· {asker.email}</span>
        </dd>
        <dt>{i18n.t('approve.desk')}</dt>
        <dd dir="auto">{deskName}</dd>
        <dt>{i18n.t('client.id')}</dt>
        <dd>
          <code dir="ltr">{clientId}</code>
        </dd>
        <dt>{i18n.t('approve.scopes')}</dt>
        <dd>
          <details>
            <summary>{i18n.t('approve.scopesLead', { count: count(scopes.length) })}</summary>
            <ul>
              {scopes.map((scope) => (
                <li key={scope}>{scope}</li>
              ))}
            </ul>
          </details>
        </dd>
        <dt>{i18n.t('approve.until')}</dt>
        <dd>{date(expiresAt, now)}</dd>
        <dt>{i18n.t('request.checkCode')}</dt>
        <dd>
          <b class="checkcode num">{checkCode}</b>
        </dd>
      </dl>
      <Notice tone="amber" title={i18n.t('approve.careful', { name: person })}>
        <span>{i18n.t('approve.carefulLead')}</span>
      </Notice>
      {otherRedirect !== null && (
        <Notice tone="plain" title={i18n.t('approve.redirect')}>
          <span>{i18n.t('approve.redirectLead')}</span>
          <CopyLine label={i18n.t('client.redirect')} text={otherRedirect} />
        </Notice>
      )}
      <div role="status">
        {problem !== null && (
          <Notice tone="red" title={i18n.t('approve.failed')}>
            <span>{problemText(problem)}</span>
          </Notice>
        )}
      </div>
      <StepFoot note={i18n.t('approve.note')}>
        <button
          class="btn quiet"
          type="button"
          disabled={busy}
          onClick={() => store.access('access.closeApproval', undefined)}
        >
          {i18n.t('back')}
        </button>
        <button
          class="btn"
          type="button"
          disabled={busy}
          onClick={() => store.access('access.decline', undefined)}
        >
          {i18n.t('approve.decline')}
        </button>
        <button
          class="btn primary"
          type="button"
          disabled={busy}
          onClick={() => store.access('access.approve', undefined)}
        >
          {i18n.t(busy ? 'connect.waiting' : 'approve.approve')}
        </button>
      </StepFoot>
    </StepPage>
  );
}

function Answered({ approval, store, busy }: Omit<StepApproveProps, 'setup'>) {
  const { asker, answer } = approval;
  const person = asker.name === '' ? asker.email : asker.name;
  const company = answer?.companyName ?? null;
  return (
    <StepPage
      title={i18n.t(company === null ? 'approve.declined' : 'approve.approved')}
      lead={i18n.t('approve.sendBack', { name: person })}
    >
      {company !== null && (
        <p class="ok">
          <Icon of={CircleCheck} small />
          <span>{i18n.t('approve.company', { company })}</span>
        </p>
      )}
      <CopyLine long label={i18n.t('approve.answer')} text={answer?.text ?? ''} />
      <p class="muted small">{i18n.t('approve.sealed', { name: person })}</p>
      <StepFoot note={i18n.t('approve.end')}>
        <button
          class="btn primary"
          type="button"
          disabled={busy}
          onClick={() => store.access('access.closeApproval', undefined)}
        >
          {i18n.t('approve.close')}
        </button>
      </StepFoot>
    </StepPage>
  );
}
