/** Plays the runs of one browser, one after the other, and judges each. */
import { buildFolder } from '../e2e/browser';
import { watchConformance } from '../e2e/conformance';
import { startSandbox } from '../sandbox/server';
import { seededRandom } from '../sandbox/world';
import { mapCity, preferDeletions, setFaults } from './administrator';
import { createBlows, type Blows } from './blows';
import { startMachine, type Machine } from './machine';
import { createPeople, type People } from './people';
import { runOnce, settle } from './quiet';
import type { Blow, Script, Session } from './script';
import { setUp } from './set-up';
import { beginnings, judge, loggedValues, type Known } from './verdict';

/** How one run went. */
export interface Played {
  readonly at: number;
  readonly topic: Script['topic'];
  readonly story: readonly string[];
  readonly violations: readonly string[];
  /** Blows that fell; others waited for a call that never came. */
  readonly struck: number;
  readonly ms: number;
}

/** Of records a side: enough for every case of the seed, few enough for a run of some seconds. */
const size = { contacts: 40, accounts: 8, products: 0, overlap: 0.5 };

/** ms for one look at the conflict log. */
const longestReadingMs = 5_000;

/** Everything of one session. */
interface Stage {
  readonly session: Session;
  readonly machine: Machine;
  readonly blows: Blows;
  readonly people: People;
  readonly story: string[];
  known: Omit<Known, 'people' | 'deletions' | 'logged'>;
  /** Values that the conflict log has ever shown, with those of databases that are gone. */
  readonly logged: Set<string>;
  previous: string | null;
  /** The disk was full once. */
  wasFull: boolean;
  /** The city is being taken out of the mapping. */
  unmapping: Promise<void> | null;
}

/** Stops at the first run with a violation: what follows would be blamed for it. */
export async function play(
  session: Session,
  previous: string | null,
  told: (played: Played) => void,
): Promise<void> {
  const sandbox = await startSandbox({ seed: session.seed, ...size });
  const conformance = watchConformance(sandbox.sandbox);
  const blows = createBlows(sandbox.sandbox);
  const machine = await startMachine(
    sandbox,
    session.startsOld && previous ? previous : buildFolder,
  );
  const stage: Stage = {
    session,
    machine,
    blows,
    people: createPeople(machine, seededRandom(`${session.seed}/people`)),
    story: [],
    known: { wiped: false, since: await beginnings(machine) },
    logged: new Set(),
    previous,
    wasFull: false,
    unmapping: null,
  };
  try {
    for (const [at, script] of session.scripts.entries()) {
      const started = performance.now();
      stage.story.length = 0;
      const violations = await playRun(stage, script).catch((thrown: unknown) => [
        thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      ]);
      violations.push(...(await conformance.violations()).map((one) => `specification: ${one}`));
      const struck = stage.story.filter((line) => line.startsWith('call ')).length;
      const ms = Math.round(performance.now() - started);
      told({ at, topic: script.topic, story: [...stage.story], violations, struck, ms });
      if (violations.length > 0) return;
    }
  } finally {
    await machine.close();
    await sandbox.close();
  }
}

async function playRun(stage: Stage, script: Script): Promise<string[]> {
  const { machine, blows, people, session } = stage;
  const tell = (line: string): void => void stage.story.push(line);
  people.rest();
  await before(stage, script);
  const strikes: Promise<void>[] = [];
  blows.begin(
    script.blows,
    (blow) => {
      const struck = strike(stage, script, blow, tell);
      strikes.push(struck.catch(() => undefined));
      return struck;
    },
    mayLoseItsLog(stage, script) ? () => keepLog(stage) : async () => undefined,
  );
  if (script.faultRate > 0) {
    tell(`${script.faultRate * 100} % of calls go wrong`);
    await setFaults(machine, script.faultRate, `${session.seed}/${stage.story.length}`);
  }
  if (script.topic === 'set-up') await setUp(machine);
  const during = runOnce(machine);
  // Whatever this run ends with, the next ones have to mend.
  await during.catch((thrown: unknown) => tell(`cut off: ${String(thrown)}`));
  const never = blows.end();
  await Promise.all(strikes);
  await setFaults(machine, 0, '');
  await machine.freeDisk();
  if (never.length > 0)
    tell(`never: ${never.map(({ kind, call }) => `${kind}@${call}`).join(' ')}`);
  if (never.some(({ kind }) => kind === 'topic')) {
    await keepLog(stage);
    await topicBlow(stage, script, tell);
  }
  await machine.freeDisk();
  // A history that begins anew begins here: once calls that were on their way when it was lost have
  // arrived, some of them held until the log was read, nothing is written without a connection.
  await blows.arrived();
  const since = await beginnings(machine);
  // Lost with the database, or never finished.
  const steps = await setUp(machine);
  const isNew = script.topic !== 'set-up' && steps > 0;
  if (isNew) stage.known = { ...stage.known, wiped: true, since };
  // Chromium itself throws away a database that it finds damaged, as after a full disk and a crash.
  if (isNew && script.topic !== 'wipe') {
    if (!stage.wasFull) return [`${steps} steps of set-up had to be taken again`];
    tell('the browser threw the damaged database away');
    people.forgetDeletions();
  }
  if (script.topic === 'mapping') {
    // It may have to ask again and again: ending later, it would undo what follows.
    await stage.unmapping?.catch(() => undefined);
    await mapCity(machine, true);
  }
  if (script.topic === 'set-up' || isNew) await preferDeletions(machine, session.deletions);
  const violations = await settle(machine);
  // An older build's log is asked for in other words; nobody has edited anything while it runs.
  const isOld = session.startsOld && stage.previous !== null && script.topic === 'set-up';
  if (!isOld) for (const value of await loggedValues(machine)) stage.logged.add(value);
  violations.push(
    ...(await judge(machine, {
      people,
      deletions: session.deletions,
      logged: stage.logged,
      ...stage.known,
    })),
  );
  if (violations.length > 0) for (const line of await failuresOf(machine)) tell(line);
  return violations;
}

/** A full disk may cost the database later as well, at a start of the browser. */
const mayLoseItsLog = ({ wasFull }: Stage, { topic }: Script): boolean =>
  wasFull || topic === 'wipe' || topic === 'disk';

/**
 * Reads the conflict log while there is one. What loses is in it before it is overwritten, and goes
 * with its database: read at the run's end alone, an edit that lost as it should seemed to be lost.
 */
async function keepLog({ machine, logged }: Stage): Promise<void> {
  const read = async (): Promise<void> => {
    for (const value of await loggedValues(machine)) logged.add(value);
  };
  // Nobody answers for a browser that is being started again; its call need not wait for that.
  const late = new Promise<void>((done) => setTimeout(done, longestReadingMs));
  await Promise.race([read().catch(() => undefined), late]);
}

/** What the failure log says, to understand a violation by. */
async function failuresOf(machine: Machine): Promise<string[]> {
  const everything = { kind: null, reason: null, search: '', offset: 0, limit: 200 };
  const answer = await machine.ask('failures.rows', everything);
  if (!answer.ok) return [];
  return answer.value.rows.map(
    ({ title, side, problem }) => `failure: ${title} in ${side}: ${problem.code}`,
  );
}

/** What people did since the last run. */
async function before({ people, story }: Stage, script: Script): Promise<void> {
  for (let at = 0; at < script.edits; at += 1) story.push(`edit: ${await people.edit()}`);
  for (let at = 0; at < script.creates; at += 1) story.push(`create: ${await people.create()}`);
  for (let at = 0; at < script.deletes; at += 1) story.push(`delete: ${await people.delete()}`);
}

async function strike(
  stage: Stage,
  script: Script,
  blow: Blow,
  tell: (line: string) => void,
): Promise<void> {
  const { machine, blows, people } = stage;
  tell(`call ${blow.call} ${blow.moment}: ${blow.kind} ${blow.size}`);
  switch (blow.kind) {
    case 'stopWorker':
      return machine.stopWorker();
    case 'killBrowser':
      return machine.kill();
    case 'cutNetwork':
      return blows.cut(blow.size);
    case 'stepClock':
      await machine.control('/clock', { advanceMs: blow.size * 60_000 });
      return;
    case 'edit':
      tell(`  ${await people.editApart()}`);
      return;
    case 'topic':
      return topicBlow(stage, script, tell);
  }
}

async function topicBlow(
  stage: Stage,
  script: Script,
  tell: (line: string) => void,
): Promise<void> {
  const { machine } = stage;
  switch (script.topic) {
    case 'wipe':
      await machine.wipe();
      stage.people.forgetDeletions();
      stage.known = { ...stage.known, wiped: true };
      return tell('  every database is gone');
    case 'disk':
      stage.wasFull = await machine.fillDisk();
      return tell(`  the disk is full: ${stage.wasFull}`);
    case 'update':
      if (stage.previous !== null) await machine.update(buildFolder);
      return tell('  updated');
    case 'mapping':
      // Asked while the sync is under way; its answer is not waited for in the midst of a call.
      stage.unmapping = mapCity(machine, false);
      stage.unmapping.catch(() => undefined);
      return tell('  the city is not mapped any more');
    default:
      return;
  }
}
