import { expect, it } from 'vitest';
import { createFailureLog } from '../../../sync/engine/failures';
import { createStage, type Stage } from './stage';

const everything = { kind: null, reason: null, search: '' };

/** Two Desk contacts share the address of one CRM contact: none of them can be linked. */
async function ambiguous() {
  const stage = await createStage();
  for (const name of ['Ann', 'Ben'])
    stage.desk.add('contact', { lastName: name, email: 'team@acme.example' });
  for (const name of ['Cleo', 'Dan'])
    stage.crm.add('contact', { Last_Name: name, Email: 'team@acme.example' });
  await stage.run();
  const runs: string[] = [];
  const log = createFailureLog({
    ...stage.ports,
    notifier: { changed: () => undefined },
    run: () => void runs.push('run'),
  });
  return { stage, log, runs };
}

const dirty = async (stage: Stage): Promise<number> =>
  (await stage.store.dirtyPairs('contact', null, 100)).pairs.length;

const all = { all: true, except: [] } as const;
const only = (...keys: readonly string[]) => ({ all: false, only: keys }) as const;

it('shows failures by reason and their records, and tries them again', async () => {
  const { stage, log, runs } = await ambiguous();
  const view = await log.get({ kind: null, search: '' });
  const [reason] = view.reasons;
  expect(view.counts.contact).toBe(reason?.records);
  const { rows, of } = await log.rows(everything, { offset: 1, limit: 1 });
  expect(of).toBe(reason?.records);
  expect(rows).toHaveLength(1);
  expect(await dirty(stage)).toBe(0);
  expect(await log.retry(everything, only(rows[0]!.key))).toBe(1);
  expect(await dirty(stage)).toBe(1);
  expect(await log.retry({ ...everything, reason: reason!.reason }, all)).toBe(of);
  expect(await dirty(stage)).toBe(of);
  expect(runs).toHaveLength(2);
  await stage.run();
  expect((await log.rows(everything, { offset: 0, limit: 9 })).rows[0]?.attempts).toBe(2);
});

it('tries all of a reason but those that were left out', async () => {
  const { stage, log } = await ambiguous();
  const { rows, of } = await log.rows(everything, { offset: 0, limit: 9 });
  expect(of).toBeGreaterThan(1);
  expect(await log.retry(everything, { all: true, except: [rows[0]!.key] })).toBe(of - 1);
  const { pairs: marked } = await stage.store.dirtyPairs('contact', null, 100);
  expect(marked.map(({ key }) => key)).not.toContain(rows[0]!.key);
});

it('a retry of other records than were meant does nothing', async () => {
  const { stage, log } = await ambiguous();
  expect(await log.retry({ ...everything, search: 'nobody' }, all)).toBe(0);
  expect(await log.retry(everything, only('contact/desk/unknown'))).toBe(0);
  expect(await dirty(stage)).toBe(0);
});

it('waits for a run to end before it touches a pair, and says so when it does not end', async () => {
  const { stage } = await ambiguous();
  const held = createFailureLog({
    ...stage.ports,
    locks: { tryRun: async () => 'busy' },
    notifier: { changed: () => undefined },
    run: () => undefined,
  });
  await expect(held.retry(everything, all)).rejects.toMatchObject({
    problem: { code: 'sync.busy' },
  });
  expect(await dirty(stage)).toBe(0);
});

it('exports what is shown', async () => {
  const { log } = await ambiguous();
  const lines = (await log.csv(everything)).trim().split('\r\n');
  expect(lines).toHaveLength(1 + (await log.rows(everything, { offset: 0, limit: 1 })).of);
  expect(lines[1]).toContain('match.ambiguous');
});
