import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  Eye,
  MonitorSmartphone,
  Pause,
  Play,
  RefreshCw,
  Trash2,
  Unplug,
  type IconNode,
} from 'lucide';
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { StatusView, SyncState } from '../../sync/protocol';
import type { Command, OptionsStore } from '../state/options-store';
import { age, count, duration, moment } from '../ui/format';
import { Icon } from '../ui/icon';
import { Menu } from '../ui/menu';
import { problemText } from '../ui/problem-text';

const signs: Readonly<Record<SyncState, readonly [IconNode, string]>> = {
  inSync: [CircleCheck, 'green'],
  paused: [CirclePause, 'amber'],
  notConnected: [Unplug, 'muted'],
  reconnect: [Unplug, 'red'],
  firstSync: [RefreshCw, 'accent turn'],
  syncing: [RefreshCw, 'accent turn'],
  trouble: [CircleAlert, 'amber'],
  displayOnly: [Eye, 'muted'],
  elsewhere: [MonitorSmartphone, 'muted'],
};

/** Nothing is wrong, and yet changes wait: the sync keeps to its share of the credits. */
const isPaced = ({ state, run }: StatusView): boolean =>
  state === 'inSync' && run?.endedAt != null && run.problem?.code === 'credits.paced';

function title(status: StatusView, now: number): string {
  const { state, pausedAt, remainingMs } = status;
  if (isPaced(status)) return i18n.t('state.paced');
  switch (state) {
    case 'paused':
      return pausedAt === null
        ? i18n.t('state.paused')
        : i18n.t('state.pausedSince', { time: since(pausedAt, now) });
    case 'firstSync':
      return i18n.t('firstSync.title');
    case 'syncing':
      return remainingMs === null
        ? i18n.t('state.syncing')
        : i18n.t('state.syncingLeft', { time: duration(remainingMs) });
    default:
      return i18n.t(`state.${state}`);
  }
}

/** "11:40" of today needs no day. */
function since(at: number, now: number): string {
  const text = moment(at, false, now);
  return text.replace(`${i18n.t('time.today')} `, '');
}

function lead(status: StatusView, now: number): string {
  const { state, run, remainingMs, problem } = status;
  switch (state) {
    case 'inSync': {
      const said = isPaced(status) ? problemText(run?.problem) : lastChange(status, now);
      return `${said} ${nextRun(status, now)}`.trim();
    }
    case 'firstSync':
      return remainingMs === null
        ? i18n.t('firstSync.lead')
        : i18n.t('firstSync.left', { time: duration(remainingMs) });
    case 'syncing': {
      if (run === null || run.kind === null) return i18n.t('state.syncingLeadStart');
      const kind = i18n.t(`kind.${run.kind}`);
      const done = count(run.progress.done);
      return run.progress.of === null
        ? i18n.t('state.syncingLeadOpen', { kind, done })
        : i18n.t('state.syncingLead', { kind, done, of: count(run.progress.of) });
    }
    case 'elsewhere':
      return [
        status.leaseHolder === undefined
          ? i18n.t('state.elsewhereLead')
          : i18n.t('state.elsewhereNamed', { name: status.leaseHolder }),
        nextRun(status, now),
        status.look?.state === 'applying' ? i18n.t('state.elsewhereTicked') : '',
      ]
        .join(' ')
        .trim();
    case 'reconnect':
    case 'trouble':
      return problemText(problem) || i18n.t(`state.${state}Lead`);
    default:
      return i18n.t(`state.${state}Lead`);
  }
}

function lastChange({ lastChangeAt }: StatusView, now: number): string {
  return lastChangeAt === null
    ? i18n.t('state.noChange')
    : i18n.t('state.lastChange', { age: age(lastChangeAt, now) });
}

function nextRun({ nextRunAt }: StatusView, now: number): string {
  if (nextRunAt === null) return '';
  const left = nextRunAt - now;
  // No browser wakes anybody to the second; counting down would promise it.
  return left < 60_000
    ? i18n.t('state.nextRunSoon')
    : i18n.t('state.nextRun', { time: duration(left) });
}

interface StateHeadProps {
  status: StatusView;
  store: OptionsStore;
  busy: Command | null;
  now: number;
  onDelete: () => void;
}

/** Is it in sync or not, in one look; and the one thing to do about it. */
export function StateHead({ status, store, busy, now, onDelete }: StateHeadProps) {
  const { state } = status;
  const [icon, tone] = signs[isPaced(status) ? 'paused' : state];
  const words = (
    <div>
      <h1>{title(status, now)}</h1>
      <p>{lead(status, now)}</p>
    </div>
  );
  return (
    <header class="op-h">
      {state === 'firstSync' ? (
        words
      ) : (
        <div class="state">
          <Icon of={icon} class={tone} />
          {words}
        </div>
      )}
      <div class="acts">
        <Actions state={state} store={store} busy={busy} />
        {status.connection !== null && (
          <Menu
            entries={[{ label: i18n.t('delete.menu'), icon: Trash2, danger: true, act: onDelete }]}
          />
        )}
      </div>
    </header>
  );
}

function Actions({
  state,
  store,
  busy,
}: Pick<StateHeadProps, 'store' | 'busy'> & { state: SyncState }) {
  const now = (
    <Act icon={RefreshCw} disabled={busy !== null || state === 'syncing'} onClick={store.syncNow}>
      {i18n.t(busy === 'now' ? 'actions.starting' : 'actions.syncNow')}
    </Act>
  );
  const pause = (
    <Act icon={Pause} disabled={busy !== null} onClick={store.pause}>
      {i18n.t(busy === 'pause' ? 'actions.pausing' : 'actions.pause')}
    </Act>
  );
  switch (state) {
    case 'paused':
      return (
        <Act icon={Play} primary disabled={busy !== null} onClick={store.resume}>
          {i18n.t(busy === 'resume' ? 'actions.resuming' : 'actions.resume')}
        </Act>
      );
    case 'notConnected':
    case 'reconnect':
      return (
        <Act
          primary
          disabled={busy !== null}
          onClick={() => store.goTo(state === 'reconnect' ? 'connect' : 'client')}
        >
          {i18n.t(state === 'reconnect' ? 'actions.reconnect' : 'actions.connect')}
        </Act>
      );
    case 'firstSync':
      return pause;
    // The way out: another kind of sync is chosen there.
    case 'displayOnly':
      return (
        <a class="btn" href="#configuration/preferences">
          {i18n.t('tabs.preferences')}
        </a>
      );
    // Whoever has just closed the other one need not wait for its time to run out.
    case 'elsewhere':
    case 'inSync':
    case 'syncing':
    case 'trouble':
      return (
        <>
          {now}
          {pause}
        </>
      );
  }
}

interface ActProps {
  icon?: IconNode;
  primary?: boolean;
  disabled: boolean;
  onClick: () => void;
  children: ComponentChildren;
}

function Act({ icon, primary, disabled, onClick, children }: ActProps) {
  return (
    <button
      class={primary === true ? 'btn primary' : 'btn'}
      type="button"
      disabled={disabled}
      onClick={onClick}
    >
      {icon !== undefined && <Icon of={icon} />}
      {children}
    </button>
  );
}
