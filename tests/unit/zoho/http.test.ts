import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createHttp, type HttpRequest } from '../../../sync/zoho/http';
import {
  bench,
  empty,
  json,
  steadyRandom,
  testClock,
  testLog,
  testTokens,
  type Reply,
} from './scripted';

const read: HttpRequest = {
  method: 'GET',
  path: '/crm/v8/Contacts',
  query: { fields: 'Last_Name', secret: 'canary@example.com' },
  writing: false,
  lane: 'sync',
  credits: 1,
};
const write: HttpRequest = {
  method: 'POST',
  path: '/crm/v8/Contacts',
  body: { data: [{ Last_Name: 'Canary' }] },
  writing: true,
  lane: 'sync',
  credits: 1,
};
const html = (status: number): Response =>
  new Response('<!doctype html><title>Sign in</title>', {
    status,
    headers: { 'content-type': 'text/html' },
  });
const cut = (): Response =>
  new Response('{"data":[{"id":"1","Last_Na', {
    status: 200,
    headers: { 'content-type': 'application/json' },
  });
const crm = (status: number, code: string, details: object = {}): Response =>
  json({ code, details, message: 'text', status: 'error' }, status);
const wrapped = (status: number, code: string, details: object = {}): Response =>
  json({ data: [{ code, details, message: 'text', status: 'error' }] }, status);
const desk = (status: number, errorCode: string, errors?: object[]): Response =>
  json({ errorCode, message: 'text', ...(errors === undefined ? {} : { errors }) }, status);

async function errorOf(work: Promise<unknown>): Promise<SyncError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(SyncError);
  return thrown as SyncError;
}

type Case = readonly [
  name: string,
  reply: () => Reply,
  readCode: string,
  writeCode: string,
  writeOutcome: 'refused' | 'unknown',
];

/** What a service may answer, with what it means for a read and for a write. */
const corpus: readonly Case[] = [
  ['a sign-in page with 200', () => html(200), 'zoho.notJson', 'zoho.notJson', 'unknown'],
  ['a page with 404', () => html(404), 'zoho.notJson', 'zoho.notJson', 'unknown'],
  ['a page with 503', () => html(503), 'zoho.unavailable', 'zoho.unavailable', 'unknown'],
  ['truncated JSON', cut, 'zoho.garbled', 'zoho.garbled', 'unknown'],
  ['a dropped connection', () => 'drop', 'zoho.unreachable', 'zoho.unreachable', 'unknown'],
  ['500 bare', () => crm(500, 'INTERNAL_ERROR'), 'zoho.unavailable', 'zoho.unavailable', 'unknown'],
  [
    '500 wrapped',
    () => wrapped(500, 'INTERNAL_ERROR'),
    'zoho.unavailable',
    'zoho.unavailable',
    'unknown',
  ],
  [
    '502 with JSON nobody knows',
    () => json({ oops: 1 }, 502),
    'zoho.unavailable',
    'zoho.unavailable',
    'unknown',
  ],
  [
    '500 with a refusal inside',
    () => crm(500, 'INVALID_DATA'),
    'defect.request',
    'record.invalid',
    'unknown',
  ],
  [
    '504 empty',
    () => new Response('', { status: 504 }),
    'zoho.unavailable',
    'zoho.unavailable',
    'unknown',
  ],
  [
    '429 with nothing',
    () => new Response(null, { status: 429 }),
    'zoho.busy',
    'zoho.busy',
    'refused',
  ],
  ['429 as a page', () => html(429), 'zoho.busy', 'zoho.busy', 'refused'],
  ['429 of CRM', () => crm(429, 'TOO_MANY_REQUESTS'), 'zoho.busy', 'zoho.busy', 'refused'],
  [
    '429 of Desk, no credits',
    () => desk(429, 'THRESHOLD_EXCEEDED'),
    'zoho.creditsSpent',
    'zoho.creditsSpent',
    'refused',
  ],
  [
    '401 twice',
    () => crm(401, 'INVALID_TOKEN'),
    'oauth.tokenRefused',
    'oauth.tokenRefused',
    'refused',
  ],
  [
    '401 of Desk twice',
    () => desk(401, 'INVALID_OAUTH'),
    'oauth.tokenRefused',
    'oauth.tokenRefused',
    'refused',
  ],
  [
    '401 for a scope',
    () => crm(401, 'OAUTH_SCOPE_MISMATCH'),
    'oauth.scopeMissing',
    'oauth.scopeMissing',
    'refused',
  ],
  [
    '403 for a scope',
    () => desk(403, 'SCOPE_MISMATCH'),
    'oauth.scopeMissing',
    'oauth.scopeMissing',
    'refused',
  ],
  [
    '403 for a permission',
    () => crm(403, 'NO_PERMISSION', { permissions: ['Crm_Implied_View_Leads'] }),
    'zoho.noPermission',
    'zoho.noPermission',
    'refused',
  ],
  [
    '400 for a privilege',
    () => wrapped(400, 'AUTHORIZATION_FAILED'),
    'zoho.noPermission',
    'zoho.noPermission',
    'refused',
  ],
  [
    '403 for the edition',
    () => desk(403, 'LICENSE_ACCESS_LIMITED'),
    'zoho.licence',
    'zoho.licence',
    'refused',
  ],
  [
    '403 for the organisation',
    () => desk(403, 'OAUTH_ORG_MISMATCH'),
    'zoho.wrongOrganisation',
    'zoho.wrongOrganisation',
    'refused',
  ],
  ['404 of Desk', () => desk(404, 'URL_NOT_FOUND'), 'record.gone', 'record.gone', 'refused'],
  [
    '412',
    () => wrapped(412, 'ALREADY_MODIFIED', { id: '1' }),
    'defect.request',
    'record.changed',
    'refused',
  ],
  [
    '400 for a value',
    () => wrapped(400, 'INVALID_DATA', { api_name: 'Email' }),
    'defect.request',
    'record.invalid',
    'refused',
  ],
  [
    '400 for a length',
    () => wrapped(400, 'INVALID_DATA', { maximum_length: 40, api_name: 'Last_Name' }),
    'defect.request',
    'record.tooLong',
    'refused',
  ],
  [
    '400 for a duplicate',
    () => wrapped(400, 'DUPLICATE_DATA', { api_name: 'Email' }),
    'defect.request',
    'record.duplicate',
    'refused',
  ],
  [
    'a value where a name should be',
    () => wrapped(400, 'INVALID_DATA', { api_name: 'canary@example.com' }),
    'defect.request',
    'record.invalid',
    'refused',
  ],
  [
    'several duplicates',
    () =>
      wrapped(400, 'MULTIPLE_OR_MULTI_ERRORS', {
        errors: [{ code: 'DUPLICATE_DATA', details: { api_name: 'Code' } }],
      }),
    'defect.request',
    'record.duplicate',
    'refused',
  ],
  [
    '422 for a duplicate',
    () =>
      desk(422, 'INVALID_DATA', [
        { fieldName: '/email', errorType: 'duplicate', errorMessage: '' },
      ]),
    'defect.request',
    'record.duplicate',
    'refused',
  ],
  [
    '422 for something missing',
    () =>
      desk(422, 'INVALID_DATA', [
        { fieldName: '/lastName', errorType: 'missing', errorMessage: '' },
      ]),
    'defect.request',
    'record.mandatory',
    'refused',
  ],
  [
    '400 without a known code',
    () => crm(400, 'SOMETHING_NEW'),
    'defect.request',
    'defect.request',
    'refused',
  ],
  [
    '400 with JSON nobody knows',
    () => json([1, 2], 400),
    'defect.request',
    'defect.request',
    'unknown',
  ],
  [
    '200 with a CRM error',
    () => crm(200, 'INTERNAL_ERROR'),
    'zoho.unavailable',
    'zoho.unavailable',
    'unknown',
  ],
  [
    '200 with a Desk error',
    () => desk(200, 'FORBIDDEN'),
    'zoho.noPermission',
    'zoho.noPermission',
    'refused',
  ],
  [
    '200 with an OAuth error',
    () => json({ error: 'invalid_client' }),
    'defect.request',
    'defect.request',
    'unknown',
  ],
];

describe('every answer a service may give', () => {
  it.each(corpus)('%s', async (_name, reply, readCode, writeCode, writeOutcome) => {
    const reading = bench('crm', [], reply);
    const readError = await errorOf(reading.http.send(read));
    expect(readError.problem.code).toBe(readCode);
    expect(readError.outcome).toBe('refused');

    const writing = bench('crm', [], reply);
    const writeError = await errorOf(writing.http.send(write));
    expect(writeError.problem.code).toBe(writeCode);
    expect(writeError.outcome).toBe(writeOutcome);
    // A write of unknown outcome is sent once: twice could make two records.
    expect(writing.script.sent.length).toBeLessThanOrEqual(writeOutcome === 'unknown' ? 1 : 3);

    const told = [
      ...reading.log.lines,
      ...writing.log.lines,
      JSON.stringify(writeError.problem),
    ].join();
    expect(told).not.toMatch(/canary|t1\b|t2\b|example\.com/i);
  });

  it('204, 304 and an empty 200 are empty answers of a read', async () => {
    for (const reply of [empty(204), empty(304), new Response('', { status: 200 })]) {
      const { http } = bench('crm', [reply]);
      await expect(http.send(read)).resolves.toMatchObject({ body: null });
    }
  });

  it('an empty 200 tells nothing of a write', async () => {
    const error = await errorOf(bench('crm', [new Response('', { status: 200 })]).http.send(write));
    expect(error).toMatchObject({ outcome: 'unknown', problem: { code: 'zoho.garbled' } });
  });

  it('hands over the statuses that were named as results', async () => {
    const { http } = bench('crm', [wrapped(412, 'ALREADY_MODIFIED')]);
    await expect(http.send({ ...write, results: [400, 412] })).resolves.toMatchObject({
      status: 412,
    });
  });
});

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
  it('begins with two at a time, lets people in first, halves on 429 and grows again', async () => {
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
    await pump(
      Promise.all([send(1, 'sync'), send(2, 'sync'), send(3, 'sync'), send(4, 'interactive')]),
    );
    expect(most).toBe(2);
    expect(order).toEqual(['1', '2', '4', '3']);

    await pump(Promise.all(Array.from({ length: 100 }, (_, n) => send(n, 'sync'))));
    expect(most).toBe(5);

    throttle = true;
    await pump(send(0, 'sync'));
    await pump(send(0, 'sync'));
    throttle = false;
    most = 0;
    await pump(Promise.all([send(1, 'sync'), send(2, 'sync'), send(3, 'sync')]));
    expect(most).toBe(1);
  });
});
