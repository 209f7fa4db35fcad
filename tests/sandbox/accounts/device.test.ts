import { describe, expect, it } from 'vitest';
import { anna, createBrowser, smallWorld } from './fixture';

type Browser = ReturnType<typeof createBrowser>;

const device = { client_id: '1000.DEVICE', client_secret: 'device-secret' };

function start(browser: Browser, params: Record<string, string> = {}) {
  return browser.json('/oauth/v3/device/code', {
    client_id: device.client_id,
    grant_type: 'device_request',
    scope: 'ZohoCRM.modules.contacts.READ',
    access_type: 'offline',
    ...params,
  });
}

function poll(browser: Browser, code: unknown) {
  return browser.json('/oauth/v3/device/token', {
    ...device,
    grant_type: 'device_token',
    code: String(code),
  });
}

async function answer(browser: Browser, userCode: unknown, yes: boolean): Promise<void> {
  await browser.signIn(anna);
  const page = await browser.post('/oauth/v3/device', { user_code: String(userCode) });
  await browser.answer(page.text, yes ? 'accept' : 'reject', { organisation: '72' });
}

describe('the device grant', () => {
  it('states its times in milliseconds', async () => {
    expect(await start(createBrowser(smallWorld()))).toMatchObject({
      user_code: expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/),
      verification_url: 'https://accounts.zoho.com/oauth/v3/device',
      interval: 5000,
      expires_in: 300_000,
    });
  });

  it('waits for the person, then gives the tokens once', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    const begun = await start(browser);
    expect(await poll(browser, begun['device_code'])).toEqual({ error: 'authorization_pending' });
    expect(await poll(browser, begun['device_code'])).toEqual({ error: 'slow_down' });
    await answer(browser, String(begun['user_code']).toLowerCase().replace('-', ''), true);
    world.clock.advance(30_000);
    const body = await poll(browser, begun['device_code']);
    expect(body).toHaveProperty('refresh_token');
    expect(world.grants.get(String(body['access_token']))).toMatchObject({
      zuid: anna.zuid,
      crmOrgId: '72',
    });
    world.clock.advance(30_000);
    expect(await poll(browser, begun['device_code'])).toEqual({ error: 'expired' });
  });

  it('tells of a refusal', async () => {
    const browser = createBrowser(smallWorld());
    const begun = await start(browser);
    await answer(browser, begun['user_code'], false);
    expect(await poll(browser, begun['device_code'])).toEqual({ error: 'access_denied' });
  });

  it('expires after five minutes, for the device and for the person', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    const begun = await start(browser);
    world.clock.advance(300_000);
    expect(await poll(browser, begun['device_code'])).toEqual({ error: 'expired' });
    await browser.signIn(anna);
    const page = await browser.post('/oauth/v3/device', { user_code: String(begun['user_code']) });
    expect(page.text).toContain('wrong or has expired');
  });

  it('sends the device to the data centre of the person', async () => {
    const world = smallWorld('in');
    const elsewhere = createBrowser(world, {}, 'accounts.zoho.com');
    const begun = await start(elsewhere);
    await answer(elsewhere, begun['user_code'], true);
    expect(await poll(elsewhere, begun['device_code'])).toEqual({
      error: 'other_dc',
      user_location: 'in',
    });
    expect(await poll(createBrowser(world), begun['device_code'])).toHaveProperty('access_token');
  });

  it('refuses a wrong client, scope, secret or code', async () => {
    const browser = createBrowser(smallWorld());
    expect(await start(browser, { client_id: '1000.CLIENT' })).toEqual({ error: 'invalid_client' });
    expect(await start(browser, { scope: 'No.such.READ' })).toEqual({ error: 'invalid_scope' });
    expect(await poll(browser, 'dummy')).toEqual({ error: 'invalid_code' });
    const wrong = { ...device, client_secret: 'no', grant_type: 'device_token', code: 'x' };
    expect(await browser.json('/oauth/v3/device/token', wrong)).toEqual({
      error: 'invalid_client_secret',
    });
  });
});
