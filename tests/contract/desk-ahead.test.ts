/** A module that is read whole is read ahead: several pages at a time, and nothing falls between them. */
import { expect, it, vi } from 'vitest';
import { checkedBenches } from './checked';
import { zohoBench, type ZohoBench } from './zoho';

/** Longer than the sandbox's search takes to know of a change. */
const lagMs = 600_000;
vi.setConfig({ testTimeout: 60_000 });

const { opened } = checkedBenches();

async function open(): Promise<ZohoBench> {
  const bench = await zohoBench({ contacts: 2500, overlap: 0.9, leeway: { deskIndexLagMs: 0 } });
  opened.push(bench);
  bench.clock.advance(lagMs);
  return bench;
}

async function idsOf(bench: ZohoBench): Promise<readonly string[]> {
  const { records } = await bench.control('/state?side=desk&module=contacts');
  return (records as { id: string; _state: string; modifiedTime: string }[])
    .filter((record) => record._state === 'live')
    .toSorted((one, two) => Date.parse(one.modifiedTime) - Date.parse(two.modifiedTime))
    .map((record) => record.id);
}

async function readWhole(bench: ZohoBench): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let page: string | null = null;
  let pages = 0;
  do {
    const answer = await bench.desk.changes('contact', { fields: ['lastName'], since: null, page });
    for (const { id } of answer.records) ids.add(id);
    page = answer.next;
    pages += 1;
  } while (page !== null && pages < 100);
  return ids;
}

/** Does something just before the search is answered at this offset, the first time. */
function before(bench: ZohoBench, offset: number, task: () => Promise<unknown>): void {
  const fetch = bench.sandbox.fetch.bind(bench.sandbox);
  let isDone = false;
  bench.sandbox.fetch = async (request) => {
    const url = new URL(request.url);
    if (
      !isDone &&
      url.pathname.endsWith('/search') &&
      url.searchParams.get('from') === `${offset}`
    ) {
      isDone = true;
      await task();
    }
    return fetch(request);
  };
}

it('asks for several pages at a time, once each', async () => {
  const bench = await open();
  const fetch = bench.sandbox.fetch.bind(bench.sandbox);
  let running = 0;
  let most = 0;
  bench.sandbox.fetch = async (request) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    const answer = await fetch(request);
    running -= 1;
    return answer;
  };
  const all = await idsOf(bench);
  const calls = bench.calls.length;
  expect((await readWhole(bench)).size).toBe(all.length);
  expect(most).toBeGreaterThan(1);
  const asked = bench.calls.slice(calls).filter(({ url }) => url.includes('/search'));
  expect(new Set(asked.map(({ url }) => url)).size).toBe(asked.length);
  // A twentieth is read twice, and each stretch ends with a page of its own.
  expect(asked.length).toBeLessThanOrEqual(Math.ceil(all.length / 95) + 1);
});

it.each([1, 4, 30])(
  'leaves nothing out when %i of the records read are deleted between two pages',
  async (count) => {
    const bench = await open();
    const all = await idsOf(bench);
    const doomed = new Set(all.slice(10, 10 + count));
    before(bench, 475, async () => {
      for (const id of doomed)
        await bench.control('/delete', { side: 'desk', module: 'contacts', id });
    });
    const read = await readWhole(bench);
    expect(all.filter((id) => !read.has(id) && !doomed.has(id))).toEqual([]);
  },
);

it('leaves nothing out when many change between two pages, and shows them as they are then', async () => {
  const bench = await open();
  const all = await idsOf(bench);
  before(bench, 475, async () => {
    for (const id of all.slice(10, 40))
      await bench.control('/edit', {
        side: 'desk',
        module: 'contacts',
        id,
        fields: { lastName: 'Changed' },
      });
  });
  const names = new Map<string, unknown>();
  let page: string | null = null;
  do {
    const answer = await bench.desk.changes('contact', { fields: ['lastName'], since: null, page });
    for (const { id, fields } of answer.records) names.set(id, fields['lastName']);
    page = answer.next;
  } while (page !== null);
  expect(all.filter((id) => !names.has(id))).toEqual([]);
  expect(all.slice(10, 40).filter((id) => names.get(id) !== 'Changed')).toEqual([]);
});
