import { describe, expect, it } from 'vitest';
import { json } from './scripted';
import { client, codeOf, exchanged, good, oauth } from './scripted-oauth';

const page = (): Response => new Response('<html>', { headers: { 'content-type': 'text/html' } });

describe("the token endpoint's answers", () => {
  it.each([
    ['a refused client, with 200', json({ error: 'invalid_client' }), 'oauth.invalidClient'],
    ['a refused secret, with 200', json({ error: 'invalid_client_secret' }), 'oauth.invalidSecret'],
    [
      'an address that is not registered',
      json({ error: 'invalid_redirect_uri' }),
      'oauth.redirectAddress',
    ],
    ['a used or old code', json({ error: 'invalid_code' }), 'oauth.codeExpired'],
    ['an error nobody knows', json({ error: 'general_error' }), 'oauth.failed'],
    [
      'the throttle',
      json(
        {
          error: 'Access Denied',
          error_description: 'You have made too many requests continuously.',
          status: 'failure',
        },
        400,
      ),
      'oauth.throttled',
    ],
    [
      'an API host that is not Zoho',
      json({ ...good, api_domain: 'https://www.zohoapis.com.evil.example' }),
      'oauth.unknownHost',
    ],
    ['no refresh token', json({ ...good, refresh_token: undefined }), 'oauth.noOfflineAccess'],
    ['no token at all', json({ status: 'success' }), 'defect.unreadable'],
    [
      'a token that would break a header',
      json({ ...good, access_token: 'a\r\nX: y' }),
      'defect.unreadable',
    ],
    ['a page', page(), 'zoho.notJson'],
    ['a fault', json({ message: 'x' }, 500), 'zoho.unavailable'],
    ['nothing', 'drop' as const, 'zoho.unreachable'],
  ])('%s', async (_name, reply, code) => {
    expect((await exchanged((state) => `?code=c&state=${state}`, [reply])).code).toBe(code);
  });
});

describe('checking a client', () => {
  it.each([
    ['good', 'invalid_code', 'none'],
    ['good, with its address asked first', 'invalid_redirect_uri', 'none'],
    ['unknown', 'invalid_client', 'oauth.invalidClient'],
    ['with a wrong secret', 'invalid_client_secret', 'oauth.invalidSecret'],
  ])('that is %s', async (_name, error, code) => {
    const { oauth: accounts } = oauth([json({ error })]);
    const result = await codeOf(accounts.checkClient(client, 'eu'));
    expect(result).toBe(code === 'none' ? 'null' : code);
  });
});

it('revoking asks for nothing and fails for nothing', async () => {
  const { oauth: accounts, script: run } = oauth(['drop']);
  await accounts.revoke({
    refreshToken: '1000.r',
    scopes: [],
    dataCentre: 'in',
    apiDomain: 'https://www.zohoapis.in',
    grantedAt: 0,
  });
  expect(run.sent[0]?.url.href).toBe('https://accounts.zoho.in/oauth/v2/token/revoke');
  expect(run.sent[0]?.body).toBe('token=1000.r');
});
