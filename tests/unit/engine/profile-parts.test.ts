import { describe, expect, it } from 'vitest';
import { createGate, failure, settle } from './small-fakes';
import { addContact, createDesk, deal, found, ids, person, ticket } from './profile-fakes';

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

  it('says where notes and activities are only the newest of more', async () => {
    const desk = createDesk();
    desk.records.set(ids.crm, person());
    const all = await found(desk);
    expect(all.notes).not.toHaveProperty('more');
    expect(all.activities).not.toHaveProperty('more');
    const other = createDesk();
    other.records.set(ids.crm, person());
    other.world.more = true;
    const { notes, activities } = await found(other);
    expect(notes).toMatchObject({ state: 'shown', more: true });
    expect(activities).toMatchObject({ state: 'shown', more: true });
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

  it('cuts what no line and no list can hold, and leaves notes whole', async () => {
    const desk = createDesk();
    const long = 'long '.repeat(13_000);
    addContact(desk, ids.contact, { name: long, email: 'ada@nordwind.se' });
    const fields = { Full_Name: long, Title: `a\u0000b${'😀'.repeat(400)}`, Description: long };
    desk.records.set(ids.crm, person(ids.crm, fields));
    desk.deals.push(deal('1', { name: long, stage: long }));
    desk.notes.push({ id: '1', title: long, text: long, author: long, at: null });
    const customer = await found(desk);
    const lengths = (value: unknown): number[] =>
      typeof value === 'string'
        ? [value.length]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(lengths)
          : [];
    const { notes, information, ...rest } = customer;
    expect(Math.max(...lengths(rest))).toBeLessThanOrEqual(501);
    expect(Math.max(...lengths(information))).toBeLessThanOrEqual(2001);
    expect(notes.state === 'shown' && notes.data[0]?.text).toBe(long.trim());
    expect(customer.title).toMatch(/^ab(?:😀)+…$/u);
    const { requester } = await desk.profiles.get(ticket, false);
    expect(requester?.name.length).toBeLessThanOrEqual(501);
  });
});
