import { describe, expect, it } from 'vitest';
import { importEngine } from './import-engine';
import { buildEngine } from './loader';
import { untold, mutants } from './mutants';
import { playScenario, scenarios } from './scenarios';
import { smallPages } from './small-pages';

describe('directed scenarios', () => {
  it('hold for the product', async () => {
    const engine = await importEngine(await buildEngine(smallPages));
    for (const name of Object.keys(scenarios)) {
      const { violations } = await playScenario(engine, name);
      expect({ name, violations }).toEqual({ name, violations: [] });
    }
  });

  it.each(Object.keys(mutants).filter((name) => !untold.has(name)))(
    'tell that %s is broken',
    async (name) => {
      const engine = await importEngine(
        await buildEngine([...smallPages, ...(mutants[name] ?? [])]),
      );
      const telling: string[] = [];
      for (const scenario of Object.keys(scenarios)) {
        if (telling.length > 0) break;
        const { violations } = await playScenario(engine, scenario);
        if (violations.length > 0) telling.push(scenario);
      }
      expect(telling).not.toEqual([]);
    },
  );

  it('take no patch that matches nothing', async () => {
    const patch = { file: 'sync/core/cursor.ts', find: 'no such text', replace: '' };
    await expect(buildEngine([patch])).rejects.toThrow('matches 0 times');
  });
});
