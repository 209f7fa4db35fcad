/**
 * A person looks before the sync writes (SYN-10): asks for a plan, says yes to it or to a part of
 * it, or puts it away. The wish is stored, so that a worker that dies making the plan makes it
 * again, and a first sync that is to be looked at never begins by itself.
 */
import type { LookView } from '../protocol';
import type { Instant } from '../types';
import type { PreviewHandle, Run, Ticks } from '../types/runs';
import type { SyncConfig } from '../types/settings';
import { lookingMs } from '../core/preview';
import { ofScreens, paused, SyncError } from '../core/problem';
import { betweenRuns } from './exclusive';
import type { Control, SyncPorts } from './ports';
import { createQueue } from './queue';

/** What the wish to look means for a run that would begin now. */
export type Look =
  /** A plan is to be made first. */
  | 'make'
  /** There is one, or the first sync has not been let go: nothing is written. */
  | 'wait'
  /** Nobody looks, or what was ticked is carried out. */
  | 'go';

/** Whether a plan was made under the present settings. */
function isCurrent(handle: PreviewHandle | null, config: SyncConfig): handle is PreviewHandle {
  return handle?.configVersion === config.version;
}

/** What a run must do. `isAsked`: a person wants it, who need not wait for their own look. */
export function lookOf(
  { looking }: Pick<Control, 'looking'>,
  handle: PreviewHandle | null,
  config: SyncConfig,
  now: Instant,
  isAsked: boolean,
): Look {
  if (!looking || (isCurrent(handle, config) && handle.ticked !== undefined)) return 'go';
  if (!looking.isSetup && now >= (handle?.at ?? looking.since) + lookingMs) return 'go';
  if (looking.isMaking && !isCurrent(handle, config)) return 'make';
  return isAsked && !looking.isSetup ? 'go' : 'wait';
}

/** The same for the screens; null where nobody looks. */
export function lookView(
  { looking }: Pick<Control, 'looking'>,
  handle: PreviewHandle | null,
  config: SyncConfig,
): LookView | null {
  if (!looking) return null;
  const { isSetup, isMaking } = looking;
  if (isCurrent(handle, config))
    return { state: handle.ticked === undefined ? 'ready' : 'applying', isSetup };
  return { state: isMaking ? 'making' : 'putAway', isSetup };
}

/** When a run may next begin that would begin at `at` if nobody looked; null: not before an answer. */
export function afterLook(
  at: Instant,
  {
    control,
    lastRun,
    handle,
    config,
  }: {
    readonly control: Control;
    readonly lastRun: Run | null;
    readonly handle: PreviewHandle | null;
    readonly config: SyncConfig;
  },
  now: Instant,
): Instant | null {
  const look = lookOf(control, handle, config, now, false);
  const isHindered = control.retry !== null || lastRun?.problem?.kind === 'configuration';
  if (look === 'make' && !isHindered) return now;
  if (look !== 'wait') return at;
  if (control.looking?.isSetup) return null;
  return Math.max(at, (handle?.at ?? now) + lookingMs);
}

/** Thrown inside a plan in the making that a person has called off. */
export const calledOff = ofScreens('preview.cancelled', 'transient');

/** Why a plan can no longer be shown or carried out. */
export const staleError = (): SyncError => new SyncError(ofScreens('preview.stale', 'conflict'));

/** A person's side of a preview. */
export interface Looks {
  /** Wants a plan made; the next run makes it. Rejects while one is being carried out. */
  ask(): Promise<void>;
  /**
   * Says yes to the plan of this hash; the next run carries it out. Rejects with `preview.stale`
   * when another plan was made or the settings have changed since, `preview.applying` while it is
   * carried out already.
   */
  accept(hash: string, ticks: Ticks): Promise<void>;
  /** Puts the plan away, also one in the making. A first sync still does not begin by itself. */
  putAway(): Promise<void>;
  /** Lets the first sync begin, whether looked at or not. Changes nothing about a plan being carried out. */
  release(): Promise<void>;
}

/** `stop` calls off the plan that this worker is making, if it is. */
export function createLooks(
  ports: Pick<SyncPorts, 'store' | 'clock' | 'notifier' | 'locks'>,
  stop: () => void,
): Looks {
  const { store, clock, notifier } = ports;
  const busy = (): SyncError => new SyncError(ofScreens('preview.applying', 'conflict'));
  // Each reads what the one before has stored: a wish that was asked for as the first sync was let
  // go would hold it back again, for good.
  const alone = createQueue();

  async function current() {
    const [control, handle, config] = await Promise.all([
      store.control(),
      store.preview(),
      store.config(),
    ]);
    const isApplying = handle?.ticked !== undefined && handle.configVersion === config?.version;
    return { control, handle, config, isApplying };
  }

  async function yes(hash: string, ticks: Ticks): Promise<void> {
    const { control, handle, config, isApplying } = await current();
    if (isApplying) throw busy();
    if (handle?.hash !== hash || handle.configVersion !== config?.version) throw staleError();
    await store.commit({
      epoch: control.epoch,
      configVersion: config.version,
      preview: { ...handle, ticked: ticks },
    });
  }

  return {
    ask: () =>
      alone(async () => {
        const { control, handle, config, isApplying } = await current();
        if (!config) throw new SyncError(ofScreens('sync.notConfigured', 'conflict'));
        if (control.paused) throw new SyncError(paused);
        if (isApplying) throw busy();
        const { looking } = control;
        const isUnderWay = looking?.isMaking === true && handle === null;
        const isSetup = looking?.isSetup ?? false;
        if (!isUnderWay)
          await store.commit({
            epoch: control.epoch,
            preview: null,
            control: { looking: { since: clock.now(), isSetup, isMaking: true } },
          });
        notifier.changed('status');
      }),
    accept: async (hash, ticks) => {
      // A run may be about to put the plan away.
      await betweenRuns(ports, () => yes(hash, ticks));
      notifier.changed('status');
    },
    putAway: () =>
      alone(async () => {
        const { control, isApplying } = await current();
        if (isApplying) throw busy();
        stop();
        const { looking } = control;
        await store.commit({
          epoch: control.epoch,
          preview: null,
          control: { looking: looking?.isSetup ? { ...looking, isMaking: false } : null },
        });
        notifier.changed('status');
      }),
    release: () =>
      alone(async () => {
        const { control, isApplying } = await current();
        if (isApplying || !control.looking) return;
        stop();
        await store.commit({ epoch: control.epoch, preview: null, control: { looking: null } });
      }),
  };
}
