/** `npm run simulate`: plays schedules and says what held. */
import { parseArgs } from 'node:util';
import { buildEngine, importEngine } from './loader';
import { mutants } from './mutants';
import type { ProfileName } from './profiles';
import { playScenario, scenarios } from './scenarios';
import { playSchedule, type Verdict } from './schedule';
import { smallPages } from './small-pages';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'standard' },
    mutant: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** Prints what happened in each schedule. */
    story: { type: 'boolean', default: false },
    scenarios: { type: 'boolean', default: false },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function profileOf(name: string): ProfileName {
  if (name === 'standard' || name === 'hostile') return name;
  throw new Error(`there is no profile ${name}; there are standard and hostile`);
}

function patchesOf(name: string | undefined): (typeof mutants)[string] {
  if (name === undefined) return [];
  const patches = mutants[name];
  if (patches === undefined) throw new Error(`there is no mutant ${name}; see --mutant list`);
  return patches;
}

/** What people did, what became of the records, and every call with what it carried. */
function tell({ story, events, callList }: Verdict): void {
  const clock = (time: number): string => new Date(time).toISOString().slice(11);
  for (const line of story) say(line);
  for (const one of events)
    say(
      `${one.order} ${clock(one.time)} ${one.via} ${one.call ?? ''} ${one.operation} ${one.side} ${one.kind} ${one.id} ${JSON.stringify(one.after)}`,
    );
  for (const one of callList)
    say(
      `${one.n} ${clock(one.sent.time)} ${one.who} ${one.method} ${one.path} ${one.body ?? ''} ${one.status} ${one.reply ?? ''}`,
    );
}

async function main(): Promise<number> {
  if (values.mutant === 'list') {
    for (const name of Object.keys(mutants)) say(name);
    return 0;
  }
  const profile = profileOf(values.profile);
  const runs = Number(values.runs);
  const first = Number(values.seed);
  const code = await buildEngine([...smallPages, ...patchesOf(values.mutant)]);
  const engine = await importEngine(code);
  const sum = { steps: 0, crashes: 0, edits: 0, faults: 0, calls: 0 };
  let unpreventable = 0;
  let unrecognised = 0;
  let violations = 0;
  let played = 0;
  let firstFailingSeed: number | string | null = null;
  const start = performance.now();

  const note = (seed: number | string, verdict: Verdict): void => {
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += verdict[key];
    unpreventable += verdict.unpreventable;
    unrecognised += verdict.unrecognised;
    if (values.story) tell(verdict);
    if (verdict.violations.length === 0) return;
    violations += verdict.violations.length;
    firstFailingSeed ??= seed;
    for (const { property, what } of verdict.violations.slice(0, 5))
      say(`${seed}: ${property}: ${what}`);
  };

  if (values.mutant !== undefined || values.scenarios)
    for (const name of Object.keys(scenarios)) {
      note(name, await playScenario(engine, name));
      if (violations > 0 && values.mutant !== undefined) break;
    }
  for (; played < runs; played += 1) {
    if (values.mutant !== undefined && violations > 0) break;
    const seed = first + played;
    const verdict = await playSchedule(engine, profile, String(seed));
    note(seed, verdict);
    // One in a hundred is played twice: nothing but the seed may decide.
    if (seed % 100 === 0) {
      const again = await playSchedule(engine, profile, String(seed));
      if (again.trace !== verdict.trace) {
        violations += 1;
        firstFailingSeed ??= seed;
        say(`${seed}: P13 determinism: ${verdict.trace} and ${again.trace}`);
      }
    }
  }
  const ms = Math.round(performance.now() - start);
  say(
    JSON.stringify({
      runs: played,
      ...sum,
      violations,
      unpreventable,
      unrecognised,
      firstFailingSeed,
      ms,
      perSecond: Math.round((played / ms) * 10_000) / 10,
    }),
  );
  return violations === 0 ? 0 : 1;
}

process.exitCode = await main();
