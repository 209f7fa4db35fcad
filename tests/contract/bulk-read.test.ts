/** The first reading of a module that is cheaper to export than to query (contract 2.9). */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChangePage, Remote } from '../../sync/engine/remote-ports';
import { createCrmRemote } from '../../sync/zoho/crm';
import type { Snapshot } from '../../sync/types';
import { createRecord } from '../sandbox/crm/records';
import { mustConform, zohoBench, type ZohoBench } from './zoho';

/** From about here on an export costs less. */
const many = 35_500;
const fields = [
  'Last_Name',
  'First_Name',
  'Email',
  'Phone',
  'Account_Name',
  'Description',
  'Email_Opt_Out',
];

let bench: ZohoBench;

/** Every page; the worker dies after each `life` of them. */
async function readAll(life = Number.POSITIVE_INFINITY): Promise<{
  records: Map<string, Snapshot>;
  seen: number;
  pages: ChangePage[];
}> {
  const records = new Map<string, Snapshot>();
  const pages: ChangePage[] = [];
  let seen = 0;
  let remote: Remote = createCrmRemote(bench.http.crm, { clock: bench.clock });
  let page: string | null = null;
  do {
    if (pages.length > 0 && pages.length % life === 0)
      remote = createCrmRemote(bench.http.crm, { clock: bench.clock });
    const read: ChangePage = await remote.changes('contact', { fields, since: null, page });
    for (const record of read.records) records.set(record.id, record);
    seen += read.records.length;
    pages.push(read);
    page = read.next;
  } while (page !== null);
  return { records, seen, pages };
}

const paths = (): string[] =>
  bench.calls.map(
    ({ method, url }) => `${method} ${new URL(url).pathname.replace(/\d{6,}/g, 'N')}`,
  );
const countOf = (path: string): number => paths().filter((one) => one === path).length;
const own = (): Map<string, unknown> => bench.sandbox.world.own;

beforeAll(async () => {
  bench = await zohoBench({ contacts: 20 });
  const { world } = bench.sandbox;
  const [org] = world.crmOrgs;
  if (!org) throw new Error('no organisation');
  const admin = world.people.find(({ email }) => email === bench.sandbox.describe().admin.email);
  const person = { zuid: admin?.zuid ?? '', via: 'person' } as const;
  const account = createRecord(world, org, 'Accounts', { Account_Name: 'Far, away' }, person).id;
  const texts = [
    'plain',
    'with, comma',
    '"quoted"',
    'two\nlines',
    'three\r\nlines',
    ' spaces ',
    '',
  ];
  for (let n = 0; n < many; n += 1)
    createRecord(
      world,
      org,
      'Contacts',
      {
        Last_Name: `N${n}`,
        Email: n % 3 === 0 ? null : `n${n}@x.test`,
        Description: texts[n % texts.length],
        Account_Name: n % 5 === 0 ? { id: account } : null,
        Email_Opt_Out: n % 2 === 0,
      },
      person,
    );
}, 120_000);

afterEach(() => {
  for (const name of ['bulkReadMs', 'bulkFails', 'bulkRowsPerJob', 'bulkPacking', 'bulkIdHeader'])
    own().delete(`crm.${name}`);
  bench.clock.advance(60_000);
  mustConform([bench]);
  bench.calls.splice(0);
});

describe('the first reading of a large module', () => {
  it('is an export, and gives what queries give', async () => {
    const before = bench.crm.spent().credits;
    const exported = await readAll();
    expect(exported.seen).toBe(exported.records.size);
    expect(countOf('POST /crm/bulk/v8/read')).toBe(1);
    expect(countOf('POST /crm/v8/coql')).toBe(0);
    // The count, the metadata, the job, one look and the download.
    expect(bench.crm.spent().credits - before).toBeLessThanOrEqual(54);
    expect(exported.pages[0]?.total).toBe(exported.records.size);
    bench.calls.splice(0);
    own().set('crm.bulkFails', true);
    const queried = await readAll();
    expect(countOf('POST /crm/v8/coql')).toBeGreaterThan(17);
    expect(exported.records).toEqual(queried.records);
  }, 60_000);

  it.each([
    ['as it is packed without compression', 'crm.bulkPacking', 'stored'],
    ['with a capital Id', 'crm.bulkIdHeader', 'Id'],
  ])(
    'reads an archive %s',
    async (_, name, value) => {
      own().set(name, value);
      const { records } = await readAll();
      expect(records.size).toBeGreaterThan(many);
      expect(countOf('POST /crm/v8/coql')).toBe(0);
    },
    60_000,
  );

  it('waits for its job, and takes up the same one in a new worker', async () => {
    own().set('crm.bulkReadMs', 60_000);
    const { records, seen, pages } = await readAll(3);
    expect(countOf('POST /crm/bulk/v8/read')).toBe(1);
    expect(countOf('GET /crm/bulk/v8/read/N/result')).toBeGreaterThan(3);
    expect(seen).toBe(records.size);
    expect(records.size).toBeGreaterThan(many);
    expect(pages.filter((page) => page.records.length === 0).length).toBeLessThan(7);
  }, 60_000);

  it('goes on with the next job where one is not enough', async () => {
    own().set('crm.bulkRowsPerJob', 20_000);
    const { records, seen } = await readAll();
    expect(countOf('POST /crm/bulk/v8/read')).toBe(2);
    expect(seen).toBe(records.size);
    expect(records.size).toBeGreaterThan(many);
  }, 60_000);

  it('falls back to queries when the job fails, or its archive stays broken', async () => {
    own().set('crm.bulkReadMs', 3_600_000);
    const late = await readAll();
    expect(countOf('POST /crm/v8/coql')).toBeGreaterThan(17);
    expect(late.records.size).toBeGreaterThan(many);
    own().delete('crm.bulkReadMs');
    bench.calls.splice(0);
    const { http } = bench;
    const cut = {
      ...http.crm,
      async send(request: Parameters<typeof http.crm.send>[0]) {
        const answer = await http.crm.send(request);
        return answer.body instanceof Blob
          ? { ...answer, body: answer.body.slice(0, Math.floor(answer.body.size / 2)) }
          : answer;
      },
    };
    const remote = createCrmRemote(cut, { clock: bench.clock });
    const ids = new Set<string>();
    let page: string | null = null;
    do {
      const read: ChangePage = await remote.changes('contact', { fields, since: null, page });
      for (const { id } of read.records) ids.add(id);
      page = read.next;
    } while (page !== null);
    expect(ids.size).toBe(late.records.size);
    expect(countOf('GET /crm/bulk/v8/read/N/result')).toBe(3);
    expect(countOf('POST /crm/bulk/v8/read')).toBe(1);
  }, 60_000);
});
