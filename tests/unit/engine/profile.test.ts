import { describe, expect, it } from 'vitest';
import type { CustomerView, Place, ProfileView } from '../../../sync/protocol';
import { createGate, failure, settle } from './connect-fakes';
import { addContact, addTicket, allOf, createDesk, deal, ids, link, person } from './profile-fakes';

const ticket: Place = { type: 'ticket', id: ids.ticket };

type Desk = ReturnType<typeof createDesk>;

/** Asks, lets the refresh end and asks again: what a screen does that hears the notice. */
async function shown(desk: Desk, place: Place = ticket): Promise<ProfileView> {
  await desk.profiles.get(place, true);
  await settle();
  return desk.profiles.get(place, false);
}

function customerOf({ result }: ProfileView): CustomerView {
  if (result.state !== 'found') throw new Error(`not found but ${result.state}`);
  return result.customer;
}

const found = (desk: Desk, place?: Place) => shown(desk, place).then(customerOf);

describe('who it is', () => {
  it('is told by our own link first', async () => {
    const desk = createDesk();
    desk.records.set('800000009', person('800000009', { Email: 'other@example.com' }));
    desk.records.set(ids.crm, person());
    desk.pairs.push(link('contact', ids.contact, '800000009'));
    expect((await found(desk)).id).toBe('800000009');
    expect(desk.calls.filter((call) => call.startsWith('search'))).toEqual([]);
  });

  it('counts a pair without base, or with its CRM side in the bin, as no link', async () => {
    for (const broken of [{ base: null }, { crm: null }]) {
      const desk = createDesk();
      desk.records.set(ids.crm, person());
      desk.pairs.push({ ...link('contact', ids.contact, '800000009'), ...broken });
      expect((await found(desk)).id).toBe(ids.crm);
      expect(desk.calls).not.toContain('record(Contacts 800000009)');
    }
  });

  it("is told by Zoho's hint, which is checked by reading it", async () => {
    const desk = createDesk();
    addContact(desk, ids.contact, { email: 'nobody@example.com', crmId: ids.crm });
    desk.records.set(ids.crm, person());
    expect((await found(desk)).id).toBe(ids.crm);

    desk.records.delete(ids.crm);
    const view = await shown(desk);
    expect(view.result).toEqual({
      state: 'none',
      searched: [
        { by: 'link', value: ids.crm },
        { by: 'email', value: 'nobody@example.com' },
      ],
    });
  });

  it('takes a hint that points at a lead', async () => {
    const desk = createDesk();
    addContact(desk, ids.contact, { crmId: ids.crm, crmType: 'leads' });
    desk.records.set(ids.crm, person(ids.crm, { Company: 'Nordwind' }, 'Leads'));
    const customer = await found(desk);
    expect(customer).toMatchObject({ module: 'Leads', company: { name: 'Nordwind', url: null } });
    expect(desk.calls).not.toContain(`record(Contacts ${ids.crm})`);
    expect(desk.calls).not.toContain(`deals(${ids.crm})`);
  });

  it('is searched by primary e-mail, then secondary, then phone, then mobile, each value once', async () => {
    const desk = createDesk();
    addContact(desk, ids.contact, {
      email: 'a@example.com',
      secondaryEmail: 'b@example.com',
      phone: '+46 31 555 01 42',
      mobile: '+46315550142',
    });
    const { result } = await shown(desk);
    expect(desk.calls.filter((call) => call.startsWith('search'))).toEqual([
      'search(Contacts email a@example.com)',
      'search(Leads email a@example.com)',
      'search(Contacts email b@example.com)',
      'search(Leads email b@example.com)',
      'search(Contacts phone +46 31 555 01 42)',
      'search(Leads phone +46 31 555 01 42)',
    ]);
    expect(result.state).toBe('none');

    desk.records.set(ids.crm, person(ids.crm, { Email: 'b@example.com' }));
    desk.calls.length = 0;
    expect((await found(desk)).id).toBe(ids.crm);
    expect(desk.calls.filter((call) => call.startsWith('search'))).toHaveLength(3);
  });

  it('does not search for an extension that many share', async () => {
    const desk = createDesk();
    addContact(desk, ids.contact, { phone: '112' });
    expect((await shown(desk)).result).toEqual({ state: 'none', searched: [] });
  });

  it('prefers contacts to leads', async () => {
    const desk = createDesk();
    desk.records.set('1', person('1', {}, 'Leads'));
    desk.records.set(ids.crm, person());
    expect(await found(desk)).toMatchObject({ module: 'Contacts', id: ids.crm });
  });

  it('asks among several, remembers the answer by address, and takes it back', async () => {
    const desk = createDesk();
    desk.records.set(
      '800000001',
      person('800000001', { Account_Name: { id: '9', name: 'Nordwind' } }),
    );
    desk.records.set('800000002', person('800000002', { Full_Name: 'A. Lindqvist' }));
    const several = await shown(desk);
    expect(several.result).toMatchObject({
      state: 'several',
      candidates: [
        { id: '800000001', name: 'Ada Lindqvist', company: 'Nordwind', email: 'ada@nordwind.se' },
        { id: '800000002', name: 'A. Lindqvist', company: null },
      ],
    });

    const chosen = await desk.profiles.choose(ticket, 'Contacts', '800000002');
    expect(chosen.result).toMatchObject({ state: 'found', chosen: true });
    expect(customerOf(chosen).id).toBe('800000002');

    addTicket(desk, '500000002', '600000002');
    addContact(desk, '600000002', { email: 'ADA@Nordwind.se' });
    expect((await found(desk, { type: 'ticket', id: '500000002' })).id).toBe('800000002');

    expect((await desk.profiles.forgetChoice(ticket)).result.state).toBe('several');
  });

  it('asks again when the chosen one is gone', async () => {
    const desk = createDesk();
    for (const id of ['800000001', '800000002', '800000003']) desk.records.set(id, person(id));
    await desk.profiles.choose(ticket, 'Contacts', '800000003');
    desk.records.delete('800000003');
    expect((await shown(desk)).result.state).toBe('several');
  });

  it('does not let a choice go against a link, nor be made without an address', async () => {
    const desk = createDesk();
    desk.pairs.push(link('contact', ids.contact, ids.crm));
    await expect(desk.profiles.choose(ticket, 'Contacts', '1')).rejects.toMatchObject({
      problem: { code: 'profile.linked' },
    });
    desk.pairs.length = 0;
    addContact(desk, ids.contact, {});
    await expect(desk.profiles.choose(ticket, 'Contacts', '1')).rejects.toMatchObject({
      problem: { code: 'profile.noAddress' },
    });
  });

  it('is nobody on a ticket without contact', async () => {
    const desk = createDesk();
    addTicket(desk, ids.ticket, null);
    expect((await shown(desk)).result).toEqual({ state: 'noContact' });
  });

  it('says so when Desk does not show the ticket', async () => {
    const desk = createDesk();
    desk.tickets.clear();
    expect((await shown(desk)).result).toMatchObject({
      state: 'failed',
      problem: { code: 'profile.missing', kind: 'configuration' },
    });
  });

  it('works on contact pages and on account pages', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    expect((await found(desk, { type: 'contact', id: ids.contact })).id).toBe(ids.crm);

    const nordwind = person(ids.crmAccount, { Account_Name: 'Nordwind AB' }, 'Accounts');
    desk.accounts.set(ids.account, {
      id: ids.account,
      name: 'Nordwind AB',
      website: null,
      phone: null,
      crmId: null,
    });
    const place: Place = { type: 'account', id: ids.account };
    expect((await shown(desk, place)).result).toEqual({
      state: 'none',
      searched: [{ by: 'name', value: 'Nordwind AB' }],
    });
    desk.records.set(ids.crmAccount, nordwind);
    desk.named.set('Nordwind AB', [nordwind, nordwind]);
    expect(await found(desk, place)).toMatchObject({ module: 'Accounts', name: 'Nordwind AB' });
    desk.pairs.push(link('account', ids.account, ids.crmAccount));
    desk.calls.length = 0;
    await found(desk, place);
    expect(desk.calls.filter((call) => call.startsWith('accountsNamed'))).toEqual([]);
  });
});

describe('what is shown of them', () => {
  it('decides the type by the stage, never by its name, and names the deal', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    desk.deals.push(
      deal('1', { stage: 'Closed Won' }),
      deal('2', { amount: 12_400 }),
      deal('3', { stage: 'Signed', closesOn: '2026-03-03', name: 'Renewal 24' }),
      deal('4', { stage: 'Signed', closesOn: '2024-03-03' }),
    );
    const { type, open, potentials } = await found(desk);
    expect(type).toMatchObject({
      value: 'customer',
      because: { name: 'Renewal 24' },
      source: 'deals',
    });
    expect(open).toEqual([{ amount: 12_400, currency: 'EUR' }]);
    expect(potentials.state === 'shown' && potentials.data.map(({ id }) => id)).toEqual([
      '2',
      '1',
      '3',
      '4',
    ]);
  });

  it('shows 200 potentials and counts them all', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    for (let at = 0; at < 450; at += 1) desk.deals.push(deal(String(1000 + at), { amount: 1 }));
    const { potentials, open } = await found(desk);
    expect(potentials.state === 'shown' && potentials.data).toHaveLength(200);
    expect(open).toEqual([{ amount: 450, currency: 'EUR' }]);
  });

  it('lists facts as text, with a type only where the value is one', async () => {
    const desk = createDesk();
    desk.records.set(
      ids.crm,
      person(ids.crm, {
        Title: 'Head of IT',
        Phone: '+46 31 555 01 42',
        Mobile: 'ask <b>Anna</b>',
        Mailing_Street: 'Kajen 1',
        Mailing_City: 'Göteborg',
        Mailing_Zip: '411 01',
        Description: '<script>alert(1)</script>\u0000\u0007',
        Owner: { id: '5', name: 'Marta Ruiz' },
        Account_Name: { id: ids.crmAccount, name: 'Nordwind AB' },
      }),
    );
    desk.records.set(
      ids.crmAccount,
      person(
        ids.crmAccount,
        { Account_Name: 'Nordwind AB', Website: 'www.nordwind.se', Annual_Revenue: 1_250_000 },
        'Accounts',
      ),
    );
    const customer = await found(desk);
    expect(customer).toMatchObject({
      name: 'Ada Lindqvist',
      title: 'Head of IT',
      owner: 'Marta Ruiz',
      company: { name: 'Nordwind AB', url: `https://crm.zoho.eu/Accounts/${ids.crmAccount}` },
    });
    expect(customer.information).toEqual({
      state: 'shown',
      data: [
        { name: 'Email', label: 'E-mail', value: 'ada@nordwind.se', type: 'email' },
        { name: 'Phone', label: 'Phone', value: '+46 31 555 01 42', type: 'phone' },
        { name: 'Mobile', label: 'Mobile', value: 'ask <b>Anna</b>', type: 'text' },
        { name: 'Title', label: 'Title', value: 'Head of IT', type: 'text' },
        {
          name: 'Mailing_Address',
          label: 'Mailing address',
          value: 'Kajen 1, Göteborg, 411 01',
          type: 'text',
        },
        {
          name: 'Description',
          label: 'Description',
          value: '<script>alert(1)</script>',
          type: 'text',
        },
      ],
    });
    expect(customer.account.state === 'shown' && customer.account.data).toEqual([
      { name: 'Account_Name', label: 'Account', value: 'Nordwind AB', type: 'text' },
      { name: 'Website', label: 'Website', value: 'https://www.nordwind.se', type: 'url' },
      { name: 'Annual_Revenue', label: 'Annual revenue', value: '1,250,000 EUR', type: 'text' },
    ]);
  });

  it.each([
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://a.example/1',
    'https://zoho.com@evil.example',
    'http://plain.example',
    'not a site',
  ])('never lets %s become a link', async (website) => {
    const desk = createDesk();
    desk.records.set(ids.crm, person(ids.crm, { Account_Name: { id: ids.crmAccount, name: 'N' } }));
    const fields = { Account_Name: 'N', Website: website };
    desk.records.set(ids.crmAccount, person(ids.crmAccount, fields, 'Accounts'));
    const { account } = await found(desk);
    const fact = account.state === 'shown' && account.data.find(({ name }) => name === 'Website');
    expect(fact).toMatchObject({ type: 'text' });
  });

  it('shows the rest when one part fails', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    addContact(desk, ids.contact, { email: 'ada@nordwind.se', crmType: 'customers' });
    desk.failing.set('deals', failure('zoho.noPermission'));
    const customer = await found(desk);
    expect(customer.potentials).toMatchObject({
      state: 'failed',
      problem: { code: 'zoho.noPermission' },
    });
    expect(customer.notes.state).toBe('shown');
    expect(customer.type).toEqual({ value: 'customer', because: null, source: 'desk' });
  });

  it('shows what the search knew of somebody who vanished since', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person(ids.crm, { Title: 'Head of IT' }));
    const { record } = desk.ports.crm;
    desk.ports.crm.record = async (module, id) => {
      await record(module, id);
      return null;
    };
    expect(await found(desk)).toMatchObject({ name: 'Ada Lindqvist', title: null });
  });

  it('reads its parts at the same time', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person(ids.crm, { Account_Name: { id: ids.crmAccount, name: 'N' } }));
    const gates = ['record(Contacts', 'record(Accounts', 'deals', 'stages', 'notes', 'activities'];
    for (const name of gates) desk.gates.set(name, createGate());
    await desk.profiles.get(ticket, true);
    await settle();
    for (const name of gates) expect(desk.calls.some((call) => call.startsWith(name))).toBe(true);
    for (const gate of desk.gates.values()) gate.open();
  });
});

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
