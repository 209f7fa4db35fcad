import './first-sync.css';
import { Check, Minus, Pause, RefreshCw } from 'lucide';
import { i18n } from '#i18n';
import type { ModuleStatus } from '../../sync/protocol';
import { kinds, type Kind } from '../../sync/types';
import { type Run, type Tally } from '../../sync/types/runs';
import { clock, count, moment } from '../ui/format';
import { Icon } from '../ui/icon';
import { JustNow } from './just-now';

/** `read`: seen on both sides; written once everything has been read. */
type Stage = 'done' | 'now' | 'read' | 'wait';

const marks = { done: Check, now: RefreshCw, read: Minus, wait: Minus };

function stageOf(kind: Kind, run: Run): Stage {
  if (run.phase === 'done') return 'done';
  const at = run.kind === null ? 0 : kinds.indexOf(run.kind);
  const own = kinds.indexOf(kind);
  if (own === at) return 'now';
  if (own > at) return 'wait';
  return run.phase === 'apply' ? 'done' : 'read';
}

/** Nothing was done yet that could have been interrupted: what takes its time is the lease. */
const isBeginning = (run: Run): boolean =>
  run.phase === 'recover' && kinds.every((kind) => handled(run.tally[kind]) === 0);

function handled(tally: Tally): number {
  const { linked, createdInDesk, createdInCrm, failed } = tally;
  return Math.max(linked, createdInDesk + createdInCrm) + failed;
}

function written(run: Run): number {
  return kinds.reduce((sum, kind) => {
    const {
      createdInDesk,
      createdInCrm,
      updatedInDesk,
      updatedInCrm,
      deletedInDesk,
      deletedInCrm,
    } = run.tally[kind];
    return (
      sum +
      createdInDesk +
      createdInCrm +
      updatedInDesk +
      updatedInCrm +
      deletedInDesk +
      deletedInCrm
    );
  }, 0);
}

interface FirstSyncProps {
  run: Run;
  /** Those that are synced have a phase. */
  modules: readonly ModuleStatus[];
  paused: boolean;
  now: number;
}

/** The phases of a first sync in the engine's order, one bar at a time. */
export function FirstSync({ run, modules, paused, now }: FirstSyncProps) {
  const shown = kinds.filter(
    (kind) => modules.find((one) => one.kind === kind)?.syncType !== 'displayOnly',
  );
  const sum = (of: (tally: Tally) => number): number =>
    kinds.reduce((all, kind) => all + of(run.tally[kind]), 0);
  const today = new Date(run.startedAt).toDateString() === new Date(now).toDateString();
  const facts = [
    ['linked', count(sum((tally) => tally.linked))],
    ['written', count(written(run))],
    ['failed', count(sum((tally) => tally.failed))],
    [
      'credits',
      i18n.t('firstSync.creditsOf', { desk: count(run.credits.desk), crm: count(run.credits.crm) }),
    ],
    ['started', today ? clock(run.startedAt) : moment(run.startedAt, false, now)],
  ] as const;
  return (
    <>
      <ol class="phases">
        {shown.map((kind, index) => (
          <Phase key={kind} kind={kind} after={shown[index - 1]} run={run} paused={paused} />
        ))}
      </ol>
      <dl class="runfacts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{i18n.t(`firstSync.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(!paused || (run.latest ?? []).length > 0) && <JustNow latest={run.latest ?? []} />}
    </>
  );
}

interface PhaseProps {
  kind: Kind;
  after: Kind | undefined;
  run: Run;
  paused: boolean;
}

function Phase({ kind, after, run, paused }: PhaseProps) {
  const stage = stageOf(kind, run);
  const still = paused && stage === 'now';
  const name = i18n.t(`kind.${kind}`);
  const { done, of } = run.progress;
  return (
    <li class={stage}>
      <span class="k">
        <Icon
          of={still ? Pause : marks[stage]}
          small
          class={stage === 'now' && !still ? 'turn' : ''}
        />
      </span>
      <span class="mid">{name}</span>
      <span class="muted num">
        {stage === 'now' &&
          (of === null
            ? i18n.t('firstSync.soFar', { done: count(done) })
            : i18n.t('firstSync.progress', { done: count(done), of: count(of) }))}
        {stage === 'done' && count(handled(run.tally[kind]))}
      </span>
      {stage === 'now' && of !== null && of > 0 && (
        <div
          class="meter"
          role="progressbar"
          aria-label={name}
          aria-valuenow={done}
          aria-valuemin={0}
          aria-valuemax={of}
        >
          <i style={{ inlineSize: `${Math.min(100, (done / of) * 100)}%` }} />
        </div>
      )}
      <span class="muted small x">
        {stage === 'now' && i18n.t(`firstSync.phase.${isBeginning(run) ? 'begin' : run.phase}`)}
        {stage === 'done' && i18n.t('firstSync.done')}
        {stage === 'read' && i18n.t('firstSync.read')}
        {stage === 'wait' && after !== undefined && i18n.t(`firstSync.after.${after}`)}
      </span>
    </li>
  );
}
