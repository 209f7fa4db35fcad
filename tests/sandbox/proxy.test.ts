import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { droppedConnection } from './misfortune';
import { startProxy, type Listening } from './proxy';
import { getThrough, openTunnel, secureSocket } from './tunnel';

const seen: string[] = [];
let proxy: Listening;

/** A sandbox that tells what reached it. */
async function echo(request: Request): Promise<Response> {
  seen.push(request.url);
  const url = new URL(request.url);
  if (url.pathname === '/drop') throw droppedConnection();
  if (url.pathname === '/defect') throw new Error('a defect');
  if (url.pathname === '/empty') return new Response(null, { status: 204 });
  const body = await request.arrayBuffer();
  const headers = new Headers({
    'content-type': 'application/json',
    date: 'Mon, 05 Jan 2026 09:00:00 GMT',
  });
  headers.append('set-cookie', 'a=1');
  headers.append('set-cookie', 'b=2');
  const told = {
    url: request.url,
    method: request.method,
    token: request.headers.get('authorization'),
  };
  return new Response(JSON.stringify({ ...told, size: body.byteLength }), { headers });
}

beforeAll(async () => {
  proxy = await startProxy({ fetch: echo });
});
afterAll(() => proxy.close());

const secured = (host: string) => secureSocket(proxy.port, host);
const get = (url: string, init: Parameters<typeof getThrough>[2] = {}) =>
  getThrough(proxy.port, url, init);

describe('the proxy', () => {
  it('answers for a real host name over TLS', async () => {
    const got = await get('https://www.zohoapis.com/crm/v8/Contacts?fields=id', {
      headers: { authorization: 'Zoho-oauthtoken t' },
    });
    expect(got.status).toBe(200);
    expect(JSON.parse(got.text)).toMatchObject({
      url: 'https://www.zohoapis.com/crm/v8/Contacts?fields=id',
      method: 'GET',
      token: 'Zoho-oauthtoken t',
    });
    expect(got.headers['date']).toBe('Mon, 05 Jan 2026 09:00:00 GMT');
    expect(got.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  it.each([
    'accounts.zohocloud.ca',
    'desk.zoho.com.au',
    'crm.zoho.eu',
    'acme.zohodesk.com',
    'www.zohoapis.in',
    'zohoapis.eu',
  ])('has a certificate for %s', async (host) => {
    const socket = await secured(host);
    // The issuer is unknown on purpose; the name must fit.
    expect(String(socket.authorizationError)).toMatch(/SELF_SIGNED/);
    expect(socket.getPeerX509Certificate()?.checkHost(host)).toBeDefined();
    socket.destroy();
  });

  it('takes bodies of 30 MB', async () => {
    const body = Buffer.alloc(30 * 1024 * 1024, 'x');
    const got = await get('https://desk.zoho.com/api/v1/contacts', { method: 'POST', body });
    expect(JSON.parse(got.text)).toMatchObject({ method: 'POST', size: body.length });
  });

  it('passes on an answer without a body', async () => {
    expect((await get('https://desk.zoho.com/empty')).status).toBe(204);
  });

  it('lets nothing out: other hosts are refused at once', async () => {
    seen.length = 0;
    const { status, socket } = await openTunnel(proxy.port, 'update.googleapis.com');
    socket.destroy();
    expect(status).toBe(502);
    expect(seen).toEqual([]);
  });

  it('breaks a dropped connection within TLS, which no browser mends by asking again', async () => {
    await expect(get('https://desk.zoho.com/drop')).rejects.toThrow(/bad record mac/);
  });

  it('keeps a connection for many requests', async () => {
    const socket = await secured('desk.zoho.com');
    const answers: string[] = [];
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => answers.push(text));
    for (let n = 1; n <= 3; n += 1) {
      socket.write(`GET /${n} HTTP/1.1\r\nHost: desk.zoho.com\r\n\r\n`);
      await expect.poll(() => answers.join('').split('HTTP/1.1 200').length - 1).toBe(n);
    }
    socket.destroy();
  });

  it('answers plain requests too', async () => {
    const body = await new Promise<string>((resolve, reject) => {
      const asked = httpRequest(
        {
          host: '127.0.0.1',
          port: proxy.port,
          path: 'http://desk.zoho.com/plain',
          headers: { host: 'desk.zoho.com' },
        },
        (response) => {
          response.setEncoding('utf8');
          let text = '';
          response.on('data', (part: string) => (text += part));
          response.on('end', () => resolve(text));
        },
      );
      asked.on('error', reject);
      asked.end();
    });
    expect(JSON.parse(body)).toMatchObject({ url: 'http://desk.zoho.com/plain' });
  });
});
