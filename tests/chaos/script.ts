/** What happens in one run, all of it drawn from a seed. */
import { seededRandom } from '../sandbox/world';

/** What a run is about beside its edits. */
export const topics = ['set-up', 'edits', 'deletes', 'mapping', 'wipe', 'disk', 'update'] as const;
export type Topic = (typeof topics)[number];

/** Struck at a call of the extension to Zoho: while it is on its way there, or its answer on the way back. */
export interface Blow {
  readonly kind: 'stopWorker' | 'killBrowser' | 'cutNetwork' | 'stepClock' | 'edit' | 'topic';
  /** Which call of the run, from 1. */
  readonly call: number;
  readonly moment: 'before' | 'after';
  /** Of a cut: calls that are lost. Of a step: minutes. */
  readonly size: number;
}

export interface Script {
  readonly topic: Topic;
  readonly edits: number;
  readonly creates: number;
  readonly deletes: number;
  /** Share of calls that go wrong at Zoho's. */
  readonly faultRate: number;
  readonly blows: readonly Blow[];
}

/** How the runs of one browser begin. */
export interface Session {
  readonly seed: string;
  /** The first run is played by the previous build, and one of the next updates it. */
  readonly startsOld: boolean;
  /** What a deletion does to the counterpart. */
  readonly deletions: 'never' | 'always';
  readonly scripts: readonly Script[];
}

type Random = () => number;

const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1));
const oneOf = <T>(random: Random, all: readonly [T, ...T[]]): T =>
  all[upTo(random, all.length - 1)] ?? all[0];

/**
 * The runs of one browser; the first is its set-up. Shorter sessions of a seed begin like longer
 * ones. `topic`: of every run after that, where not left to the seed.
 */
export function drawSession(seed: string, runs: number, topic: Topic | null): Session {
  const random = seededRandom(seed);
  const startsOld = random() < 0.3 || topic === 'update';
  const deletions = random() < 0.5 ? 'always' : 'never';
  const scripts = Array.from({ length: runs }, (_, at) =>
    at === 0
      ? drawSetUp(random, startsOld)
      : startsOld && at === 1
        ? drawRun(random, 'update')
        : drawRun(random, topic),
  );
  return { seed, startsOld, deletions, scripts };
}

/** The previous build is spared: what it does wrong was mended since. */
function drawSetUp(random: Random, startsOld: boolean): Script {
  const blows = Array.from({ length: 1 + upTo(random, 3) }, () => drawBlow(random, 85));
  return {
    topic: 'set-up',
    edits: 0,
    creates: 0,
    deletes: 0,
    faultRate: startsOld || random() < 0.6 ? 0 : 0.05,
    blows: startsOld ? [] : blows,
  };
}

function drawRun(random: Random, given: Topic | null): Script {
  const topic =
    given ??
    oneOf(random, ['edits', 'edits', 'edits', 'deletes', 'deletes', 'mapping', 'wipe', 'disk']);
  const blows = Array.from({ length: 1 + upTo(random, 3) }, () => drawBlow(random, 22));
  const own: Blow = { kind: 'topic', call: 1 + upTo(random, 15), moment: 'before', size: 0 };
  const strikes = topic !== 'edits' && topic !== 'deletes';
  return {
    topic,
    edits: 2 + upTo(random, 6),
    creates: upTo(random, 3),
    deletes: topic === 'deletes' ? 1 + upTo(random, 2) : 0,
    faultRate: random() < 0.6 ? 0 : 0.06,
    blows: strikes ? [...blows, own] : blows,
  };
}

function drawBlow(random: Random, calls: number): Blow {
  const kind = oneOf(random, [
    'stopWorker',
    'stopWorker',
    'killBrowser',
    'cutNetwork',
    'stepClock',
    'edit',
  ] as const);
  return {
    kind,
    call: 1 + upTo(random, calls - 1),
    moment: random() < 0.5 ? 'before' : 'after',
    size: kind === 'stepClock' ? 1 + upTo(random, 89) : 1 + upTo(random, 5),
  };
}
