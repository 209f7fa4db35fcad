/**
 * One installation in real Chromium for as long as is asked: the services' clock is stepped, tokens
 * live for minutes, a day's credits run out, and people work on both sides. In the end both sides are
 * compared in full.
 */
import { startSandbox } from '../sandbox/server';
import { seededRandom } from '../sandbox/world';
import { buildFolder } from '../e2e/browser';
import { watchConformance } from '../e2e/conformance';
import { preferDeletions, setFaults } from './administrator';
import { readGauges, type Reading } from './gauge';
import { startMachine, type Machine } from './machine';
import { createPeople, moduleOf, type People } from './people';
import { runOnce, settle } from './quiet';
import { setUp } from './set-up';
import { beginnings, judge, loggedValues } from './verdict';

const size = { contacts: 200, accounts: 40, products: 0, overlap: 0.5 };
const minute = 60_000;
const day = 24 * 60 * minute;
/** Credits of a day on either side: fewer than looking once an hour takes. */
const scarce = 800;
const tokenLifeMs = 5 * minute;
/** ms between two readings of the gauges. */
const readEveryMs = 30_000;

export interface Soaked {
  readonly seed: string;
  readonly minutes: number;
  readonly simulatedDays: number;
  readonly runs: number;
  /** Runs that ended with a problem, by its code. */
  readonly problems: Readonly<Record<string, number>>;
  /** What people did. */
  readonly acts: number;
  readonly calls: number;
  readonly first: Reading | null;
  readonly last: Reading | null;
  readonly violations: readonly string[];
}

/** One act of somebody, more often an edit than anything else. */
async function act(people: People, random: () => number): Promise<void> {
  const drawn = random();
  if (drawn < 0.7) await people.edit();
  else if (drawn < 0.95) await people.create();
  else await people.delete();
}

/** Half of the readings against the other half: a heap that grows shows in what is typical of either. */
function growths(readings: readonly Reading[]): string[] {
  const half = Math.floor(readings.length / 2);
  if (half < 3) return [];
  const typical = (some: readonly Reading[], of: (one: Reading) => number): number =>
    some.map(of).toSorted((one, other) => one - other)[Math.floor(some.length / 2)] ?? 0;
  const heaps = { worker: (one: Reading) => one.workerMb, page: (one: Reading) => one.pageMb };
  return Object.entries(heaps).flatMap(([name, of]) => {
    const [before, after] = [readings.slice(0, half), readings.slice(-half)].map((some) =>
      typical(some, of),
    );
    if (before === undefined || after === undefined || after <= before * 1.1 + 1) return [];
    return [`the ${name}'s heap grew from ${before} to ${after} MB`];
  });
}

async function livingOf(machine: Machine): Promise<number> {
  let living = 0;
  for (const side of ['desk', 'crm'] as const)
    for (const module of [moduleOf[side], side === 'desk' ? 'accounts' : 'Accounts']) {
      const path = `/state?side=${side}&module=${module}`;
      const { records } = await machine.control<{ records: { _state: string }[] }>(path);
      living += records.filter(({ _state }) => _state === 'live').length;
    }
  return living;
}

/** Plays for this many minutes; `told` hears of each reading. */
export async function soak(
  minutes: number,
  seed: string,
  told: (line: string) => void,
): Promise<Soaked> {
  const accountLimits = { accessTokenLifeMs: tokenLifeMs };
  const sandbox = await startSandbox({ seed, ...size, accountLimits });
  const conformance = watchConformance(sandbox.sandbox);
  const { world } = sandbox.sandbox;
  const machine = await startMachine(sandbox, buildFolder);
  const random = seededRandom(`${seed}/soak`);
  const people = createPeople(machine, seededRandom(`${seed}/people`));
  const problems: Record<string, number> = {};
  const readings: Reading[] = [];
  const logged = new Set<string>();
  let acts = 0;
  let runs = 0;
  let steppedMs = 0;

  const step = async (ms: number): Promise<void> => {
    steppedMs += ms;
    await machine.control('/clock', { advanceMs: ms });
  };
  const limit = (credits: number): void => {
    for (const { meter } of [...world.deskOrgs, ...world.crmOrgs]) meter.dailyLimit = credits;
  };

  try {
    const since = await beginnings(machine);
    const plenty = Math.max(...world.crmOrgs.map(({ meter }) => meter.dailyLimit));
    await setUp(machine);
    await runOnce(machine);
    await preferDeletions(machine, 'always');
    await settle(machine);
    // What the first sync spent is not of this day any more.
    await step(2 * day);
    limit(scarce);

    const started = performance.now();
    let readAt = -readEveryMs;
    while (performance.now() - started < minutes * minute) {
      people.rest();
      for (let count = Math.floor(random() * 4); count > 0; count -= 1) {
        await act(people, random);
        acts += 1;
      }
      await setFaults(machine, random() < 0.3 ? 0.03 : 0, `${seed}/${runs}`);
      await step((20 + Math.floor(random() * 50)) * minute);
      const { run } = await runOnce(machine);
      runs += 1;
      if (run?.problem != null) problems[run.problem.code] = (problems[run.problem.code] ?? 0) + 1;
      for (const value of await loggedValues(machine)) logged.add(value);
      if (performance.now() - started - readAt < readEveryMs) continue;
      readAt = performance.now() - started;
      const reading = await readGauges(machine);
      readings.push(reading);
      const { workerMb, pageMb, storedMb, rows } = reading;
      told(
        `${(readAt / minute).toFixed(1)} min, day ${(steppedMs / day).toFixed(1)}, ${runs} runs: worker ${workerMb} MB, page ${pageMb} MB, stored ${storedMb} MB, ${(rows['pairs'] ?? 0) + (rows['landed'] ?? 0)} pairs, ${rows['changePages']} pages of history`,
      );
    }

    await setFaults(machine, 0, '');
    limit(plenty);
    await step(day);
    const violations = await settle(machine);
    for (const value of await loggedValues(machine)) logged.add(value);
    const known = { people, deletions: 'always', wiped: false, logged, since } as const;
    violations.push(...(await judge(machine, known)), ...growths(readings));
    const last = await readGauges(machine);
    const sum = (...names: readonly string[]): number =>
      names.reduce((all, name) => all + (last.rows[name] ?? 0), 0);
    const [held, living] = [sum('pairs', 'intents', 'landed'), await livingOf(machine)];
    if (held > living) violations.push(`${held} rows of ${living} living records`);
    // Of each record a failure may be open: that one was kept is reported until somebody has looked.
    if (sum('failures') > sum('pairs', 'landed')) violations.push(`${sum('failures')} failures`);
    violations.push(...(await conformance.violations()).map((one) => `specification: ${one}`));
    return {
      seed,
      minutes,
      simulatedDays: Math.round((steppedMs / day) * 10) / 10,
      runs,
      problems,
      acts,
      calls: world.calls.length,
      first: readings[0] ?? null,
      last,
      violations,
    };
  } finally {
    await machine.close();
    await sandbox.close();
  }
}
