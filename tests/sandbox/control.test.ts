import { beforeEach, describe, expect, it } from 'vitest';
import { contactsUrl, createFront, type Front } from './fixture';

let front: Front;
beforeEach(async () => {
  front = await createFront();
});

type Row = Record<string, unknown>;

async function state(side: string, module: string): Promise<Row[]> {
  return (await front.control(`/state?side=${side}&module=${module}`)).json['records'] as Row[];
}

async function row(side: string, module: string, id: unknown): Promise<Row | undefined> {
  return (await state(side, module)).find((each) => each['id'] === id);
}

const sides = [
  { side: 'crm', module: 'Contacts', lastName: 'Last_Name' },
  { side: 'desk', module: 'contacts', lastName: 'lastName' },
] as const;

describe.each(sides)('the control API on $side', ({ side, module, lastName }) => {
  const create = async (name: string) =>
    (await front.control('/create', { side, module, fields: { [lastName]: name } })).json['id'];

  it('creates, edits, deletes and restores as a person', async () => {
    const id = await create('Made');
    expect(await row(side, module, id)).toMatchObject({ id, [lastName]: 'Made', _state: 'live' });
    await front.control('/edit', { side, module, id, fields: { [lastName]: 'Edited' } });
    expect(await row(side, module, id)).toMatchObject({ [lastName]: 'Edited' });
    await front.control('/delete', { side, module, id });
    expect(await row(side, module, id)).toMatchObject({ _state: 'recycled' });
    await front.control('/restore', { side, module, id });
    expect(await row(side, module, id)).toMatchObject({ _state: 'live' });
    const { json } = await front.control(`/history?side=${side}&module=${module}`);
    const changes = (json['changes'] as Row[]).filter((change) => change['id'] === id);
    expect(changes.map((change) => change['operation'])).toEqual([
      'create',
      'update',
      'recycle',
      'restore',
    ]);
    expect(
      changes.every((change) => change['via'] === 'person' && change['by'] === front.admin()),
    ).toBe(true);
  });

  it('deletes for good', async () => {
    const id = await create('Gone');
    await front.control('/delete', { side, module, id, permanent: true });
    expect(await row(side, module, id)).toMatchObject({ _state: 'permanent' });
  });

  it('merges', async () => {
    const winner = await create('Winner');
    const loser = await create('Loser');
    expect((await front.control('/merge', { side, module, winner, losers: [loser] })).status).toBe(
      200,
    );
    expect(await row(side, module, winner)).toMatchObject({ _state: 'live' });
    expect(await row(side, module, loser)).not.toMatchObject({ _state: 'live' });
  });

  it.each([
    ['/edit', { id: '1', fields: {} }],
    ['/delete', { id: '1' }],
    ['/restore', { id: '1' }],
    ['/merge', { winner: '1', losers: ['2'] }],
  ])('says why %s failed', async (path, more) => {
    const { status, json } = await front.control(path, { side, module, ...more });
    expect(status).toBe(400);
    expect(json['error']).toEqual(expect.any(String));
  });
});

describe('the control API', () => {
  it.each([
    ['/create', { side: 'erp', module: 'Contacts', fields: {} }, 'side'],
    ['/create', { side: 'crm', module: 'Nonsense', fields: {} }, 'Nonsense'],
    ['/create', { side: 'crm', module: 'Contacts' }, 'fields'],
    ['/clock', { advanceMs: -1 }, 'advanceMs'],
    ['/faults', { kinds: ['earthquake'], rate: 1 }, 'kinds'],
    ['/token', { user: 'nobody@example.com', scopes: ['Desk.basic.READ'] }, 'nobody@example.com'],
    ['/token', { user: 'x', scopes: 3 }, 'scopes'],
    ['/nonsense', {}, '/nonsense'],
  ])('answers 400 with the reason: %s %j', async (path, body, reason) => {
    const { status, json } = await front.control(path, body);
    expect(status).toBe(400);
    expect(json['error']).toContain(reason);
  });

  it('answers 400 to what is no JSON', async () => {
    const request = new Request('http://127.0.0.1/edit', { method: 'POST', body: '{' });
    const response = await front.sandbox.control(request);
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('error');
  });

  it('moves the clock', async () => {
    const before = front.clock.now();
    expect((await front.control('/clock', { advanceMs: 5000 })).json).toEqual({
      now: before + 5000,
    });
  });

  it('hands out tokens that are short of what was not asked', async () => {
    const { email } = front.sandbox.describe().admin;
    const { json } = await front.control('/token', { user: email, scopes: ['Desk.basic.READ'] });
    expect(json).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'Desk.basic.READ',
    });
    const headers = { authorization: `Zoho-oauthtoken ${String(json['access_token'])}` };
    const response = await front.sandbox.fetch(
      new Request(`${contactsUrl}?fields=Last_Name`, { headers }),
    );
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('OAUTH_SCOPE_MISMATCH');
  });

  it('reports calls since a number', async () => {
    await front.call(`${contactsUrl}?fields=Last_Name`);
    const all = (await front.control('/calls')).json['calls'] as Row[];
    await front.call(`${contactsUrl}?fields=Email`);
    const { json } = await front.control(`/calls?since=${all.length}`);
    expect(json['calls']).toMatchObject([
      { n: all.length + 1, method: 'GET', host: 'www.zohoapis.com', status: 200, credits: 1 },
    ]);
  });

  it('resets to a seed and a size, and says who is there now', async () => {
    await front.control('/create', {
      side: 'crm',
      module: 'Contacts',
      fields: { Last_Name: 'Extra' },
    });
    const { json } = await front.control('/reset', { seed: 'other', contacts: 9 });
    expect(json).toEqual(front.sandbox.describe());
    expect(front.sandbox.world.seed).toBe('other');
    expect((await state('crm', 'Contacts')).some((each) => each['Last_Name'] === 'Extra')).toBe(
      false,
    );
    expect((await state('crm', 'Contacts')).length).toBeGreaterThanOrEqual(9);
  });
});
