import { describe, expect, it, vi } from 'vitest';
import { createHttp } from '../../../sync/zoho/http';
import { bench, json, steadyRandom, testClock, testLog, testTokens } from './scripted';
import { read, write, html, crm, errorOf } from './http-replies';

describe('the request', () => {
  it('carries the token and the organisation, no cookies, and follows no redirect', async () => {
    const { http, script } = bench('desk', [json({ data: [] })]);
    await http.send({ ...read, path: '/api/v1/contacts' });
    const sent = script.sent[0];
    expect(sent?.url.href).toBe(
      'https://desk.zoho.eu/api/v1/contacts?fields=Last_Name&secret=canary%40example.com',
    );
    expect(sent?.headers.get('authorization')).toBe('Zoho-oauthtoken t1');
    expect(sent?.headers.get('orgid')).toBe('8800');
    expect(sent?.init).toMatchObject({ credentials: 'omit', redirect: 'error' });
  });

  it('leaves the organisation out where there is none yet', async () => {
    const { http, script } = bench('desk', [json({ data: [] })]);
    await http.send({ ...read, path: '/api/v1/organizations', withoutOrganisation: true });
    expect(script.sent[0]?.headers.has('orgid')).toBe(false);
  });

  it.each([
    ['a write that is not in the list', { ...write, path: '/crm/v8/Campaigns' }],
    ['a mass update', { ...write, path: '/crm/v8/Contacts/actions/mass_update' }],
    ['a DELETE of many', { ...write, method: 'DELETE' as const }],
    ['a path that climbs', { ...read, path: '/crm/v8/../../oauth/v2/token' }],
    ['a path with a query', { ...read, path: '/crm/v8/Contacts?x=1' }],
    ['a write that calls itself a read', { ...write, writing: false }],
  ])('%s is stopped before it leaves', async (_name, request) => {
    const { http, script } = bench('crm', [], () => json({}));
    expect((await errorOf(http.send(request))).problem.code).toBe('defect.forbiddenCall');
    expect(script.sent).toHaveLength(0);
  });

  it.each([
    'https://evil.example',
    'http://www.zohoapis.eu',
    'https://www.zohoapis.eu.evil.example',
    'https://www.zohoapis.eu@evil.example',
  ])('never goes to %s', async (origin) => {
    let called = 0;
    const http = createHttp({
      side: 'crm',
      fetch: () => {
        called += 1;
        return Promise.resolve(json({}));
      },
      clock: testClock(),
      random: steadyRandom,
      log: testLog(),
      tokens: testTokens(),
      origin: () => Promise.resolve(origin),
    });
    expect((await errorOf(http.send(read))).problem.code).toBe('defect.forbiddenCall');
    expect(called).toBe(0);
  });
});

const broken = (): Response =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        controller.error(new TypeError('terminated'));
      },
    }),
    { headers: { 'content-type': 'application/json' } },
  );

describe('time, size and repeats', () => {
  it('gives up after 25 seconds and does not claim that a write did nothing', async () => {
    const run = bench('crm', ['hang']);
    const work = errorOf(run.http.send(write));
    await new Promise((resolve) => setTimeout(resolve, 5));
    run.clock.expire();
    const error = await work;
    expect(error).toMatchObject({ outcome: 'unknown', problem: { code: 'zoho.timeout' } });
    expect(run.script.sent[0]?.init.signal?.aborted).toBe(true);
  });

  it('reads no more than 32 MB, declared or not', async () => {
    const declared = json({}, 200, { 'content-length': '99999999' });
    expect((await errorOf(bench('crm', [declared]).http.send(read))).problem.code).toBe(
      'zoho.tooLarge',
    );
    const chunk = new Uint8Array(4 * 1024 * 1024).fill(32);
    let pulled = 0;
    const endless = new Response(
      new ReadableStream({
        pull: (controller) => {
          pulled += 1;
          controller.enqueue(chunk);
        },
      }),
      { headers: { 'content-type': 'application/json' } },
    );
    expect((await errorOf(bench('crm', [endless]).http.send(read))).problem.code).toBe(
      'zoho.tooLarge',
    );
    expect(pulled).toBeLessThan(20);
  });

  it('an answer that breaks off while it is read is garbled, and of a write unknown', async () => {
    expect((await errorOf(bench('crm', [], broken).http.send(write))).outcome).toBe('unknown');
  });

  it('repeats a read twice, with growing waits', async () => {
    const { http, script, clock } = bench('crm', ['drop', html(503), json({ data: [] })]);
    await expect(http.send(read)).resolves.toMatchObject({ status: 200 });
    expect(script.sent).toHaveLength(3);
    expect(clock.slept).toEqual([500, 1000]);
  });

  it('repeats a write only when it was refused', async () => {
    const busy = bench('crm', [crm(429, 'TOO_MANY_REQUESTS'), json({ data: [] }, 201)]);
    await expect(busy.http.send(write)).resolves.toMatchObject({ status: 201 });
    const dropped = bench('crm', ['drop', json({ data: [] }, 201)]);
    await errorOf(dropped.http.send(write));
    expect(dropped.script.sent).toHaveLength(1);
  });

  it('waits as long as Retry-After says when that is short', async () => {
    const { http, clock } = bench('desk', [
      json({ errorCode: 'TOO_MANY_REQUESTS' }, 429, { 'retry-after': '3' }),
      json({ data: [] }),
    ]);
    await http.send({ ...read, path: '/api/v1/contacts' });
    expect(clock.slept).toEqual([3500]);
  });

  it.each([
    ['seconds', { 'retry-after': '3600' }, {}],
    [
      'a date',
      { 'retry-after': 'Sun, 01 Mar 2026 13:00:00 GMT', date: 'Sun, 01 Mar 2026 12:00:00 GMT' },
      {},
    ],
    ['details', {}, { retry_after: 3600 }],
  ])(
    'reports a long wait given as %s instead of holding the call',
    async (_name, headers, details) => {
      const reply = json(
        { code: 'TOO_MANY_REQUESTS', status: 'error', message: '', details },
        429,
        headers,
      );
      const { http, script } = bench('crm', [reply]);
      expect((await errorOf(http.send(read))).retryAfterMs).toBe(3_600_000);
      expect(script.sent).toHaveLength(1);
    },
  );
});

describe('tokens', () => {
  it('a refused token costs one new token and one repeat', async () => {
    const { http, script, tokens } = bench('crm', [
      crm(401, 'INVALID_TOKEN'),
      json({ data: [] }, 201),
    ]);
    await expect(http.send(write)).resolves.toMatchObject({ status: 201 });
    expect(tokens.refusals).toBe(1);
    expect(script.sent.map((call) => call.headers.get('authorization'))).toEqual([
      'Zoho-oauthtoken t1',
      'Zoho-oauthtoken t2',
    ]);
  });

  it('a second refusal is not answered with a third token', async () => {
    const { http, script, tokens } = bench('crm', [], () => crm(401, 'AUTHENTICATION_FAILURE'));
    expect((await errorOf(http.send(read))).problem.kind).toBe('transient');
    expect(tokens.refusals).toBe(1);
    expect(script.sent).toHaveLength(2);
  });

  it('a missing scope costs no token', async () => {
    const { http, tokens } = bench('crm', [crm(401, 'OAUTH_SCOPE_MISMATCH')]);
    await errorOf(http.send(read));
    expect(tokens.refusals).toBe(0);
  });
});

describe('what it keeps count of', () => {
  it('calls, and the credits the service says or the table tells', async () => {
    const weight = { 'x-rate-limit-request-weight-v3': '3', 'x-rate-limit-remaining-v3': '4711' };
    const { http } = bench('desk', [json({ data: [] }, 200, weight), json({ data: [] })]);
    const call = { ...read, path: '/api/v1/contacts', credits: 7 };
    await http.send(call);
    await http.send(call);
    expect(http.spent()).toEqual({ calls: 2, credits: 10 });
    expect(http.creditsLeft()).toBe(4711);
  });

  it("the service's clock, carried on by the time that passed here", async () => {
    const { http, clock } = bench('crm', [
      json({ data: [] }, 200, { date: 'Sun, 01 Mar 2026 15:00:00 GMT' }),
      json({ data: [] }, 200, { date: 'Sun, 01 Mar 2026 15:00:01 GMT' }),
    ]);
    expect(http.serverTime()).toBeNull();
    await http.send(read);
    clock.advance(90_000);
    expect(http.serverTime()).toBe(Date.parse('2026-03-01T15:01:30Z'));
    clock.advance(-88_000);
    // An answer that was under way for long does not set the clock back.
    clock.advance(20_000);
    await http.send(read);
    expect(http.serverTime()).toBe(Date.parse('2026-03-01T15:00:22Z'));
  });
});

describe('concurrency', () => {
  it('begins with two at a time, lets people in first, grows with each good call, halves on 429 and grows slowly from then on', async () => {
    let running = 0;
    let most = 0;
    let throttle = false;
    const order: string[] = [];
    const waiting: (() => void)[] = [];
    const { http } = bench('crm', [], () => async (url) => {
      running += 1;
      most = Math.max(most, running);
      order.push(url.searchParams.get('n') ?? '');
      await new Promise<void>((resolve) => waiting.push(resolve));
      running -= 1;
      return throttle ? crm(429, 'TOO_MANY_REQUESTS', { retry_after: 60 }) : json({ data: [] });
    });
    const send = (n: number, lane: 'sync' | 'interactive'): Promise<unknown> =>
      http.send({ ...read, lane, query: { n: String(n) } }).catch(() => null);
    const pump = async (work: Promise<unknown>): Promise<void> => {
      const state = { done: false };
      void work.then(() => (state.done = true));
      while (!state.done) {
        waiting.shift()?.();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    };
    const first = Promise.all([
      send(1, 'sync'),
      send(2, 'sync'),
      send(3, 'sync'),
      send(4, 'interactive'),
    ]);
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    await pump(first);
    expect(most).toBe(3);
    expect(order).toEqual(['1', '2', '4', '3']);

    await pump(Promise.all(Array.from({ length: 100 }, (_, n) => send(n, 'sync'))));
    expect(most).toBe(5);

    throttle = true;
    await pump(send(0, 'sync'));
    await pump(send(0, 'sync'));
    throttle = false;
    most = 0;
    await pump(Promise.all(Array.from({ length: 19 }, (_, n) => send(n, 'sync'))));
    expect(most).toBe(1);
    await pump(Promise.all(Array.from({ length: 20 }, (_, n) => send(n, 'sync'))));
    expect(most).toBe(2);
  });
});
