/** `npm run simulate`: plays schedules and says what held. The last line is JSON. */
import { parseArgs } from 'node:util';
import { buildEngine } from './loader';
import { mutants } from './mutants';
import { profileNames, type ProfileName } from './profiles';
import { crashable } from './scenarios/play';
import { scenarios } from './scenarios/scenarios';
import { smallPages } from './small-pages';
import { addTo, failingOf, noSums, say, tell, whatIsWrong, type Failing } from './telling';
import { openTeam, playSeeds, type Result, type Team } from './team';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'standard' },
    /** A protection to be left out, or `list`. Scenarios first, then schedules, to the first failure. */
    mutant: { type: 'string' },
    /** Each of them in turn, as a table. */
    mutants: { type: 'boolean', default: false },
    /** Only the last line. */
    json: { type: 'boolean', default: false },
    /** Prints what happened in each schedule. */
    story: { type: 'boolean', default: false },
    /** The directed scenarios before the schedules; with a name, that one alone. */
    scenarios: { type: 'boolean', default: false },
    scenario: { type: 'string' },
    /** Every scenario with a worker that dies at each of its awaits in turn. */
    crashes: { type: 'boolean', default: false },
    /** Thirty simulated days of one installation. */
    soak: { type: 'boolean', default: false },
    days: { type: 'string', default: '30' },
    threads: { type: 'string' },
  },
});

const runs = Number(values.runs);
const first = Number(values.seed);
const size = values.threads === undefined ? undefined : Number(values.threads);

function profileOf(name: string): ProfileName {
  const found = profileNames.find((one) => one === name);
  if (found === undefined)
    throw new Error(`there is no profile ${name}; there are ${profileNames.join()}`);
  return found;
}

async function teamFor(mutant: string | undefined): Promise<Team> {
  const patches = mutant === undefined ? [] : mutants[mutant];
  if (patches === undefined) throw new Error(`there is no mutant ${mutant}; see --mutant list`);
  return openTeam(await buildEngine([...smallPages, ...patches]), size);
}

/** Plays until `isEnough`; says what it finds on the way unless only the JSON is wanted. */
async function playAll(
  team: Team,
  which: { scenarios: readonly string[]; runs: number; stopsAtFirst: boolean },
): Promise<{
  played: number;
  sums: ReturnType<typeof noSums>;
  failing: string | null;
  failures: readonly Failing[];
}> {
  const profile = profileOf(values.profile);
  const isWhole = values.story;
  const sums = noSums();
  const failures: Failing[] = [];
  let failing: string | null = null;
  let played = 0;
  const note = (result: Result): boolean => {
    addTo(sums, result);
    if (result.whole) tell(result.whole);
    if (result.violations.length > 0) {
      failing ??= result.name;
      failures.push(failingOf(result));
    }
    if (!values.json) for (const line of whatIsWrong(result)) say(line);
    return failing === null || !which.stopsAtFirst;
  };
  for (const name of which.scenarios)
    for (const result of await team.play({ type: 'scenario', name, isWhole }))
      if (!note(result)) return { played, sums, failing, failures };
  await playSeeds(team, { profile, first, runs: which.runs, isWhole }, (result) => {
    played += 1;
    return note(result);
  });
  return { played, sums, failing, failures };
}

/** Every mutant against the scenarios and the schedules. */
async function playMutants(): Promise<number> {
  const table: Record<string, { scenario: string | null; schedules: number | null }> = {};
  for (const mutant of Object.keys(mutants)) {
    const team = await teamFor(mutant);
    const directed = await playAll(team, {
      scenarios: Object.keys(scenarios),
      runs: 0,
      stopsAtFirst: true,
    });
    const drawn = await playAll(team, { scenarios: [], runs, stopsAtFirst: true });
    await team.close();
    const schedules = drawn.failing === null ? null : drawn.played;
    table[mutant] = { scenario: directed.failing, schedules };
    if (!values.json)
      say(
        `${mutant.padEnd(18)} ${String(schedules ?? '-').padStart(6)}  ${directed.failing ?? '-'}`,
      );
  }
  const survivors = Object.keys(table).filter(
    (name) => table[name]?.scenario === null && table[name].schedules === null,
  );
  say(JSON.stringify({ mutants: table, survivors }));
  return survivors.length === 0 ? 0 : 1;
}

/** A crash at every await of every scenario. */
async function playCrashes(): Promise<number> {
  const team = await teamFor(values.mutant);
  const sums = noSums();
  let plays = 0;
  let failing: string | null = null;
  const names = values.scenario === undefined ? crashable : [values.scenario];
  await Promise.all(
    names.map(async (name) => {
      const results = await team.play({ type: 'crashes', name, which: 'every' });
      for (const result of results) {
        plays += 1;
        addTo(sums, result);
        if (result.violations.length > 0) failing ??= result.name;
        if (!values.json) for (const line of whatIsWrong(result)) say(line);
      }
    }),
  );
  await team.close();
  say(JSON.stringify({ runs: plays, ...sums, firstFailingSeed: failing }));
  return sums.violations === 0 ? 0 : 1;
}

/** Day after day, then the full comparison of both sides. */
async function playDays(): Promise<number> {
  const team = await teamFor(values.mutant);
  const start = performance.now();
  const seed = String(first);
  const [result] = await team.play({ type: 'soak', seed, days: Number(values.days) });
  await team.close();
  if (result === undefined) return 1;
  const sums = noSums();
  addTo(sums, result);
  if (!values.json) for (const line of whatIsWrong(result)) say(line);
  const ms = Math.round(performance.now() - start);
  say(JSON.stringify({ days: Number(values.days), ...sums, rows: result.rows, ms }));
  return sums.violations === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  if (values.mutant === 'list') {
    for (const name of Object.keys(mutants)) say(name);
    return 0;
  }
  if (values.mutants) return playMutants();
  if (values.crashes) return playCrashes();
  if (values.soak) return playDays();
  const team = await teamFor(values.mutant);
  const isMutant = values.mutant !== undefined;
  const all = isMutant || values.scenarios ? Object.keys(scenarios) : [];
  const start = performance.now();
  const { played, sums, failing, failures } = await playAll(team, {
    scenarios: values.scenario === undefined ? all : [values.scenario],
    runs: values.scenario === undefined ? runs : 0,
    stopsAtFirst: isMutant,
  });
  const ms = Math.round(performance.now() - start);
  await team.close();
  say(
    JSON.stringify({
      runs: played,
      ...sums,
      firstFailingSeed: failing,
      failures,
      ms,
      schedulesPerSecond: Math.round((played / ms) * 10_000) / 10,
    }),
  );
  return sums.violations === 0 ? 0 : 1;
}

process.exitCode = await main();
