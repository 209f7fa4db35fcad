/** `npm run simulate`: plays schedules and says what held. The last line is JSON. */
import { readOptions, refuse, wholeNumber } from '../command-line';
import { buildEngine } from './loader';
import { mutants } from './mutants';
import { profileNames, type ProfileName } from './profiles';
import { crashable } from './scenarios/play';
import { scenarios } from './scenarios/scenarios';
import { smallPages } from './small-pages';
import { addTo, failingOf, noSums, say, tell, whatIsWrong, type Failing } from './telling';
import { openTeam, playSeeds, type Result, type Team } from './team';

const values = readOptions('npm run simulate', {
  runs: { type: 'string', default: '100', says: 'schedules, one for each seed' },
  seed: { type: 'string', default: '1', says: 'the first seed' },
  profile: { type: 'string', default: 'standard', says: profileNames.join(', ') },
  mutant: {
    type: 'string',
    says: 'a protection to be left out, or list: scenarios, then schedules, to the first failure',
  },
  mutants: { type: 'boolean', default: false, says: 'each of them in turn, as a table' },
  json: { type: 'boolean', default: false, says: 'only the last line' },
  story: { type: 'boolean', default: false, says: 'what happened in each schedule' },
  scenarios: { type: 'boolean', default: false, says: 'the directed scenarios first' },
  scenario: { type: 'string', says: 'this scenario alone' },
  crashes: {
    type: 'boolean',
    default: false,
    says: 'every scenario with a worker that dies at each of its awaits in turn',
  },
  soak: { type: 'boolean', default: false, says: 'one installation, day after day' },
  days: { type: 'string', default: '30', says: 'simulated days of the soak' },
  threads: { type: 'string', says: 'schedules at once; without it one for each processor' },
});

const runs = wholeNumber('runs', values.runs);
const first = wholeNumber('seed', values.seed);
const days = wholeNumber('days', values.days, 1);
if (values.scenario !== undefined && !Object.hasOwn(scenarios, values.scenario))
  refuse(`there is no scenario ${values.scenario}; there are ${Object.keys(scenarios).join(', ')}`);
const size = values.threads === undefined ? undefined : wholeNumber('threads', values.threads, 1);

function profileOf(name: string): ProfileName {
  const found = profileNames.find((one) => one === name);
  if (found === undefined)
    refuse(`there is no profile ${name}; there are ${profileNames.join(', ')}`);
  return found;
}

async function teamFor(mutant: string | undefined): Promise<Team> {
  const patches = mutant === undefined ? [] : mutants[mutant];
  if (patches === undefined) refuse(`there is no mutant ${mutant}; see --mutant list`);
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
  const [result] = await team.play({ type: 'soak', seed, days, isWhole: values.story });
  await team.close();
  if (result === undefined) return 1;
  const sums = noSums();
  addTo(sums, result);
  if (result.whole) tell(result.whole);
  if (!values.json) for (const line of whatIsWrong(result)) say(line);
  const ms = Math.round(performance.now() - start);
  say(JSON.stringify({ days, ...sums, rows: result.rows, ms }));
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
