import { describe, expect, it } from 'vitest';
import type { Place } from '../../../sync/types';
import { createGate, failure, settle } from './small-fakes';
import {
  addContact,
  addTicket,
  createDesk,
  customerOf,
  deal,
  found,
  ids,
  person,
  shown,
  ticket,
} from './profile-fakes';

describe('cache and refresh', () => {
  it('says who it is before CRM answers', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    const gate = createGate();
    desk.gates.set('search', gate);
    const first = await desk.profiles.get(ticket, false);
    expect(first).toMatchObject({
      result: { state: 'loading' },
      refreshing: true,
      updatedAt: null,
    });
    await settle();
    expect(desk.notifier.heard).toEqual([`profile:ticket/${ids.ticket}`]);
    expect(await desk.profiles.get(ticket, false)).toMatchObject({
      result: { state: 'loading' },
      requester: { name: 'Ada Lindqvist', email: 'ada@nordwind.se' },
    });
    gate.open();
    await settle();
    expect(desk.notifier.heard).toHaveLength(2);
    expect((await desk.profiles.get(ticket, false)).result.state).toBe('found');
  });

  it('answers from the cache at once, refreshes behind it and tells when that is done', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    const { updatedAt } = await shown(desk);
    desk.clock.advance(300_000);
    desk.records.set(ids.crm, person(ids.crm, { Last_Name: 'Berg' }));
    desk.notifier.heard.length = 0;
    const old = await desk.profiles.get(ticket, false);
    expect(old).toMatchObject({ updatedAt, refreshing: true });
    expect(customerOf(old).name).toBe('Ada Lindqvist');
    await settle();
    expect(desk.notifier.heard.at(-1)).toBe(`profile:ticket/${ids.ticket}`);
    const fresh = await desk.profiles.get(ticket, false);
    expect(fresh).toMatchObject({ updatedAt: updatedAt! + 300_000, refreshing: false });
    expect(customerOf(fresh).name).toBe('Ada Berg');
  });

  it('does not ask again for what is fresh, unless told to', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    await shown(desk);
    const calls = desk.calls.length;
    desk.clock.advance(59_000);
    expect((await desk.profiles.get(ticket, false)).refreshing).toBe(false);
    expect(desk.calls).toHaveLength(calls);
    expect((await desk.profiles.get(ticket, true)).refreshing).toBe(true);
  });

  it('makes one refresh of many questions', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    await Promise.all([1, 2, 3].map(() => desk.profiles.get(ticket, true)));
    await settle();
    expect(desk.calls.filter((call) => call.startsWith('ticket'))).toHaveLength(1);
  });

  it('never shows one place the answer of another, whichever comes first', async () => {
    const desk = createDesk();
    const slow: Place = { type: 'ticket', id: '500000002' };
    addTicket(desk, slow.id, '600000002');
    addContact(desk, '600000002', { name: 'Bo Ek', email: 'bo@example.com' });
    desk.records.set(ids.crm, person());
    desk.records.set(
      '8',
      person('8', { First_Name: 'Bo', Last_Name: 'Ek', Email: 'bo@example.com' }),
    );
    const gate = createGate();
    desk.gates.set('search(Contacts email bo', gate);
    await desk.profiles.get(slow, false);
    await desk.profiles.get(ticket, false);
    await settle();
    expect(customerOf(await desk.profiles.get(ticket, false)).name).toBe('Ada Lindqvist');
    expect((await desk.profiles.get(slow, false)).result.state).toBe('loading');
    gate.open();
    await settle();
    const view = await desk.profiles.get(slow, false);
    expect(view.place).toEqual(slow);
    expect(customerOf(view).name).toBe('Bo Ek');
    expect(customerOf(await desk.profiles.get(ticket, false)).name).toBe('Ada Lindqvist');
  });

  it('does not believe a row that belongs to another place', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    const view = await shown(desk);
    const other: Place = { type: 'ticket', id: '500000002' };
    desk.cache.rows.set(`ticket/${other.id}`, view);
    expect((await desk.profiles.get(other, false)).result.state).toBe('loading');
  });

  it('keeps what it has when a refresh fails, says why, and does not ask again at once', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    const { updatedAt } = await shown(desk);
    desk.failing.set('ticket', failure('zoho.unavailable', 'transient'));
    desk.clock.advance(300_000);
    const view = await shown(desk);
    expect(view).toMatchObject({
      updatedAt,
      refreshing: false,
      offline: false,
      problem: { code: 'zoho.unavailable' },
      result: { state: 'found' },
    });
    const calls = desk.calls.length;
    await desk.profiles.get(ticket, false);
    expect(desk.calls).toHaveLength(calls);

    desk.failing.clear();
    desk.clock.advance(16_000);
    await desk.profiles.get(ticket, false);
    await settle();
    expect((await desk.profiles.get(ticket, false)).problem).toBeNull();
  });

  it('fails visibly where nothing was shown before, and recovers', async () => {
    const desk = createDesk();
    desk.failing.set('contact', failure('oauth.reconnect'));
    expect(await shown(desk)).toMatchObject({
      refreshing: false,
      result: { state: 'failed', problem: { code: 'oauth.reconnect' } },
    });
    desk.failing.clear();
    expect((await shown(desk)).result.state).toBe('none');
  });

  it('works offline from the cache without asking anybody', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    await shown(desk);
    desk.world.online = false;
    desk.clock.advance(3_600_000);
    const calls = desk.calls.length;
    expect(await desk.profiles.get(ticket, false)).toMatchObject({
      offline: true,
      refreshing: false,
      result: { state: 'found' },
    });
    expect(desk.calls).toHaveLength(calls);
    const never = await desk.profiles.get({ type: 'contact', id: ids.contact }, false);
    expect(never).toMatchObject({
      offline: true,
      result: { state: 'failed', problem: { code: 'profile.offline' } },
    });
  });

  it('keeps the whole profile when the connection breaks in the middle of a refresh', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    desk.deals.push(deal('1'));
    await shown(desk);
    desk.failing.set('deals', failure('zoho.unreachable', 'transient'));
    const view = await shown(desk);
    expect(view).toMatchObject({ offline: true, problem: { code: 'zoho.unreachable' } });
    expect(customerOf(view).potentials.state).toBe('shown');
  });

  it('shows what it read even if the cache is full', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    desk.cache.put = () => Promise.reject(new Error('quota'));
    expect((await found(desk)).name).toBe('Ada Lindqvist');
  });

  it('reads nothing when not connected, not even the cache', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    await shown(desk);
    desk.world.connection = null;
    const calls = desk.calls.length;
    expect((await desk.profiles.get(ticket, true)).result).toEqual({ state: 'notConnected' });
    expect((await desk.profiles.choose(ticket, 'Contacts', '1')).result.state).toBe('notConnected');
    expect(desk.calls).toHaveLength(calls);
  });

  it('throws away what arrives after the integration was deleted', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    const gate = createGate();
    desk.gates.set('deals', gate);
    await desk.profiles.get(ticket, false);
    await settle();
    desk.world.connection = null;
    await desk.profiles.forget();
    gate.open();
    await settle();
    expect(desk.cache.rows.size).toBe(0);
  });
});
