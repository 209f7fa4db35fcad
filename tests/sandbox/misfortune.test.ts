import { beforeEach, describe, expect, it } from 'vitest';
import { addContact, contactsUrl, countOf, createFront, type Front } from './fixture';
import type { FaultKind } from './faults';

let front: Front;
let before: number;
beforeEach(async () => {
  front = await createFront();
  before = countOf(front, 'crm', 'Contacts');
});

const list = `${contactsUrl}?fields=Last_Name`;
const organizations = 'https://desk.zoho.com/api/v1/organizations';
const added = () => countOf(front, 'crm', 'Contacts') - before;
const strike = (...kinds: FaultKind[]) => front.sandbox.world.faults.set(kinds, 1);
const calm = () => front.sandbox.world.faults.set([], 0);
const last = () => front.sandbox.world.calls.at(-1);

async function statusesUnderFaults(): Promise<string> {
  const { sandbox, control, call } = await createFront();
  await control('/faults', { kinds: ['rateLimit'], rate: 0.3, seed: 7 });
  const statuses: number[] = [];
  for (let n = 0; n < 60; n += 1) statuses.push((await call(list)).status);
  expect(sandbox.world.calls.filter((each) => each.fault === 'rateLimit').length).toBeGreaterThan(
    8,
  );
  return statuses.join();
}

describe('faults', () => {
  it('strike one service alone where one is named', async () => {
    await front.control('/faults', { kinds: ['dropBefore'], rate: 1, service: 'desk' });
    expect((await front.call(list)).status).toBe(200);
    await expect(front.call(organizations)).rejects.toThrow(TypeError);
    await front.control('/faults', { kinds: ['dropBefore'], rate: 1 });
    await expect(front.call(list)).rejects.toThrow(TypeError);
  });

  it('dropBefore: the request never arrives', async () => {
    strike('dropBefore');
    await expect(addContact(front)).rejects.toThrow(new TypeError('Failed to fetch'));
    expect(added()).toBe(0);
    expect(last()).toMatchObject({ status: 0, credits: 0, fault: 'dropBefore' });
  });

  it('dropAfter: the effect happens, the answer is lost', async () => {
    strike('dropAfter');
    await expect(addContact(front)).rejects.toThrow(TypeError);
    expect(added()).toBe(1);
    expect(last()).toMatchObject({ status: 0, credits: 1, fault: 'dropAfter' });
  });

  it('applyLate: the effect happens one to five minutes later, before any later request', async () => {
    strike('applyLate');
    await expect(addContact(front, 'Late')).rejects.toThrow(TypeError);
    calm();
    front.clock.advance(59_999);
    await front.call(list);
    expect(added()).toBe(0);
    front.clock.advance(4 * 60_000 + 1);
    expect(await (await front.call(list)).text()).toContain('"Late"');
    expect(added()).toBe(1);
  });

  it('applyLate: several come in the order of their time, and the control API sees them', async () => {
    strike('applyLate');
    for (let n = 0; n < 8; n += 1)
      await expect(addContact(front, `Late ${n}`)).rejects.toThrow(TypeError);
    const seen: number[] = [];
    for (let second = 0; second < 300; second += 1) {
      await front.control('/clock', { advanceMs: 1000 });
      seen.push(added());
    }
    expect(seen[58]).toBe(0);
    expect(seen.at(-1)).toBe(8);
    expect(new Set(seen).size).toBeGreaterThan(4);
  });

  it('truncate: half of the body arrives', async () => {
    const whole = await (await front.call(list)).arrayBuffer();
    strike('truncate');
    const half = await (await front.call(list)).arrayBuffer();
    expect(Buffer.from(half)).toEqual(Buffer.from(whole.slice(0, whole.byteLength >> 1)));
  });

  it('garbage: 200 with what is no JSON', async () => {
    strike('garbage');
    const bodies = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const response = await front.call(list);
        expect(response.status).toBe(200);
        return response.text();
      }),
    );
    for (const body of bodies) expect(() => JSON.parse(body) as unknown).toThrow(SyntaxError);
    expect(new Set(bodies).size).toBe(2);
  });

  it('rateLimit: 429 in the words of each product, without effect', async () => {
    strike('rateLimit');
    const crm = await addContact(front);
    expect([crm.status, added()]).toEqual([429, 0]);
    expect(await crm.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 'error' });
    expect(await (await front.call(organizations)).json()).toMatchObject({
      errorCode: 'TOO_MANY_REQUESTS',
    });
  });

  it('serverError: 500 in the words of each product, sometimes after the effect', async () => {
    strike('serverError');
    for (let n = 0; n < 12; n += 1) expect((await addContact(front)).status).toBe(500);
    expect(added()).toBeGreaterThan(0);
    expect(added()).toBeLessThan(12);
    expect(await (await front.call(organizations)).json()).toMatchObject({
      errorCode: 'INTERNAL_SERVER_ERROR',
    });
  });

  it('tokenExpired: the token ends before the call', async () => {
    strike('tokenExpired');
    expect((await front.call(list)).status).toBe(401);
    calm();
    expect((await front.call(list)).status).toBe(401);
  });

  it('latency: takes its time and changes nothing', async () => {
    strike('latency');
    expect((await addContact(front)).status).toBe(201);
    expect(front.waited()).toBeGreaterThanOrEqual(200);
  });

  it('come as often as asked, the same for the same seed', async () => {
    expect(await statusesUnderFaults()).toBe(await statusesUnderFaults());
  });

  it('strike the token address, but never pages nor the control API', async () => {
    strike('dropBefore');
    const token = new Request('https://accounts.zoho.com/oauth/v2/token', { method: 'POST' });
    await expect(front.sandbox.fetch(token)).rejects.toThrow(TypeError);
    const page = new Request('https://accounts.zoho.com/signin');
    expect((await front.sandbox.fetch(page)).status).toBe(200);
    const ticket = new Request(front.sandbox.describe().ticketUrl);
    expect((await front.sandbox.fetch(ticket)).status).toBe(200);
    expect((await front.control('/calls')).status).toBe(200);
  });
});
