import { describe, expect, it } from 'vitest';
import { project } from '../../../sync/engine/access';
import { settle } from './small-fakes';
import {
  addContact,
  allOf,
  both,
  createDesk,
  customerOf,
  deal,
  found,
  ids,
  person,
  shown,
  ticket,
} from './profile-fakes';

describe('what may not be shown', () => {
  it('is never asked for', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person(ids.crm, { Account_Name: { id: ids.crmAccount, name: 'N' } }));
    desk.world.allowed = both(allOf(false));
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
    desk.world.allowed = both({ ...allOf(true), potentials: false });
    const customer = await found(desk);
    expect(desk.calls.some((call) => /^(deals|stages)/.test(call))).toBe(false);
    expect(customer).toMatchObject({
      type: { value: 'potential', because: null, source: 'desk' },
      open: [],
    });
    expect(JSON.stringify([...desk.cache.rows.values()])).not.toContain('Deal 1');
  });

  it('is cut out of a whole profile as it is left out of one that is read: View as tells the truth', async () => {
    const world = () => {
      const desk = createDesk();
      addContact(desk, ids.contact, {
        email: 'ada@nordwind.se',
        crmType: 'potentials',
        accountId: ids.account,
      });
      const account = { id: ids.crmAccount, name: 'Nordwind AB' };
      desk.records.set(ids.crm, person(ids.crm, { Account_Name: account }));
      desk.records.set(
        ids.crmAccount,
        person(ids.crmAccount, { Account_Name: 'Nordwind AB' }, 'Accounts'),
      );
      desk.deals.push(deal('1', { stage: 'Signed' }), deal('2'));
      for (const type of ['call', 'event', 'task'] as const)
        desk.activities.push({
          id: type,
          type,
          subject: type,
          due: null,
          done: false,
          owner: null,
        });
      return desk;
    };
    const parts = Object.keys(allOf(true)) as (keyof ReturnType<typeof allOf>)[];
    const whole = await found(world());
    for (const rest of [true, false])
      for (const part of parts) {
        const allowed = both({ ...allOf(rest), [part]: !rest });
        const desk = world();
        desk.world.allowed = allowed;
        const view = await desk.profiles.get(ticket, false);
        await settle();
        const read = customerOf(await desk.profiles.get(ticket, false));
        const cut = project({ ...view, result: { state: 'found', customer: whole } }, allowed);
        expect([part, rest, cut && customerOf(cut)]).toEqual([part, rest, read]);
      }
  });

  it('asks for the kinds of activity that may be seen, and drops others that come', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    for (const type of ['call', 'event', 'task'] as const)
      desk.activities.push({ id: type, type, subject: type, due: null, done: false, owner: null });
    desk.world.allowed = both({ ...allOf(true), tasks: false });
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
    desk.world.allowed = both({ ...allOf(true), potentials: false, notes: false });
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
    desk.world.allowed = both(allOf(false));
    await found(desk);
    desk.world.allowed = null;
    expect((await desk.profiles.get(ticket, false)).refreshing).toBe(true);
    await settle();
    expect(customerOf(await desk.profiles.get(ticket, false)).notes.state).toBe('shown');
  });

  it('is not read for contacts as a whole: their account stands in', async () => {
    const desk = createDesk();
    const nordwind = person(ids.crmAccount, { Account_Name: 'Nordwind AB' }, 'Accounts');
    desk.records.set(ids.crm, person());
    desk.records.set(ids.crmAccount, nordwind);
    addContact(desk, ids.contact, { email: 'ada@nordwind.se', accountId: ids.account });
    desk.accounts.set(ids.account, {
      id: ids.account,
      name: 'Nordwind AB',
      website: null,
      phone: null,
      crmId: ids.crmAccount,
    });
    expect((await found(desk)).module).toBe('Contacts');
    desk.world.allowed = { contacts: null, accounts: allOf(true), handshake: false };
    await desk.profiles.narrow(desk.world.allowed);
    expect([...desk.cache.rows.values()]).toEqual([]);
    desk.calls.length = 0;
    expect(await found(desk)).toMatchObject({ module: 'Accounts', name: 'Nordwind AB' });
    expect(desk.calls.filter((call) => /Contacts|search|Leads/.test(call))).toEqual([]);
    desk.world.allowed = null;
    expect((await found(desk)).module).toBe('Contacts');
  });

  it('leaves neither account nor company where accounts are hidden', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person(ids.crm, { Account_Name: { id: ids.crmAccount, name: 'N' } }));
    desk.world.allowed = {
      contacts: { ...allOf(true), account: false },
      accounts: null,
      handshake: true,
    };
    expect(await found(desk)).toMatchObject({ company: null, account: { state: 'hidden' } });
    const place = { type: 'account', id: ids.account } as const;
    expect((await shown(desk, place)).result).toEqual({ state: 'hidden' });
    expect(desk.calls.filter((call) => /account|Accounts/.test(call))).toEqual([]);
  });

  it('is neither read nor answered where nothing may be shown, and erased where it was', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    await found(desk);
    desk.calls.length = 0;
    desk.world.allowed = { contacts: null, accounts: null, handshake: false };
    await desk.profiles.narrow(desk.world.allowed);
    expect((await shown(desk)).result).toEqual({ state: 'hidden' });
    expect(desk.calls).toEqual([]);
    expect(desk.cache.rows.size).toBe(0);
  });

  it('is erased even where it was being stored while it was withdrawn', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    desk.deals.push(deal('1', { name: 'Secret renewal' }));
    const { put } = desk.cache;
    desk.cache.put = async (profile) => {
      const narrower = both({ ...allOf(true), potentials: false });
      desk.world.allowed = narrower;
      await desk.profiles.narrow(narrower);
      await put(profile);
    };
    await shown(desk);
    await settle();
    expect(JSON.stringify([...desk.cache.rows.values()])).not.toContain('Secret renewal');
  });
});
