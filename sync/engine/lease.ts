/**
 * One writer across machines (DESIGN 3.7). The lease says which installation runs the sync and
 * until when, by CRM's own clock: nobody's local clock decides. Writing it is no compare-and-set,
 * so whoever takes it waits and reads back before the first write, and before the first call where
 * somebody else had it; and every run looks again while it goes on. Two that overlap all the same are caught by the rules that hold without a lease.
 */
import type { Instant } from '../types';
import { SyncError } from '../core/problem';
import type { Clock, Control, Random, SyncPorts } from './ports';
import type { Lease, LeaseBoard } from './lease-board';
import type { RunContext } from './run-context';

/** Longer than two polls of an idle owner, so that an owner that lives never loses it. */
const termMs = 12 * 60_000;
/** Left of the term when it is renewed. */
const renewMs = 8 * 60_000;
/** Between writing and reading back: longer than two writes of two machines can cross. */
const settleMs = 2_000;
/** A look costs a credit; an overlap that the lease does not prevent lasts no longer than this. */
const lookMs = 10_000;

/** A lease that was acquired. */
interface HeldLease {
  /** Throws `lease.lost` when another installation has taken it, `lease.taken` when it was quicker. */
  check(isWriting: boolean): Promise<void>;
}

/** What acquiring led to: held, or no lease can be kept in this organisation. */
type Acquired = { readonly state: 'held'; readonly lease: HeldLease } | 'unavailable';

function taken(lease: Lease, now: Instant): SyncError {
  return new SyncError(
    {
      code: 'lease.taken',
      kind: 'transient',
      message:
        'Another installation of Tandem runs the sync of this organisation. This one takes over by itself when that one is gone.',
      detail: lease.name,
    },
    { retryAfterMs: Math.max(0, lease.until - now) },
  );
}

const clockUnknown = (): SyncError =>
  new SyncError({
    code: 'clock.unknown',
    kind: 'transient',
    message: 'Zoho has not told its time yet. Tandem tries again by itself.',
  });

const lost = (): SyncError =>
  new SyncError({
    code: 'lease.lost',
    kind: 'transient',
    message:
      'Another installation of Tandem has taken over the sync. This one has stopped, and takes over when that one is gone.',
  });

/** The lease during one run. Before it was taken, `check` asks nothing. */
export interface RunLease {
  take(context: RunContext): Promise<void>;
  check(isWriting: boolean): Promise<void>;
}

/** The lease of a run over these ports; without a board, this installation takes itself for the only one. */
export function createRunLease(ports: SyncPorts, control: Control): RunLease {
  let held: HeldLease | null = null;
  return {
    async take(context) {
      const { clock, random, crm, lease } = ports;
      if (!lease) return;
      // The id is durable before it is written down elsewhere: a worker killed between would
      // otherwise find the lease taken by itself.
      const id = control.installation ?? random.id();
      await context.commit({ control: { installation: id } }, 'fence');
      const serverTime = (): Instant | null => crm.serverTime();
      const self = { id, name: lease.name };
      const acquired = await acquireLease(lease.board, self, { clock, random, serverTime });
      held = acquired === 'unavailable' ? null : acquired.lease;
      const state = held ? 'held' : 'unavailable';
      if (control.lease !== state) await context.commit({ control: { lease: state } }, 'fence');
    },
    async check(isWriting) {
      await held?.check(isWriting);
    },
  };
}

/** Gives the lease up, where it is `owner`'s, so that nobody waits for an installation that is gone. */
export async function releaseLease(board: LeaseBoard, owner: string): Promise<void> {
  const found = await board.read();
  if (found?.owner === owner) await board.write({ ...found, until: 0 });
}

/** Takes the lease for `self`, or throws `lease.taken`. `serverTime` is CRM's clock. */
async function acquireLease(
  board: LeaseBoard,
  self: { readonly id: string; readonly name: string },
  world: { readonly clock: Clock; readonly random: Random; serverTime(): Instant | null },
): Promise<Acquired> {
  const { clock, random } = world;
  // The board has answered by then, so the clock is known. Without one nothing can be judged.
  const now = (): Instant => {
    const time = world.serverTime();
    if (time === null) throw clockUnknown();
    return time;
  };
  const ours = (lease: Lease | null): Lease | null => (lease?.owner === self.id ? lease : null);
  let epoch = 0;
  let lookedAt = clock.now();
  /** The wait of a lease that was written and not read back yet. */
  let settling: Promise<void> | null = null;

  async function renew(): Promise<void> {
    await board.write({ owner: self.id, name: self.name, epoch, until: now() + termMs });
  }

  async function readBack(): Promise<void> {
    await settling;
    const back = await board.read();
    if (ours(back)?.epoch !== epoch) throw back ? taken(back, now()) : lost();
    settling = null;
    lookedAt = clock.now();
  }

  try {
    const found = await board.read();
    const own = ours(found);
    if (found && !own && found.until > now()) throw taken(found, now());
    epoch = own ? own.epoch : (found?.epoch ?? 0) + 1;
    if (!own) {
      await renew();
      settling = clock.sleep(settleMs + Math.round(random.next() * settleMs));
      settling.catch(() => undefined);
      // Where nobody had it, nobody's last writes are under way: reading may begin meanwhile.
      if (found) await readBack();
    } else if (own.until - now() < renewMs) await renew();
  } catch (thrown) {
    if (!(thrown instanceof SyncError) || thrown.problem.kind !== 'configuration') throw thrown;
    // May not be read or written here: the sync goes on, and the status says what that means.
    return 'unavailable';
  }

  let looking: Promise<void> | null = null;
  async function look(): Promise<void> {
    if (settling) return readBack();
    const found = ours(await board.read());
    if (found?.epoch !== epoch) throw lost();
    if (found.until - now() < renewMs) await renew();
    lookedAt = clock.now();
  }

  return {
    state: 'held',
    lease: {
      async check(isWriting) {
        const isDue = isWriting && settling !== null;
        if (!isDue && Math.abs(clock.now() - lookedAt) < lookMs) return;
        // Calls that run side by side share one look.
        looking ??= look().finally(() => {
          looking = null;
        });
        await looking;
      },
    },
  };
}
