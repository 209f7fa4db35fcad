import './setup.css';
import './access.css';
import { i18n } from '#i18n';
import type { SetupView } from '../../sync/protocol';
import type { CodeView, RequestView } from '../../sync/protocol/access';
import type { OptionsStore } from '../state/options-store';
import { date, duration, lately, moment } from '../ui/format';
import { Notice } from '../ui/notice';
import { useNow } from '../ui/use-now';
import { problemText } from '../ui/problem-text';
import { ClientForm } from './client-form';
import { CopyLine } from './copy-line';
import { PasteText } from './paste-text';
import { StepPage } from './step-page';

interface StepWaitingProps {
  request: RequestView;
  setup: SetupView;
  store: OptionsStore;
  busy: boolean;
}

/** Two ways at once; whichever comes first wins, and the page moves on by itself. */
export function StepWaiting({ request, setup, store, busy }: StepWaitingProps) {
  const now = useNow(1000);
  const problem = setup.problem?.at === 'access' ? setup.problem.problem : null;
  return (
    <StepPage
      title={i18n.t('request.waiting')}
      lead={i18n.t('request.waitingLead', {
        email: request.email,
        time: moment(request.askedAt, false, now),
      })}
    >
      <div class="prods">
        <Invitation {...{ request, store, busy, now }} />
        <section class="prod" aria-labelledby="reply-title">
          <h2 id="reply-title">{i18n.t('request.replyTitle')}</h2>
          <PasteText
            label={i18n.t('request.reply', { email: request.email })}
            hint={i18n.t('request.replyHint')}
            action={i18n.t('request.useReply')}
            busy={busy}
            problem={problem}
            onPaste={(text) => store.access('access.reply', { text })}
          />
        </section>
        <section class="prod" aria-labelledby="code-title">
          <div class="prod-h">
            <h2 id="code-title">{i18n.t('request.codeTitle')}</h2>
            {request.code !== null && request.code.problem === null && (
              <Left code={request.code} now={now} />
            )}
          </div>
          <p class="muted">{i18n.t('request.codeLead')}</p>
          {request.code === null || isOver(request.code, now) ? (
            <NewCode {...{ request, store, busy }} />
          ) : (
            <Code code={request.code} {...{ store, busy, now }} />
          )}
        </section>
      </div>
      <div class="save">
        <span class="muted">{i18n.t('request.both')}</span>
        <div class="acts">
          <button
            class="btn"
            type="button"
            disabled={busy}
            onClick={() => store.access('access.cancel', undefined)}
          >
            {i18n.t('request.cancel')}
          </button>
        </div>
      </div>
    </StepPage>
  );
}

const isOver = (code: CodeView, now: number): boolean =>
  code.problem !== null || now >= code.expiresAt;

interface PartProps {
  request: RequestView;
  store: OptionsStore;
  busy: boolean;
}

function Invitation({ request, store, busy, now }: PartProps & { now: number }) {
  const { email, text, checkCode, expiresAt, sentAt } = request;
  const until = date(expiresAt, now);
  if (now >= expiresAt)
    return (
      <section class="prod" aria-labelledby="invitation-title">
        <h2 id="invitation-title">{i18n.t('request.invitationTitle')}</h2>
        <Notice
          tone="amber"
          title={i18n.t('request.expired')}
          actions={
            <button
              class="btn sm"
              type="button"
              disabled={busy}
              onClick={() => store.access('access.request', { email })}
            >
              {i18n.t('request.anew')}
            </button>
          }
        >
          <span>{i18n.t('request.expiredLead')}</span>
        </Notice>
      </section>
    );
  const body = `${i18n.t('request.mail', { until })}\n\n${text}\n\n${i18n.t('request.mailCheck', { code: checkCode })}`;
  const mail = `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(i18n.t('request.subject'))}&body=${encodeURIComponent(body)}`;
  return (
    <section class="prod" aria-labelledby="invitation-title">
      <h2 id="invitation-title">{i18n.t('request.invitationTitle')}</h2>
      <p class="muted">
        {sentAt === null
          ? i18n.t('request.ready')
          : i18n.t('request.sent', { age: lately(sentAt, now) })}
      </p>
      <blockquote class="mail">
        <p>{i18n.t('request.mail', { until })}</p>
      </blockquote>
      <div class="acts">
        <a
          class={sentAt === null ? 'btn primary' : 'btn'}
          href={mail}
          onClick={() => store.access('access.sent', undefined)}
        >
          {i18n.t(sentAt === null ? 'request.send' : 'request.resend')}
        </a>
      </div>
      <CopyLine long label={i18n.t('request.text')} text={text} />
      <p class="muted small">{i18n.t('request.secret')}</p>
      <p class="small">
        <span class="muted">{i18n.t('request.checkCode')}</span>{' '}
        <b class="checkcode num">{checkCode}</b>
      </p>
    </section>
  );
}

function Left({ code, now }: { code: CodeView; now: number }) {
  if (isOver(code, now)) return <span class="red small mid">{i18n.t('request.codeOver')}</span>;
  return (
    <span class="amber small mid num">
      {i18n.t('request.codeLeft', { time: duration(code.expiresAt - now) })}
    </span>
  );
}

function NewCode({ request: { code, codeClient }, store, busy }: PartProps) {
  const problem = code?.problem ?? null;
  return (
    <>
      {problem !== null && (
        <Notice tone="amber" title={i18n.t('request.codeOver')}>
          <span>{problemText(problem)}</span>
        </Notice>
      )}
      {codeClient ? (
        <div class="acts">
          <button
            class="btn"
            type="button"
            disabled={busy}
            onClick={() => store.access('access.code', { client: null })}
          >
            {i18n.t('request.newCode')}
          </button>
        </div>
      ) : (
        <>
          <p class="muted">{i18n.t('request.codeClient')}</p>
          <ClientForm
            action={i18n.t(busy ? 'client.checking' : 'request.newCode')}
            busy={busy}
            onSave={(client) => store.access('access.code', { client })}
          />
        </>
      )}
    </>
  );
}

interface CodeProps extends Omit<PartProps, 'request'> {
  code: CodeView;
  now: number;
}

function Code({ code, store, busy, now }: CodeProps) {
  const wait = code.nextCheckAt - now;
  return (
    <>
      <div class="code">
        <div>
          <span class="muted small">{i18n.t('request.address')}</span>
          <a class="big" dir="ltr" href={code.address} target="_blank" rel="noopener noreferrer">
            {code.address.replace('https://', '')}
          </a>
        </div>
        <div>
          <span class="muted small">{i18n.t('request.userCode')}</span>
          <span class="big num" dir="ltr" role="img" aria-label={code.userCode.split('').join(' ')}>
            {code.userCode}
          </span>
        </div>
      </div>
      <p class="muted small">
        {code.checkedAt === null
          ? i18n.t('request.checks')
          : i18n.t('request.checked', { age: lately(code.checkedAt, now) })}
      </p>
      <div class="acts">
        <button
          class="btn"
          type="button"
          disabled={busy || wait > 0}
          onClick={() => store.access('access.checkCode', undefined)}
        >
          {wait > 0
            ? i18n.t('request.checksIn', { time: duration(wait) })
            : i18n.t('request.check')}
        </button>
      </div>
    </>
  );
}
