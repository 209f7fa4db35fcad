import { describe, expect, it } from 'vitest';
import { fixture, startTime, type Fixture } from './fixture';
import { createRecord, deleteRecord, editRecord } from './records';

const minute = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** Ten contacts, one a minute, the last of them now. */
function ten(): Fixture & { ids: string[] } {
  const made = fixture();
  const ids = Array.from(
    { length: 10 },
    (_, index) =>
      createRecord(
        made.world,
        made.org,
        'contacts',
        {
          lastName: `Name${index}`,
          firstName: index % 2 === 0 ? 'Even' : 'Odd',
          email: `n${index}@example.com`,
        },
        made.admin.actor,
        startTime - (9 - index) * minute,
      ).id,
  );
  return { ...made, ids };
}

const found = (answer: { data: readonly Record<string, unknown>[] }): unknown[] =>
  answer.data.map((item) => item['id']);

describe('search by time (contract 3.6)', () => {
  it('cuts a window with both ends included, sorts both ways and counts', async () => {
    const { ask, ids } = ten();
    const range = `${iso(startTime - 3 * minute)},${iso(startTime - minute)}`;
    const rising = await ask(
      'GET',
      `/contacts/search?modifiedTimeRange=${range}&sortBy=modifiedTime`,
    );
    expect(found(rising)).toEqual(ids.slice(6, 9));
    expect(rising.body['count']).toBe(3);
    const falling = await ask(
      'GET',
      `/contacts/search?createdTimeRange=${range}&sortBy=-createdTime&limit=2`,
    );
    expect(found(falling)).toEqual([ids[8], ids[7]]);
    expect(falling.body['count']).toBe(3);
    const second = await ask(
      'GET',
      `/contacts/search?modifiedTimeRange=${range}&sortBy=modifiedTime&from=2&limit=2`,
    );
    expect(found(second)).toEqual([ids[8]]);
  });

  it('leaves the ends out where the world says so', async () => {
    const { ask, ids, world } = ten();
    world.own.set('desk.rangeEnds', 'exclusive');
    const range = `${iso(startTime - 3 * minute)},${iso(startTime - minute)}`;
    expect(found(await ask('GET', `/contacts/search?modifiedTimeRange=${range}`))).toEqual([
      ids[7],
    ]);
  });

  it('follows changes and deletions', async () => {
    const { ask, ids, world, org, admin } = ten();
    world.clock.advance(minute);
    editRecord(world, org, 'contacts', ids[3] ?? '', { phone: '1' }, admin.actor);
    deleteRecord(world, org, 'contacts', ids[9] ?? '', false, admin.actor);
    const range = `${iso(startTime)},${iso(startTime + minute)}`;
    const answer = await ask(
      'GET',
      `/contacts/search?modifiedTimeRange=${range}&sortBy=modifiedTime`,
    );
    expect(found(answer)).toEqual([ids[3]]);
    expect(answer.data[0]).toMatchObject({
      phone: '1',
      modifiedTime: iso(startTime + minute),
      zohoCRMContact: null,
      owner: null,
    });
    const all = await ask('GET', '/contacts/search?sortBy=modifiedTime&limit=100');
    expect(all.body['count']).toBe(9);
  });

  it('is late by the index lag, for new and for changed records', async () => {
    const { ask, ids, world, org, admin } = ten();
    world.leeway.deskIndexLagMs = 5 * minute;
    world.clock.advance(20 * minute);
    const { id } = createRecord(world, org, 'contacts', { lastName: 'Late' }, admin.actor);
    editRecord(world, org, 'contacts', ids[0] ?? '', { lastName: 'Changed' }, admin.actor);
    const by = async (name: string): Promise<unknown[]> =>
      found(await ask('GET', `/contacts/search?lastName=${name}`));
    expect([await by('Late'), await by('Changed'), await by('Name0')]).toEqual([[], [], [ids[0]]]);
    expect((await ask('GET', `/contacts/${id}`)).status).toBe(200);
    world.clock.advance(5 * minute);
    expect([await by('Late'), await by('Changed'), await by('Name0')]).toEqual([
      [id],
      [ids[0]],
      [],
    ]);
  });

  it.each([
    'modifiedTimeRange=2026-01-01,2026-02-01',
    'modifiedTimeRange=2026-02-01T00:00:00.000Z',
    'modifiedTimeRange=2026-02-01T00:00:00.000Z,2026-01-01T00:00:00.000Z',
    'limit=101',
    'limit=0',
    'from=1000',
    'from=-1',
    'sortBy=email',
    'lastName=ab',
    'lastName=ab*',
    'email=',
  ])('refuses %s', async (query) => {
    const { ask } = ten();
    const { status, body } = await ask('GET', `/contacts/search?${query}`);
    expect([status, body['errorCode']]).toEqual([422, 'INVALID_DATA']);
    expect(body['errors']).toEqual([
      { fieldName: `/${query.split('=')[0]}`, errorType: 'invalid', errorMessage: '' },
    ]);
  });

  it('takes a from as high as the leeway allows', async () => {
    const { ask, world } = ten();
    expect((await ask('GET', '/contacts/search?from=999')).status).toBe(204);
    world.leeway.deskSearchFromCap = 4999;
    expect((await ask('GET', '/contacts/search?from=4999')).status).toBe(204);
    expect((await ask('GET', '/contacts/search?from=5000')).status).toBe(422);
  });
});

describe('search by content (contract 3.6)', () => {
  it.each([
    ['email=N3@example.com', [3]],
    ['email=n3@example.com&limit=1&sortBy=modifiedTime', [3]],
    ['email=*3@example.com', [3]],
    ['email=${empty}', []],
    ['lastName=name4', [4]],
    ['lastName=Nam', []],
    ['lastName=Name*&sortBy=lastName&limit=2', [0, 1]],
    ['fullName=Odd Name5', [5]],
    ['_all=n7@example.com', [7]],
    ['firstName=Even&sortBy=-createdTime&limit=1', [8]],
    ['phone=${notempty}', 422],
  ])('finds %s', async (query, expected) => {
    const { ask, ids } = ten();
    const answer = await ask('GET', `/contacts/search?${query.replace('$', '%24')}`);
    const got = answer.status === 422 ? 422 : found(answer);
    expect(got).toEqual(Array.isArray(expected) ? expected.map((index) => ids[index]) : expected);
  });

  it('finds by id, several at once', async () => {
    const { ask, ids } = ten();
    const answer = await ask(
      'GET',
      `/contacts/search?id=${ids[2]},${ids[5]},99&sortBy=createdTime`,
    );
    expect(found(answer)).toEqual([ids[2], ids[5]]);
  });

  it('finds accounts, without zohoCRMAccount, and contacts by account name', async () => {
    const { ask, world, org, admin } = ten();
    const fields = { accountName: 'Blue Door Ltd', phone: '123', zohoCRMAccount: { id: '9' } };
    const account = createRecord(world, org, 'accounts', fields, admin.actor);
    const contact = createRecord(
      world,
      org,
      'contacts',
      { lastName: 'Key', accountId: account.id },
      admin.actor,
    );
    const accounts = await ask('GET', '/accounts/search?accountName=blue door&phone=123');
    expect(found(accounts)).toEqual([account.id]);
    expect(accounts.data[0]).not.toHaveProperty('zohoCRMAccount');
    const contacts = await ask('GET', '/contacts/search?accountName=Blue*');
    expect(contacts.data[0]).toMatchObject({
      id: contact.id,
      account: { accountName: 'Blue Door Ltd' },
    });
  });

  it('finds products and tickets, but none in spam or in another department', async () => {
    const { ask, world, org, admin, ids, token } = ten();
    const product = createRecord(
      world,
      org,
      'products',
      { productName: 'Red Pen', productCode: 'RP-1' },
      admin.actor,
    );
    expect(found(await ask('GET', '/products/search?productCode=RP-1'))).toEqual([product.id]);
    const department = (index: number): unknown => org.departments[index]?.id;
    const ticket = (fields: Record<string, unknown>): string =>
      createRecord(
        world,
        org,
        'tickets',
        { subject: 'Broken pump', contactId: ids[0], ...fields },
        admin.actor,
      ).id;
    const support = ticket({ departmentId: department(0) });
    const sales = ticket({ departmentId: department(1) });
    ticket({ departmentId: department(1), isSpam: true });
    const all = await ask('GET', `/tickets/search?contactId=${ids[0]}&sortBy=createdTime`);
    expect(found(all)).toEqual([support, sales]);
    expect(all.data[0]).toMatchObject({ contact: { lastName: 'Name0' }, statusType: 'Open' });
    const authorization = `Zoho-oauthtoken ${token('7002')}`;
    expect(
      found(await ask('GET', '/tickets/search?subject=pump', undefined, { authorization })),
    ).toEqual([sales]);
    expect(
      found(await ask('GET', '/search?module=tickets&searchStr=pump&sortBy=createdTime')),
    ).toEqual([support, sales]);
  });
});

describe('at size', () => {
  it('reads any page of 100,000 contacts without sorting or walking them', async () => {
    const { world, org, admin, ask } = fixture();
    for (let index = 0; index < 100_000; index += 1) {
      const fields = { lastName: `L${index}`, email: `p${index}@example.com` };
      createRecord(world, org, 'contacts', fields, admin.actor, startTime - index * 1000);
    }
    const from = startTime - 60_000_000;
    const query = (index: number): string =>
      `/contacts/search?modifiedTimeRange=${iso(from + index * 1000)},${iso(from + 900_000 + index * 1000)}&sortBy=modifiedTime&limit=1`;
    expect((await ask('GET', query(0))).body['count']).toBe(901);
    const begin = performance.now();
    for (let index = 0; index < 200; index += 1) {
      // Each write moves the table on: the sorted copy has to follow it cheaply.
      createRecord(world, org, 'contacts', { lastName: 'Another' }, admin.actor);
      expect((await ask('GET', query(index))).body['count']).toBe(901);
    }
    // A sort of 100,000 takes some 50 ms; 200 of them would take 10 s.
    expect(performance.now() - begin).toBeLessThan(3000);
  }, 30_000);
});
