/** What each service says is left of the day's credits, and what its silence means. */
import { expect, it } from 'vitest';
import type { HttpRequest } from '../../../sync/zoho/http';
import { errorOf } from './http-replies';
import { bench, json } from './scripted';

const of = (path: string): HttpRequest => ({
  method: 'GET',
  path,
  writing: false,
  lane: 'sync',
  credits: 1,
});
const crm = of('/crm/v8/Contacts');
const desk = of('/api/v1/contacts');

it('CRM that is silent again has more than half of the day left', async () => {
  const scarce = json({ data: [] }, 200, { 'x-api-credits-remaining': '12' });
  const { http } = bench('crm', [scarce, json({ data: [] })]);
  expect(http.creditsLeft()).toBeNull();
  await http.send(crm);
  expect(http.creditsLeft()).toBe(12);
  await http.send(crm);
  expect(http.creditsLeft()).toBeNull();
});

it('a refusal that says nothing of credits leaves what was known', async () => {
  const scarce = json({ data: [] }, 200, { 'x-api-credits-remaining': '12' });
  const gone = json({ code: 'INVALID_DATA', status: 'error', details: {}, message: '' }, 400);
  const { http } = bench('crm', [scarce, gone]);
  await http.send(crm);
  await http.send(crm).catch(() => undefined);
  expect(http.creditsLeft()).toBe(12);
});

it('Desk tells with every answer; one that does not changes nothing', async () => {
  const told = json({ data: [] }, 200, { 'x-rate-limit-remaining-v3': '30' });
  const { http } = bench('desk', [told, json({ data: [] })]);
  await http.send(desk);
  await http.send(desk);
  expect(http.creditsLeft()).toBe(30);
});

it('tells too many calls a day from too many at a time by what CRM says is left', async () => {
  const refusal = { code: 'TOO_MANY_REQUESTS', status: 'error', details: {}, message: '' };
  const spent = json(refusal, 429, { 'x-api-credits-remaining': '0' });
  const { http } = bench('crm', [spent]);
  await expect(http.send(crm)).rejects.toMatchObject({ problem: { code: 'zoho.creditsSpent' } });
  const busy = () => json(refusal, 429, { 'x-api-credits-remaining': '12' });
  const crowded = bench('crm', [busy(), busy(), busy(), busy(), busy(), busy()]);
  await expect(crowded.http.send(crm)).rejects.toMatchObject({ problem: { code: 'zoho.busy' } });
});

it('what the sync may spend ends before the call that would go on, and before its repeats', async () => {
  const broken = json({ errorCode: 'INTERNAL_SERVER_ERROR', message: 'text' }, 500);
  const { http, script } = bench('desk', [json({ data: [] }), broken], () => json({ data: [] }));
  http.allow(2);
  await http.send(desk);
  const { problem, outcome } = await errorOf(http.send(desk));
  expect(problem).toMatchObject({ code: 'credits.paced', kind: 'transient', detail: 'desk' });
  expect(outcome).toBe('refused');
  expect(script.sent).toHaveLength(2);
  expect((await errorOf(http.send(desk))).problem.code).toBe('credits.paced');
  // Somebody waits for this one.
  await http.send({ ...desk, lane: 'interactive' });
  http.allow(Number.POSITIVE_INFINITY);
  await http.send(desk);
  expect(script.sent).toHaveLength(4);
});

it('calls that are under way count before their answers', async () => {
  const { http, script } = bench('desk', [], () => json({ data: [] }));
  http.allow(1);
  const [first, second] = await Promise.allSettled([http.send(desk), http.send(desk)]);
  expect(first.status).toBe('fulfilled');
  expect(second).toMatchObject({ reason: { problem: { code: 'credits.paced' } } });
  expect(script.sent).toHaveLength(1);
});
