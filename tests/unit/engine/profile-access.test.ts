import { describe, expect, it } from 'vitest';
import { settle } from './connect-fakes';
import {
  addContact,
  allOf,
  createDesk,
  customerOf,
  deal,
  found,
  ids,
  person,
  ticket,
} from './profile-fakes';

describe('what may not be shown', () => {
  it('is never asked for', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person(ids.crm, { Account_Name: { id: ids.crmAccount, name: 'N' } }));
    desk.world.access = allOf(false);
    const customer = await found(desk);
    expect(desk.calls).toEqual([
      `ticket(${ids.ticket})`,
      `contact(${ids.contact})`,
      'search(Contacts email ada@nordwind.se)',
    ]);
    expect(customer).toMatchObject({
      type: { value: 'contact', because: null, source: 'presence' },
      open: [],
      information: { state: 'hidden' },
      account: { state: 'hidden' },
      potentials: { state: 'hidden' },
      notes: { state: 'hidden' },
      activities: { state: 'hidden' },
    });
  });

  it('asks no deal with potentials hidden and takes the type from Desk', async () => {
    const desk = createDesk();
    addContact(desk, ids.contact, { email: 'ada@nordwind.se', crmType: 'potentials' });
    desk.records.set(ids.crm, person());
    desk.deals.push(deal('1', { stage: 'Signed' }));
    desk.world.access = { ...allOf(true), potentials: false };
    const customer = await found(desk);
    expect(desk.calls.some((call) => /^(deals|stages)/.test(call))).toBe(false);
    expect(customer).toMatchObject({
      type: { value: 'potential', because: null, source: 'desk' },
      open: [],
    });
    expect(JSON.stringify([...desk.cache.rows.values()])).not.toContain('Deal 1');
  });

  it('asks for the kinds of activity that may be seen, and drops others that come', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    for (const type of ['call', 'event', 'task'] as const)
      desk.activities.push({ id: type, type, subject: type, due: null, done: false, owner: null });
    desk.world.access = { ...allOf(true), tasks: false };
    const { activities } = await found(desk);
    expect(desk.calls).toContain(`activities(${ids.crm} call+event)`);
    expect(activities.state === 'shown' && activities.data.map(({ type }) => type)).toEqual([
      'call',
      'event',
    ]);
  });

  it('is taken out of what was cached under wider access, at once', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    desk.deals.push(deal('1', { stage: 'Signed', name: 'Secret renewal' }));
    await found(desk);
    desk.world.access = { ...allOf(true), potentials: false, notes: false };
    const view = await desk.profiles.get(ticket, false);
    expect(JSON.stringify(view)).not.toContain('Secret renewal');
    expect(customerOf(view)).toMatchObject({
      type: { value: 'contact', because: null },
      open: [],
      notes: { state: 'hidden' },
    });
  });

  it('comes back when it may be seen again', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    desk.world.access = allOf(false);
    await found(desk);
    desk.world.access = null;
    expect((await desk.profiles.get(ticket, false)).refreshing).toBe(true);
    await settle();
    expect(customerOf(await desk.profiles.get(ticket, false)).notes.state).toBe('shown');
  });
});
