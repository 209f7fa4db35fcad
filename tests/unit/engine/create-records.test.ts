import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../sync/engine/ports';
import { createStage, type Stage } from './stage';

const records = 12;

/** A turn of the event loop: whatever may begin by then has begun. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Contacts that Desk lacks, and a Desk and a store that answer a turn later. */
async function lacking(atOnce?: number): Promise<{
  readonly stage: Stage;
  readonly commits: Batch[];
  /** Calls under way at most. */
  most(): number;
}> {
  const stage = await createStage();
  if (atOnce !== undefined) Object.assign(stage.desk, { atOnce });
  for (let n = 0; n < records; n++)
    stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test` });
  const create = stage.desk.create.bind(stage.desk);
  const { commit, intents } = stage.store;
  const commits: Batch[] = [];
  stage.store.commit = async (batch) => {
    await turn();
    commits.push(batch);
    return commit(batch);
  };
  let open = 0;
  let most = 0;
  stage.desk.create = async (kind, drafts, references) => {
    const noted = (await intents()).map(({ fields }) => fields['email']);
    expect(noted).toEqual(expect.arrayContaining(drafts.map((draft) => draft['email'])));
    open += 1;
    most = Math.max(most, open);
    await turn();
    const results = await create(kind, drafts, references);
    open -= 1;
    return results;
  };
  return { stage, commits, most: () => most };
}

describe('creates that take a call each', () => {
  it.each([
    [undefined, 4],
    [1, 1],
    [7, 7],
  ])('go out as many at a time as the service takes: %s', async (atOnce, expected) => {
    const { stage, most } = await lacking(atOnce);
    await stage.run();
    expect(most()).toBe(expected);
    expect(stage.desk.rows('contact')).toHaveLength(records);
  });

  it('are noted before they go out, in the commit that stores what came back before', async () => {
    const { stage, commits } = await lacking();
    await stage.run();
    const own = commits.filter((one) => one.intents?.length || one.dropIntents?.length);
    expect(own.flatMap((one) => one.intents ?? [])).toHaveLength(records);
    expect(own.flatMap((one) => one.dropIntents ?? [])).toHaveLength(records);
    expect(own.length).toBeLessThan(records);
    expect(own.some((one) => one.intents?.length && one.dropIntents?.length)).toBe(true);
  });

  it('stop with a pause; what was under way is stored', async () => {
    const { stage } = await lacking();
    const create = stage.desk.create.bind(stage.desk);
    let calls = 0;
    stage.desk.create = async (...given) => {
      calls += 1;
      if (calls === 5) await stage.sync.pause();
      return create(...given);
    };
    expect(await stage.sync.run('alarm')).toBe('paused');
    const made = stage.desk.rows('contact').length;
    expect(made).toBe(calls);
    expect(made).toBeLessThan(records);
    expect(await stage.store.intents()).toEqual([]);
    expect((await stage.store.counts('contact')).linked).toBe(made);
    await stage.sync.resume();
    await stage.settle();
    expect(stage.desk.rows('contact')).toHaveLength(records);
  });
});
