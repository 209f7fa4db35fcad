import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEngine } from './loader';
import { crashable } from './scenarios/play';
import { scenarios } from './scenarios/scenarios';
import { smallPages } from './small-pages';
import { openTeam, type Team } from './team';
import { whatIsWrong } from './telling';

/**
 * Between two awaits that change something durable, all deaths are one: what the worker held in
 * memory is gone, and nothing else knows of it. `npm run simulate -- --crashes` takes every await.
 */
describe('a worker', () => {
  let team: Team;
  beforeAll(async () => {
    team = await openTeam(await buildEngine(smallPages));
  }, 120_000);
  afterAll(() => team.close());

  it('holds in every scenario without dying', async () => {
    const all = await Promise.all(
      Object.keys(scenarios).map((name) => team.play({ type: 'scenario', name, isWhole: false })),
    );
    expect(all.flat().flatMap(whatIsWrong)).toEqual([]);
  });

  it('leaves every scenario to a right end, wherever it dies', async () => {
    const all = await Promise.all(
      crashable.map((name) => team.play({ type: 'crashes', name, which: 'lasting' })),
    );
    const results = all.flat();
    expect(results.flatMap(whatIsWrong)).toEqual([]);
    const deaths = results.filter(({ name }) => name.includes(', run ')).length;
    expect(deaths).toBeGreaterThan(1_000);
  });
});
