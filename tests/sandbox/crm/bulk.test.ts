import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, type Fixture } from './fixture';
import { createRecord } from './records';

let at: Fixture;
beforeEach(() => {
  at = fixture();
});

type Json = Record<string, unknown>;

async function json(
  response: Response,
): Promise<{ status: number; first: Json; body: Json; credits: string | null }> {
  const body = (await response.json()) as Json;
  const first = (body['data'] as Json[] | undefined)?.[0] ?? {};
  return {
    status: response.status,
    first,
    body,
    credits: response.headers.get('x-sandbox-credits'),
  };
}

const start = async (query: object) =>
  json(await at.raw('POST', '/crm/bulk/v8/read', { body: { query, file_type: 'csv' } }));

/** The one entry, by the zip format's own offsets. */
function unzip(bytes: Buffer): { name: string; text: string } {
  expect(bytes.readUInt32LE(0)).toBe(0x04034b50);
  const directory = bytes.readUInt32LE(bytes.length - 6);
  expect(bytes.readUInt32LE(directory)).toBe(0x02014b50);
  const [size, length] = [bytes.readUInt32LE(directory + 20), bytes.readUInt16LE(26)];
  const packed = bytes.subarray(30 + length, 30 + length + size);
  const data = bytes.readUInt16LE(directory + 10) === 8 ? inflateRawSync(packed) : packed;
  expect(crc32(data)).toBe(bytes.readUInt32LE(directory + 16));
  return { name: bytes.subarray(30, 30 + length).toString(), text: data.toString() };
}

describe('bulk read (contract 2.9)', () => {
  it('adds a job for 50 credits, completes it and gives zipped CSV', async () => {
    const account = createRecord(
      at.world,
      at.org,
      'Accounts',
      { Account_Name: 'Acme' },
      at.person,
    ).id;
    const fields = {
      Last_Name: 'Doe, "J"',
      Account_Name: { id: account },
      Interests: ['Hardware', 'Software'],
      Newsletter: true,
    };
    const id = createRecord(at.world, at.org, 'Contacts', fields, at.person).id;
    createRecord(at.world, at.org, 'Contacts', { Last_Name: 'Other' }, at.person);
    at.world.own.set('crm.bulkReadMs', 1000);
    const added = await start({
      module: { api_name: 'Contacts' },
      fields: ['Last_Name', 'Account_Name', 'Interests', 'Newsletter', 'Email'],
      criteria: {
        group_operator: 'and',
        group: [{ field: { api_name: 'Newsletter' }, comparator: 'equal', value: true }],
      },
    });
    expect(added).toMatchObject({
      status: 201,
      credits: '50',
      first: { code: 'ADDED_SUCCESSFULLY', details: { state: 'ADDED', operation: 'read' } },
    });
    const path = `/crm/bulk/v8/read/${String((added.first['details'] as Json)['id'])}`;
    expect((await json(await at.raw('GET', path))).first).toMatchObject({ state: 'ADDED' });
    expect((await at.raw('GET', `${path}/result`)).status).toBe(400);
    at.now += 500;
    expect((await json(await at.raw('GET', path))).first).toMatchObject({ state: 'IN PROGRESS' });
    at.now += 500;
    const done = await json(await at.raw('GET', path));
    expect(done.first).toMatchObject({
      state: 'COMPLETED',
      result: {
        page: 1,
        count: 1,
        per_page: 200_000,
        more_records: false,
        download_url: `${path}/result`,
      },
    });
    const result = await at.raw('GET', `${path}/result`);
    expect(result.headers.get('content-type')).toBe('application/zip');
    const { name, text } = unzip(Buffer.from(await result.arrayBuffer()));
    expect(name).toBe(`${path.split('/').at(-1)}.csv`);
    expect(text).toBe(
      `id,Last_Name,Account_Name,Interests,Newsletter,Email\n${id},"Doe, ""J""",${account},Hardware;Software,true,\n`,
    );
  });

  it('makes archives that others can open', async ({ skip }) => {
    const added = await start({ module: { api_name: 'Contacts' }, fields: ['Last_Name'] });
    const result = await at.raw(
      'GET',
      `/crm/bulk/v8/read/${String((added.first['details'] as Json)['id'])}/result`,
    );
    const folder = mkdtempSync(join(tmpdir(), 'bulk-'));
    try {
      writeFileSync(join(folder, 'a.zip'), Buffer.from(await result.arrayBuffer()));
      const read =
        'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; open(sys.argv[2],"wb").write(z.read(z.namelist()[0]))';
      try {
        execFileSync('python3', ['-c', read, join(folder, 'a.zip'), join(folder, 'a.csv')], {
          stdio: 'pipe',
        });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') skip('no python3 here');
        throw error;
      }
      expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('id,Last_Name\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('limits downloads to ten a minute, keeps results a day and refuses what cannot be read', async () => {
    const added = await start({ module: { api_name: 'Contacts' }, fields: ['Last_Name'] });
    const path = `/crm/bulk/v8/read/${String((added.first['details'] as Json)['id'])}`;
    for (let n = 0; n < 10; n += 1)
      expect((await at.raw('GET', `${path}/result`)).status).toBe(200);
    expect((await at.raw('GET', `${path}/result`)).status).toBe(429);
    at.now += 60_000;
    expect((await at.raw('GET', `${path}/result`)).status).toBe(200);
    at.now += 86_400_000;
    expect(await json(await at.raw('GET', path))).toMatchObject({
      status: 404,
      body: { code: 'RESOURCE_NOT_FOUND' },
    });
    expect(await start({ module: { api_name: 'Notes' } })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_MODULE' },
    });
    expect(await start({ module: { api_name: 'Contacts' }, fields: ['Nothing'] })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_DATA' },
    });
    at.grant('narrow', at.admin, ['ZohoCRM.modules.ALL']);
    expect((await at.raw('GET', path, { token: 'narrow' })).status).toBe(401);
  });
});
