import { beforeAll, describe, expect, it } from 'vitest';
import { buildEngine, importEngine, type Engine } from './loader';
import { playSchedule } from './schedule';
import { smallPages } from './small-pages';

const runs = 300;
/** Played twice. */
const twice = 3;

describe('schedules drawn from a seed', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await importEngine(await buildEngine(smallPages));
  });

  it(`hold, ${runs} of them`, async () => {
    const broken: string[] = [];
    let edits = 0;
    let crashes = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const verdict = await playSchedule(engine, 'standard', String(seed));
      edits += verdict.edits;
      crashes += verdict.crashes;
      for (const { property, what } of verdict.violations)
        broken.push(`seed ${seed}: ${property}: ${what}`);
    }
    expect(broken).toEqual([]);
    // A schedule in which nothing happens holds everything.
    expect(edits).toBeGreaterThan(runs * 40);
    expect(crashes).toBeGreaterThan(runs);
  });

  it('are the same whenever they are played', async () => {
    for (let seed = 1; seed <= twice; seed += 1) {
      const first = await playSchedule(engine, 'hostile', String(seed));
      const second = await playSchedule(engine, 'hostile', String(seed));
      const other = await playSchedule(engine, 'hostile', String(seed + 1_000));
      expect(second.trace).toBe(first.trace);
      expect(other.trace).not.toBe(first.trace);
    }
  });
});
