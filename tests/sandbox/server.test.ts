import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type RunningSandbox } from './server';
import { getThrough } from './tunnel';

const contacts = 'https://www.zohoapis.com/crm/v8/Contacts?fields=Last_Name';

/** A token from the control port, as a foreign client gets one. */
async function tokenFrom(port: number, user: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/token`, {
    method: 'POST',
    body: JSON.stringify({ user, scopes: ['ZohoCRM.modules.ALL'] }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

describe('a running sandbox', () => {
  let running: RunningSandbox;
  beforeAll(async () => {
    running = await startSandbox({ seed: 'server', contacts: 6 });
  });
  afterAll(() => running.close());

  it('answers clients of the real addresses with a token of the control port', async () => {
    const { admin, control, proxy } = running.describe();
    const headers = { authorization: `Zoho-oauthtoken ${await tokenFrom(control, admin.email)}` };
    const got = await getThrough(proxy, contacts, { headers });
    expect(got.status).toBe(200);
    expect(JSON.parse(got.text)).toHaveProperty('data');
    expect(got.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('breaks the connection of a dropped call, after its effect', async () => {
    const { admin, control, proxy } = running.describe();
    const authorization = `Zoho-oauthtoken ${await tokenFrom(control, admin.email)}`;
    running.sandbox.world.faults.set(['dropAfter'], 1);
    const body = Buffer.from(JSON.stringify({ data: [{ Last_Name: 'Unheard' }] }));
    const post = getThrough(proxy, contacts, { method: 'POST', headers: { authorization }, body });
    await expect(post).rejects.toThrow(/bad record mac/);
    running.sandbox.world.faults.set([], 0);
    const { text } = await getThrough(proxy, contacts, { headers: { authorization } });
    expect(text).toContain('"Unheard"');
  });

  it('sends half of a truncated body with a length that fits it', async () => {
    const { admin, control, proxy } = running.describe();
    const headers = { authorization: `Zoho-oauthtoken ${await tokenFrom(control, admin.email)}` };
    running.sandbox.world.faults.set(['truncate'], 1);
    const got = await getThrough(proxy, contacts, { headers });
    running.sandbox.world.faults.set([], 0);
    expect(got.status).toBe(200);
    expect(() => JSON.parse(got.text) as unknown).toThrow(SyntaxError);
  });
});

describe('npm run sandbox', () => {
  it('prints what one needs as its first line, and ends when it is stopped', async () => {
    const launcher = fileURLToPath(new URL('../sandbox.mjs', import.meta.url));
    const child = spawn(process.execPath, [
      launcher,
      '--contacts',
      '10',
      '--seed',
      'cli',
      '--json',
    ]);
    const ended = new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
    });
    const lines = createInterface({ input: child.stdout });
    const line = await new Promise<string>((resolve) => {
      lines.once('line', resolve);
    });
    const about = JSON.parse(line) as Record<string, unknown>;
    expect(about).toMatchObject({ proxy: expect.any(Number), control: expect.any(Number) });
    for (const key of [
      'ticketUrl',
      'clientId',
      'clientSecret',
      'redirectUri',
      'deviceClientId',
      'deviceClientSecret',
    ])
      expect(about[key]).toEqual(expect.any(String));
    const admin = about['admin'] as Record<string, string>;
    expect(admin).toMatchObject({ profile: 'Administrator', password: expect.any(String) });
    expect(await tokenFrom(Number(about['control']), admin['email'] ?? '')).toMatch(/^1000\./);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 30_000);
});
