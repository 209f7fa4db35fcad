/**
 * Threads that play schedules side by side. A schedule shares nothing with any other, so what comes
 * out is the same with one thread and with many.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { buildPlayer } from './loader';
import type { ProfileName } from './profiles';
import type { Verdict } from './verdict';

export type Job =
  | {
      readonly type: 'schedules';
      readonly profile: ProfileName;
      readonly first: number;
      readonly runs: number;
      readonly isWhole: boolean;
    }
  | { readonly type: 'scenario'; readonly name: string; readonly isWhole: boolean }
  | {
      readonly type: 'soak';
      readonly seed: string;
      readonly days: number;
      readonly isWhole: boolean;
    }
  /** A scenario with a crash at every await of each of its runs, or at those that `which` says. */
  | { readonly type: 'crashes'; readonly name: string; readonly which: 'every' | 'lasting' };

type Whole = Pick<Verdict, 'story' | 'events' | 'callList'>;

/** The verdict on one schedule or scenario. */
export interface Result extends Omit<Verdict, keyof Whole> {
  /** The seed, or the scenario. */
  readonly name: string;
  /** What happened in it, where that was asked for. */
  readonly whole: Whole | null;
  /** Of a soak: the rows that its store held at the end of each day. */
  readonly rows?: readonly number[];
}

export interface Team {
  readonly size: number;
  /** Waits for a thread that is free. Rejects with whatever a thread dies of. */
  play(job: Job): Promise<readonly Result[]>;
  close(): Promise<void>;
}

let player: Promise<string> | null = null;

/** `engine`: the text of the engine to play with. */
export async function openTeam(engine: string, size = availableParallelism()): Promise<Team> {
  player ??= buildPlayer();
  const code = Buffer.from(await player).toString('base64');
  const url = new URL(`data:text/javascript;base64,${code}`);
  const members = Array.from(
    { length: size },
    // What is made for one call is gone with it: room for it makes cleaning up rare.
    () =>
      new Worker(url, { workerData: { engine }, resourceLimits: { maxYoungGenerationSizeMb: 64 } }),
  );
  const idle = [...members];
  const waiting: ((one: Worker) => void)[] = [];

  const take = async (): Promise<Worker> =>
    idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
  const give = (one: Worker): void => {
    const next = waiting.shift();
    if (next) next(one);
    else idle.push(one);
  };

  return {
    size,
    async play(job) {
      const one = await take();
      try {
        return await new Promise<readonly Result[]>((resolve, reject) => {
          const onError = (thrown: unknown): void => {
            reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
          };
          one.once('error', onError);
          one.once('message', (results: readonly Result[]) => {
            one.off('error', onError);
            resolve(results);
          });
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window.
          one.postMessage(job);
        });
      } finally {
        give(one);
      }
    },
    async close() {
      await Promise.all(members.map((one) => one.terminate()));
    },
  };
}

/** Schedules a thread plays at a time: enough to be worth a message, few enough to share evenly. */
const perJob = 8;

/**
 * Plays seeds in order and hands over each result in that order. Stops early when `onResult`
 * returns false.
 */
export async function playSeeds(
  team: Team,
  what: { profile: ProfileName; first: number; runs: number; isWhole?: boolean },
  onResult: (result: Result) => boolean,
): Promise<void> {
  const { profile, first, runs, isWhole = false } = what;
  const under: Promise<readonly Result[]>[] = [];
  let next = first;
  const end = first + runs;
  for (let goesOn = true; goesOn;) {
    while (next < end && under.length < team.size * 2) {
      const count = Math.min(perJob, end - next);
      under.push(team.play({ type: 'schedules', profile, first: next, runs: count, isWhole }));
      next += count;
    }
    const results = await under.shift();
    if (results === undefined) return;
    for (const result of results) {
      goesOn = onResult(result);
      if (!goesOn) break;
    }
  }
  await Promise.all(under);
}
