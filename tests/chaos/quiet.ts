/** Waits until everything has settled: nothing goes wrong any more, time passes, and the sync runs until it has nothing to do. */
import type { StatusView } from '../../sync/protocol';
import { lastCall, writesSince } from '../e2e/truth';
import type { Machine } from './machine';

/** Longest one run may take (ms), a worker that is taken up by the alarm included. */
const runMs = 100_000;
/** A create or an update of unknown outcome is believed lost only after the service's clock moved this far. */
const quarantineMs = 11 * 60_000;
/** Runs in a row that write nothing. */
const still = 2;
const mostRuns = 14;

/** Of a worker that is just taking itself up again, as a page asks anew. */
async function statusOf(machine: Machine): Promise<StatusView> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await machine.ask('status.get');
    if (answer.ok) return answer.value;
    if (Date.now() > deadline) throw new Error(`no status: ${answer.problem.code}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** The run that is under way, else a new one, at its end. */
export async function runOnce(machine: Machine): Promise<StatusView> {
  const before = (await statusOf(machine)).run;
  const deadline = Date.now() + runMs;
  let asked = 0;
  let told = 'never asked';
  for (;;) {
    const status = await statusOf(machine);
    const { run } = status;
    const isNew = run?.id !== before?.id || (before !== null && before.endedAt === null);
    if (run !== null && run.endedAt !== null && isNew) return status;
    // Lost with its database: no run will come before somebody sets it up again.
    if (status.state === 'notConnected') throw new Error('no connection any more');
    if (status.held !== null) await machine.ask('sync.confirm', { hash: status.held.hash });
    // A worker that was stopped has forgotten what it was asked.
    if (run === null || run.endedAt !== null)
      if (Date.now() - asked > 3000) {
        const answer = await machine.ask('sync.now');
        told = answer.ok
          ? `asked ${Date.now() - asked} ms after the last time`
          : answer.problem.code;
        asked = Date.now();
      }
    if (Date.now() > deadline) throw new Error(`no end of a run, ${told}: ${brief(status)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Empty when the sync came to rest by itself; otherwise what keeps it busy. */
export async function settle(machine: Machine): Promise<string[]> {
  let quiet = 0;
  let last = '';
  for (let at = 0; at < mostRuns; at += 1) {
    if (quiet === 0 && at < 8) await machine.control('/clock', { advanceMs: quarantineMs });
    const seen = await lastCall(machine);
    const status = await runOnce(machine);
    const writes = await writesSince(machine, seen);
    last = `${writes} writes; ${brief(status)}`;
    quiet = writes === 0 && status.run?.problem === null ? quiet + 1 : 0;
    if (quiet === still) return [];
  }
  return [`does not settle: ${last}`];
}

const brief = ({ state, run, problem, held, lease, nextRunAt }: StatusView): string =>
  JSON.stringify({
    state,
    next: nextRunAt,
    lease,
    held: held?.counts,
    problem: problem?.code,
    run: run && {
      trigger: run.trigger,
      phase: run.phase,
      ended: run.endedAt,
      code: run.problem?.code,
    },
  });
