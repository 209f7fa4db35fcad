import { describe, expect, it } from 'vitest';
import type { Place } from '../../../sync/types';
import {
  addContact,
  addTicket,
  allOf,
  both,
  createDesk,
  customerOf,
  deal,
  found,
  ids,
  link,
  person,
  shown,
  ticket,
  type TestDesk,
} from './profile-fakes';

describe('who it is', () => {
  it('is told by our own link first', async () => {
    const desk = createDesk();
    desk.records.set('800000009', person('800000009', { Email: 'other@example.com' }));
    desk.records.set(ids.crm, person());
    desk.pairs.push(link('contact', ids.contact, '800000009'));
    const view = await shown(desk);
    expect(customerOf(view).id).toBe('800000009');
    // There is nothing to choose: the link is the sync's.
    expect(view.result).not.toHaveProperty('chosen');
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
      crmUrl: 'https://crm.zoho.eu/',
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
    expect((await shown(desk)).result).toMatchObject({ state: 'none', searched: [] });
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

  describe('several of one address', () => {
    const world = () => {
      const desk = createDesk();
      const nordwind = { Account_Name: { id: '9', name: 'Nordwind' } };
      for (const id of ['800000001', '800000002']) desk.records.set(id, person(id, nordwind));
      desk.dealsOfMany.push(
        { ...deal('1', { stage: 'Signed' }), contactId: '800000002' },
        { ...deal('2', { amount: 40 }), contactId: '800000002' },
      );
      return desk;
    };
    const candidates = async (desk: TestDesk) => {
      const { result } = await shown(desk);
      return result.state === 'several' ? result.candidates : [];
    };

    it('are told apart by what their deals say, in one call', async () => {
      const desk = world();
      expect(await candidates(desk)).toMatchObject([
        { id: '800000001', deals: { value: 'contact', openDeals: 0, open: [] } },
        {
          id: '800000002',
          deals: { value: 'customer', openDeals: 1, open: [{ amount: 40, currency: 'EUR' }] },
        },
      ]);
      expect(desk.calls.filter((call) => call.startsWith('deals'))).toEqual([
        'dealsOf(800000001 800000002)',
      ]);
    });

    it('can be chosen from when CRM does not tell their deals', async () => {
      const desk = world();
      desk.world.failing.set('dealsOf', new Error('no'));
      expect((await candidates(desk)).map(({ id, deals }) => [id, deals])).toEqual([
        ['800000001', null],
        ['800000002', null],
      ]);
    });

    it('show neither deals nor accounts to whom these are hidden, cached ones too', async () => {
      const desk = world();
      expect((await candidates(desk))[0]).toMatchObject({ company: 'Nordwind' });
      desk.world.allowed = both({ ...allOf(true), potentials: false, account: false });
      const cut = await desk.profiles.get(ticket, false);
      const asked = desk.calls.length;
      const read = await candidates(desk);
      expect(desk.calls.slice(asked).filter((call) => call.startsWith('deals'))).toEqual([]);
      for (const { result } of [cut, await desk.profiles.get(ticket, false)])
        for (const each of result.state === 'several' ? result.candidates : [])
          expect([each.company, each.deals]).toEqual([undefined, undefined]);
      expect(read).toHaveLength(2);
    });
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
    expect((await shown(desk, place)).result).toMatchObject({
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
