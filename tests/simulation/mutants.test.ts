import { describe, expect, it } from 'vitest';
import { importEngine, type Engine } from './import-engine';
import { buildEngine } from './loader';
import { mutants } from './mutants';
import { playScenario } from './scenarios/play';
import { smallPages } from './small-pages';
import { telltales } from './telltales';

const engineWithout = async (name: string): Promise<Engine> =>
  importEngine(await buildEngine([...smallPages, ...(mutants[name] ?? [])]));

describe('protections', () => {
  it('each have a scenario that tells when they are missing', () => {
    expect(Object.keys(telltales).toSorted()).toEqual(Object.keys(mutants).toSorted());
  });

  it.each(Object.entries(telltales))('%s is told by: %s', async (mutant, scenario) => {
    const { violations } = await playScenario(await engineWithout(mutant), scenario);
    expect(violations).not.toEqual([]);
  });

  it('take no patch that matches nothing', async () => {
    const patch = { file: 'sync/core/cursor.ts', find: 'no such text', replace: '' };
    await expect(buildEngine([patch])).rejects.toThrow('matches 0 times');
  });
});
