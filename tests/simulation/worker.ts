/** Plays what it is told in a thread of its own; see team.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { importEngine } from './import-engine';
import type { Job, Result } from './team';
import { playScenario, type Awaits } from './scenarios/play';
import { playSchedule } from './schedule';
import { playSoak } from './soak';
import type { Verdict } from './verdict';

const engine = await importEngine((workerData as { readonly engine: string }).engine);

/** What is worth the way to the other thread. */
function resultOf(name: string, verdict: Verdict, isWhole: boolean): Result {
  const { story, events, callList, ...numbers } = verdict;
  return { name, ...numbers, whole: isWhole ? { story, events, callList } : null };
}

/**
 * A scenario once as it is, and once for each await at which its worker may die. `lasting`: between
 * two awaits that change something durable all deaths are one, so only those right after one.
 */
async function crashEverywhere(name: string, which: 'every' | 'lasting'): Promise<Result[]> {
  const runs: Awaits[] = [];
  const calm = await playScenario(engine, name, null, (awaits) => runs.push(awaits));
  const results = [resultOf(name, calm, false)];
  for (const [run, { all, lasting }] of runs.entries()) {
    const places = which === 'lasting' ? lasting : Array.from({ length: all }, (_, at) => at + 1);
    const moments = which === 'lasting' ? (['after'] as const) : (['before', 'after'] as const);
    for (const at of places)
      for (const moment of moments) {
        const verdict = await playScenario(engine, name, { run, at, moment });
        results.push(resultOf(`${name}, run ${run}, ${moment} await ${at}`, verdict, false));
      }
  }
  return results;
}

async function play(job: Job): Promise<readonly Result[]> {
  if (job.type === 'scenario')
    return [resultOf(job.name, await playScenario(engine, job.name), job.isWhole)];
  if (job.type === 'crashes') return crashEverywhere(job.name, job.which);
  if (job.type === 'soak') {
    const rows: number[] = [];
    const verdict = await playSoak(engine, job.seed, job.days, (held) => rows.push(held));
    return [{ ...resultOf(job.seed, verdict, job.isWhole), rows }];
  }
  const results: Result[] = [];
  for (let seed = job.first; seed < job.first + job.runs; seed += 1) {
    const name = String(seed);
    const verdict = await playSchedule(engine, job.profile, name);
    const result = resultOf(name, verdict, job.isWhole);
    // One in a hundred is played twice: nothing but the seed may decide.
    const again = seed % 100 === 0 ? await playSchedule(engine, job.profile, name) : verdict;
    const odd = { property: 'P13 determinism', what: `${verdict.trace} and ${again.trace}` };
    const isOdd = again.trace !== verdict.trace;
    results.push(isOdd ? { ...result, violations: [...verdict.violations, odd] } : result);
  }
  return results;
}

parentPort?.on('message', (job: Job) => {
  void (async () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window.
    parentPort?.postMessage(await play(job));
  })();
});
