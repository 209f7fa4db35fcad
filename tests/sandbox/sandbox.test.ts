import { beforeEach, describe, expect, it } from 'vitest';
import { addContact, contactsUrl, countOf, createFront, type Front } from './fixture';
import { createSandbox } from './sandbox';

let front: Front;
beforeEach(async () => {
  front = await createFront();
});

const list = `${contactsUrl}?fields=Last_Name`;

describe('dispatch', () => {
  it.each([
    ['https://accounts.zoho.in/signin', 'Email address'],
    ['https://accounts.zohocloud.ca/oauth/serverinfo', '"locations"'],
  ])('answers at %s', async (url, text) => {
    expect(await (await front.sandbox.fetch(new Request(url))).text()).toContain(text);
  });

  it('reaches the APIs of both products and the pages of Desk', async () => {
    expect((await front.call(list)).status).toBe(200);
    expect((await front.call('https://desk.zoho.com/api/v1/contacts')).status).toBe(200);
    const page = await front.sandbox.fetch(new Request(front.sandbox.describe().ticketUrl));
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('takes the addresses as other clients spell them', async () => {
    const spellings = [
      list.replace('www.', ''),
      list.replace('?', '/?'),
      'https://desk.zoho.com/api/v1/contacts/',
    ];
    for (const spelling of spellings) expect((await front.call(spelling)).status).toBe(200);
    const refresh = new Request('https://accounts.zoho.com/oauth/v2/token/', { method: 'POST' });
    expect(await (await front.sandbox.fetch(refresh)).json()).toEqual({ error: 'invalid_client' });
  });

  it('answers 502 for any other host, and notes nothing', async () => {
    const before = front.sandbox.world.calls.length;
    expect((await front.sandbox.fetch(new Request('https://accounts.google.com/'))).status).toBe(
      502,
    );
    expect(front.sandbox.world.calls).toHaveLength(before);
  });

  it('knows no token of another data centre', async () => {
    const crm = await front.call('https://www.zohoapis.eu/crm/v8/Contacts?fields=Last_Name');
    expect(crm.status).toBe(401);
    expect(await crm.text()).toContain('INVALID_TOKEN');
    const desk = await front.call('https://desk.zoho.eu/api/v1/contacts');
    expect(desk.status).toBe(401);
    expect(await desk.text()).toContain('INVALID_OAUTH');
  });

  it('can live in another data centre as a whole', async () => {
    const eu = await createFront({ dc: 'eu' });
    expect((await eu.call('https://www.zohoapis.eu/crm/v8/Contacts?fields=Last_Name')).status).toBe(
      200,
    );
    expect((await eu.call(list)).status).toBe(401);
    expect(new URL(eu.sandbox.describe().ticketUrl).hostname).toBe('desk.zoho.eu');
  });

  it('tells the time of the sandbox and nothing of its inside', async () => {
    front.clock.advance(1_500);
    const { headers } = await front.call(list);
    expect(headers.get('date')).toBe('Mon, 05 Jan 2026 09:00:01 GMT');
    expect([...headers.keys()].filter((name) => name.startsWith('x-sandbox'))).toEqual([]);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the record of calls', () => {
  it('holds method, host, path, status, credits and person, in order', async () => {
    await front.call(list);
    await addContact(front);
    const { calls } = front.sandbox.world;
    const [read, write] = calls.slice(-2);
    expect(read).toMatchObject({
      method: 'GET',
      host: 'www.zohoapis.com',
      path: '/crm/v8/Contacts?fields=Last_Name',
    });
    expect(read).toMatchObject({
      status: 200,
      credits: 1,
      zuid: front.admin(),
      fault: null,
    });
    expect(write).toMatchObject({ method: 'POST', status: 201, credits: 1 });
    expect(calls.map((call) => call.n)).toEqual(calls.map((_, index) => index + 1));
  });

  it('holds no secret', async () => {
    const secret = 'very-secret';
    const query = ['client_secret', 'refresh_token', 'token', 'code', 'code_verifier'].map(
      (name) => `${name}=${secret}`,
    );
    const url = `https://accounts.zoho.com/oauth/v2/token?grant_type=refresh_token&${query.join('&')}`;
    await front.sandbox.fetch(new Request(url, { method: 'POST' }));
    expect(front.sandbox.world.calls.at(-1)?.path).toBe('/oauth/v2/token?grant_type=refresh_token');
  });
});

function contactsOf(seed: string): string {
  const { world } = createSandbox({
    seed,
    // Beyond the demonstration's own customers, which are the same in every world.
    contacts: 60,
    clock: { now: () => 1_700_000_000_000, advance: () => {} },
  });
  return JSON.stringify([...(world.crmOrgs[0]?.modules.get('Contacts')?.all() ?? [])]);
}

describe('determinism', () => {
  it('makes the same world from the same seed, another from another', () => {
    expect(contactsOf('a')).toBe(contactsOf('a'));
    expect(contactsOf('a')).not.toBe(contactsOf('b'));
  });
});

describe('a reset', () => {
  it('renews the world in place: every reference sees it, old tokens end', async () => {
    const { world } = front.sandbox;
    await addContact(front);
    front.sandbox.reset({ contacts: 4 });
    expect(front.sandbox.world).toBe(world);
    expect(world.calls).toEqual([]);
    expect((await front.call(list)).status).toBe(401);
    await front.authorize();
    expect((await front.call(list)).status).toBe(200);
    const before = countOf(front, 'crm', 'Contacts');
    expect((await addContact(front)).status).toBe(201);
    expect(countOf(front, 'crm', 'Contacts')).toBe(before + 1);
  });
});
