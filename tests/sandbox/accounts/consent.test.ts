import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { accountsApp } from './app';
import { anna, authPath, ben, createBrowser, exchange, redirectUri, smallWorld } from './fixture';

describe('signing in', () => {
  it('comes before consent and returns to the question', async () => {
    const browser = createBrowser(smallWorld());
    const first = await browser.get(authPath());
    expect(first.location?.pathname).toBe('/signin');
    const serviceUrl = first.location?.searchParams.get('serviceurl') ?? '';
    const page = await browser.get(`${first.location?.pathname}${first.location?.search}`);
    expect(page.text).toContain('<label for="password">Password</label>');
    const signedIn = await browser.signIn(anna, serviceUrl);
    expect(`${signedIn.location?.pathname}${signedIn.location?.search}`).toBe(authPath());
  });

  it('refuses a wrong password and an unknown address with the same words', async () => {
    const browser = createBrowser(smallWorld());
    const wrong = await browser.signIn({ email: anna.email, password: 'wrong' });
    const unknown = await browser.signIn({ email: 'nobody@example.com', password: 'right' });
    for (const answer of [wrong, unknown]) {
      expect(answer.location).toBeNull();
      expect(answer.text).toContain('Incorrect email address or password');
    }
    expect((await browser.get(authPath())).location?.pathname).toBe('/signin');
  });

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example'])(
    'never leads to %s',
    async (address) => {
      const answer = await createBrowser(smallWorld()).signIn(anna, address);
      expect(answer.location?.href).toBe('https://accounts.zoho.com/');
    },
  );

  it('signs out and asks for another account', async () => {
    const browser = createBrowser(smallWorld());
    await browser.signIn(anna);
    const out = await browser.get(`/logout?serviceurl=${encodeURIComponent(authPath())}`);
    expect(out.location?.pathname).toBe('/signin');
    expect(out.location?.searchParams.get('serviceurl')).toBe(authPath());
    expect((await browser.get(authPath())).location?.pathname).toBe('/signin');
  });

  it('escapes what was typed', async () => {
    const answer = await createBrowser(smallWorld()).signIn({
      email: '"><script>x</script>',
      password: '',
    });
    expect(answer.text).not.toContain('<script>');
  });
});

describe('consent', () => {
  it('says the scopes in words, by product, and offers the CRM organisations of that person', async () => {
    const browser = createBrowser(smallWorld());
    await browser.signIn(anna);
    const { text } = await browser.get(authPath());
    expect(text).toContain('Test app asks for access');
    expect(text).toMatch(/Zoho CRM[\s\S]*<span>Contacts<\/span><span>view, change<\/span>/);
    expect(text).toMatch(/Zoho Desk[\s\S]*<span>Tickets<\/span><span>view<\/span>/);
    expect(
      [...text.matchAll(/<option value="\d+">\s*(\w+)\s*</g)].map((match) => match[1]),
    ).toEqual(['North', 'South']);
  });

  it('asks for no organisation when only Desk is asked', async () => {
    const browser = createBrowser(smallWorld());
    await browser.signIn(anna);
    expect((await browser.get(authPath({ scope: 'Desk.tickets.READ' }))).text).not.toContain(
      '<select',
    );
  });

  it('returns code, location, accounts server and state', async () => {
    const browser = createBrowser(smallWorld('eu'));
    await browser.signIn(anna);
    const { location } = await browser.answer((await browser.get(authPath())).text, 'accept');
    expect(`${location?.origin}${location?.pathname}`).toBe(redirectUri);
    expect([...(location?.searchParams.keys() ?? [])]).toEqual([
      'code',
      'location',
      'accounts-server',
      'state',
    ]);
    expect(location?.searchParams.get('location')).toBe('eu');
    expect(location?.searchParams.get('accounts-server')).toBe('https://accounts.zoho.eu');
    expect(location?.searchParams.get('state')).toBe('xyz');
  });

  it('starts anywhere and ends in the data centre of the person', async () => {
    const world = smallWorld('eu');
    const elsewhere = createBrowser(world, {}, 'accounts.zoho.com');
    await elsewhere.signIn(anna);
    const { location } = await elsewhere.answer((await elsewhere.get(authPath())).text, 'accept');
    expect(location?.searchParams.get('accounts-server')).toBe('https://accounts.zoho.eu');
    const code = location?.searchParams.get('code') ?? '';
    expect(await exchange(elsewhere, code)).toEqual({ error: 'invalid_code' });
    expect(await exchange(createBrowser(world), code)).toMatchObject({
      api_domain: 'https://www.zohoapis.eu',
    });
  });

  it('tells the client when it is refused', async () => {
    const browser = createBrowser(smallWorld());
    await browser.signIn(anna);
    const { location } = await browser.answer((await browser.get(authPath())).text, 'reject');
    expect(location?.search).toBe('?error=access_denied&state=xyz');
  });

  it('cannot be given twice, by somebody else, or late', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    await browser.signIn(anna);
    const { text } = await browser.get(authPath());
    await browser.signIn(ben);
    expect((await browser.answer(text, 'accept')).text).toContain('expired');
    await browser.signIn(anna);
    expect((await browser.answer(text, 'accept')).location).not.toBeNull();
    expect((await browser.answer(text, 'accept')).text).toContain('expired');
    const late = await browser.get(authPath());
    world.clock.advance(31 * 60_000);
    expect((await browser.answer(late.text, 'accept')).text).toContain('expired');
  });

  it('binds the token to the organisation that was chosen, of those the person belongs to', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    for (const [organisation, bound] of [
      ['72', '72'],
      ['999', '71'],
    ] as const) {
      await browser.signIn(anna);
      const page = await browser.get(authPath());
      const { location } = await browser.answer(page.text, 'accept', { organisation });
      const body = await exchange(browser, location?.searchParams.get('code') ?? '');
      expect(world.grants.get(String(body['access_token']))?.crmOrgId).toBe(bound);
    }
  });

  it.each([
    [{ client_id: 'nobody' }, 'Invalid client'],
    [{ client_id: '1000.DEVICE' }, 'Invalid client type'],
    [{ redirect_uri: `${redirectUri}/` }, 'Invalid redirect URI'],
    [{ response_type: 'token' }, 'Invalid response type'],
    [{ scope: 'ZohoCRM.nonsense.READ' }, 'Invalid OAuth scope'],
    [{ scope: '' }, 'Invalid OAuth scope'],
    [{ access_type: 'sometimes' }, 'Invalid access type'],
    [{ code_challenge_method: 'md5' }, 'Invalid code challenge method'],
  ])('shows an error page and never redirects for %j', async (params, title) => {
    const browser = createBrowser(smallWorld());
    await browser.signIn(anna);
    const answer = await browser.get(authPath(params));
    expect(answer.status).toBe(400);
    expect(answer.location).toBeNull();
    expect(answer.text).toContain(`<h1>${title}</h1>`);
  });

  it('sends pages that no script can run in, nothing can frame, and whose own style applies', async () => {
    const app = accountsApp(smallWorld());
    const response = await app(new Request('https://accounts.zoho.com/signin'));
    const policy = response.headers.get('content-security-policy') ?? '';
    const style = /<style>([\s\S]*?)<\/style>/.exec(await response.text())?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
  });

  it('lets the form lead back to the client, which browsers check like any other form target', async () => {
    const world = smallWorld();
    const response = await accountsApp(world)(
      new Request(`https://accounts.zoho.com/signin?serviceurl=${encodeURIComponent(authPath())}`),
    );
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' https://app.example;",
    );
  });
});
