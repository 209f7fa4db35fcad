/** Every answer a service may give, and what the client makes of it. */
import { describe, expect, it } from 'vitest';
import { bench, empty, json, type Reply } from './scripted';
import { read, write, html, cut, crm, wrapped, desk, errorOf } from './http-replies';

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
