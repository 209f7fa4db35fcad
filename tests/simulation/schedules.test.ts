import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEngine } from './loader';
import { smallPages } from './small-pages';
import { openTeam, playSeeds, type Team } from './team';
import { addTo, noSums, whatIsWrong } from './telling';

const plain = 1_000;
const hostile = 40;
const rivals = 40;
/** Played twice. */
const twice = 3;

describe('schedules drawn from a seed', () => {
  let team: Team;
  beforeAll(async () => {
    team = await openTeam(await buildEngine(smallPages));
  }, 120_000);
  afterAll(() => team.close());

  it(`hold, ${plain} of them`, async () => {
    const broken: string[] = [];
    const sums = noSums();
    await playSeeds(team, { profile: 'plain', first: 1, runs: plain }, (result) => {
      addTo(sums, result);
      broken.push(...whatIsWrong(result));
      return true;
    });
    expect(broken).toEqual([]);
    // A schedule in which nothing happens holds everything.
    expect(sums.edits).toBeGreaterThan(plain * 40);
    expect(sums.crashes).toBeGreaterThan(plain);
  });

  it(`hold when nearly everything fails, ${hostile} of them`, async () => {
    const broken: string[] = [];
    await playSeeds(team, { profile: 'hostile', first: 101, runs: hostile }, (result) => {
      broken.push(...whatIsWrong(result));
      return true;
    });
    expect(broken).toEqual([]);
  });

  it(`hold with two installations that take turns, ${rivals} of them`, async () => {
    const broken: string[] = [];
    const sums = noSums();
    await playSeeds(team, { profile: 'rivals', first: 1, runs: rivals }, (result) => {
      addTo(sums, result);
      broken.push(...whatIsWrong(result));
      return true;
    });
    expect(broken).toEqual([]);
    // The lease keeps them apart: what is made twice is made by whoever takes over.
    expect(sums.overlapped).toBeLessThanOrEqual(2);
    expect(sums.handedOver).toBeGreaterThan(0);
  });

  it('hold where new CRM records name their Desk records', async () => {
    const broken: string[] = [];
    const what = { profile: 'references', first: 101, runs: Math.ceil(rivals / 2) } as const;
    await playSeeds(team, what, (result) => {
      broken.push(...whatIsWrong(result));
      return true;
    });
    expect(broken).toEqual([]);
  });

  it('are the same whenever they are played', async () => {
    const traces = async (first: number): Promise<readonly string[]> => {
      const found: string[] = [];
      await playSeeds(team, { profile: 'hostile', first, runs: twice }, (result) => {
        found.push(result.trace);
        return true;
      });
      return found;
    };
    const once = await traces(1);
    expect(await traces(1)).toEqual(once);
    expect(new Set([...once, ...(await traces(1_001))]).size).toBe(twice * 2);
  });
});
