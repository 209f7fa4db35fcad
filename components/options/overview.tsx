import './overview.css';
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { SetupView, StatusView } from '../../sync/protocol';
import type { Problem } from '../../sync/types';
import type { Command, OptionsStore } from '../state/options-store';
import { Notice } from '../ui/notice';
import { useNow } from '../ui/use-now';
import { Connection, Credits } from './connection';
import { ForeignSync } from './foreign-sync';
import { OwnHostsBlock } from './own-hosts';
import { DeleteDialog } from './delete-dialog';
import { FirstSync } from './first-sync';
import { HeldDialog } from './held-dialog';
import { Needs } from './needs';
import { ProductsNext } from './products-next';
import { Records } from './records';
import { StateHead } from './state-head';
import { Failed } from './failed';

interface OverviewProps {
  status: StatusView;
  store: OptionsStore;
  busy: Command | null;
  problem: Problem | null;
  setup: SetupView;
}

/** In sync or not, what needs a person, per module, credits, connected to what and as whom. */
export function Overview({ status, store, busy, problem, setup }: OverviewProps) {
  const [deleting, setDeleting] = useState(false);
  const [looking, setLooking] = useState(false);
  const now = useNow(1000);
  // What went wrong stands on the page, behind the dialog.
  useEffect(() => {
    if (problem === null) return;
    setDeleting(false);
    setLooking(false);
  }, [problem]);
  const open = status.run?.endedAt === null && status.run.isPreview !== true ? status.run : null;
  // Runs that somebody waits for are shown phase by phase; the others come and go.
  const isWatched = open?.type === 'first' || status.look?.state === 'applying';
  const first = isWatched ? open : null;
  const running = status.state === 'firstSync';
  const foreign = setup.access.foreignFound;
  return (
    <div class="op-in">
      <StateHead
        status={status}
        store={store}
        busy={busy}
        now={now}
        onDelete={() => setDeleting(true)}
      />
      <Failed problem={problem} />
      {foreign > 0 && <ForeignSync found={foreign} store={store} busy={busy !== null} />}
      {status.lease === 'unavailable' && (
        <Notice tone="amber" title={i18n.t('state.leaseUnknown')}>
          <span>{i18n.t('state.leaseUnknownLead')}</span>
        </Notice>
      )}
      {first !== null && (
        <FirstSync
          run={first}
          modules={status.modules}
          paused={status.state === 'paused'}
          now={now}
        />
      )}
      {running && <p class="muted small">{i18n.t('firstSync.pauseHint')}</p>}
      {!running && status.state !== 'displayOnly' && status.connection !== null && (
        <>
          <Needs status={status} onLook={() => setLooking(true)} />
          {first === null && setup.products === 'open' && (
            <ProductsNext modules={status.modules} store={store} busy={busy !== null} />
          )}
          {first === null && <Records modules={status.modules} now={now} />}
        </>
      )}
      {!running && status.connection !== null && (
        <section class="blk two-col">
          <Credits credits={status.credits} />
          <Connection connection={status.connection} now={now} />
        </section>
      )}
      {!running && status.connection !== null && <OwnHostsBlock />}
      {looking && status.held !== null && (
        <HeldDialog
          client={store.client}
          held={status.held}
          busy={busy !== null}
          onConfirm={() => {
            store.confirmHeld(status.held?.hash ?? '');
            setLooking(false);
          }}
          onDismiss={() => {
            store.dismissHeld();
            setLooking(false);
          }}
          onClose={() => setLooking(false)}
        />
      )}
      {deleting && (
        <DeleteDialog
          status={status}
          busy={busy === 'delete'}
          onDelete={store.deleteIntegration}
          onClose={() => setDeleting(false)}
        />
      )}
    </div>
  );
}
