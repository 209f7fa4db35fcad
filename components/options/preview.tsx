import './preview.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { PreviewMessages, PreviewView, TicksView } from '../../sync/protocol/preview';
import type { Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { count } from '../ui/format';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';
import { addressOf } from './pages';
import { PreviewPlan } from './preview-plan';
import { Unanswered } from './unanswered';
import { Failed } from './failed';

interface PreviewProps {
  client: Client;
  /** Of set-up: the plan is made at once, and there is a way back and a way past it. */
  setup?: {
    readonly back: ComponentChildren;
    readonly past: ComponentChildren;
    /** The yes was given. */
    readonly onStart: () => void;
  };
}

/** What the next sync would do, before it does it (SYN-10). */
export function Preview({ client, setup }: PreviewProps) {
  const query = useQuery(client, 'preview.get', undefined, ['status', 'setup']);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const made = useRef(false);
  const view = query.value;
  const isIdle = view !== null && (view.look === null || view.look.state === 'putAway');

  async function command<K extends 'preview.make' | 'preview.apply' | 'preview.dismiss'>(
    name: K,
    data: Parameters<PreviewMessages[K]>[0],
    then?: () => void,
  ): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, name, data);
    setBusy(false);
    query.again();
    if (answer.ok) then?.();
    else setProblem(answer.problem);
  }

  useEffect(() => {
    if (setup === undefined || !isIdle || made.current) return;
    made.current = true;
    void command('preview.make', undefined);
  }, [isIdle]);

  if (view === null) return <Unanswered problem={query.problem} again={query.again} />;
  const make = (primary: boolean): ComponentChildren => (
    <button
      class={primary ? 'btn primary' : 'btn'}
      type="button"
      disabled={busy}
      onClick={() => void command('preview.make', undefined)}
    >
      {i18n.t('preview.make')}
    </button>
  );
  const isReady = view.look?.state === 'ready' && view.hash !== null;
  return (
    <>
      <Failed
        problem={problem}
        actions={problem?.code === 'preview.stale' ? make(false) : undefined}
      />
      {view.look?.state === 'making' && (
        <Making
          view={view}
          setup={setup}
          busy={busy}
          onCancel={() => void command('preview.dismiss', undefined)}
        />
      )}
      {view.look?.state === 'applying' && (
        <p class="empty">
          {i18n.t('preview.applying')} <a href={addressOf('overview')}>{i18n.t('preview.watch')}</a>
        </p>
      )}
      {isIdle && (
        <div class="save idle">
          <span class="muted">{i18n.t('preview.lead')}</span>
          <div class="acts">
            {setup?.back}
            {setup?.past}
            {make(true)}
          </div>
        </div>
      )}
      {isReady && view.rows + view.needs.length === 0 && (
        <>
          <p class="empty">{i18n.t('preview.nothing')}</p>
          <div class="save">
            <span class="muted">{i18n.t('preview.nothingLead')}</span>
            <div class="acts">
              {setup?.back}
              {setup === undefined
                ? away()
                : start(view.hash ?? '', { all: true, except: [] }, true)}
            </div>
          </div>
        </>
      )}
      {isReady && view.rows + view.needs.length > 0 && (
        <PreviewPlan
          key={view.hash}
          client={client}
          hash={view.hash ?? ''}
          view={view}
          actions={(ticks, rows) => (
            <>
              {setup?.back ?? away()}
              {start(view.hash ?? '', ticks, rows > 0 || view.rows === 0)}
            </>
          )}
        />
      )}
    </>
  );

  function away(): ComponentChildren {
    return (
      <button
        class="btn quiet"
        type="button"
        disabled={busy}
        onClick={() => void command('preview.dismiss', undefined)}
      >
        {i18n.t('preview.putAway')}
      </button>
    );
  }

  function start(hash: string, ticks: TicksView, some: boolean): ComponentChildren {
    const then = setup?.onStart ?? (() => (location.hash = '#'));
    return (
      <button
        class="btn primary"
        type="button"
        disabled={busy || !some}
        onClick={() => void command('preview.apply', { hash, ticks }, then)}
      >
        {i18n.t(busy ? 'actions.starting' : 'setup.start')}
      </button>
    );
  }
}

interface MakingProps {
  view: PreviewView;
  setup: PreviewProps['setup'];
  busy: boolean;
  onCancel: () => void;
}

/** Reading and planning: how far, and the way out. */
function Making({ view: { progress, problem }, setup, busy, onCancel }: MakingProps) {
  const { done, of } = progress?.progress ?? { done: 0, of: null };
  const kind = progress?.kind ?? null;
  return (
    <>
      {problem !== null && (
        <Notice tone="amber" title={i18n.t('preview.failed')}>
          <span>{problemText(problem)}</span>
        </Notice>
      )}
      <div class="making" role="status">
        <span class="mid">{i18n.t(kind === null ? 'preview.making' : 'preview.reading')}</span>{' '}
        <span class="muted num">
          {kind !== null && i18n.t(`kind.${kind}`)}
          {kind !== null &&
            `: ${
              of === null
                ? i18n.t('firstSync.soFar', { done: count(done) })
                : i18n.t('firstSync.progress', { done: count(done), of: count(of) })
            }`}
        </span>
      </div>
      <div
        class="meter"
        role="progressbar"
        aria-label={i18n.t('preview.making')}
        aria-valuemin={0}
        {...(of === null ? {} : { 'aria-valuenow': Math.min(done, of), 'aria-valuemax': of })}
      >
        <i
          style={{
            inlineSize: of === null || of === 0 ? '0' : `${Math.min(100, (done / of) * 100)}%`,
          }}
        />
      </div>
      <div class="save">
        <span class="muted">{i18n.t('preview.makingLead')}</span>
        <div class="acts">
          {setup?.back}
          {setup?.past ?? (
            <button class="btn" type="button" disabled={busy} onClick={onCancel}>
              {i18n.t('cancel')}
            </button>
          )}
        </div>
      </div>
    </>
  );
}
