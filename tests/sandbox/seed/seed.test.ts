import { describe, expect, it } from 'vitest';
import { describeSeed, seedWorld, type SeedSize } from '../seed';
import type { StoredRecord, Table } from '../table';
import { createWorld, type CrmOrg, type DeskOrg, tableOf, type World } from '../world';

const start = Date.UTC(2026, 2, 12, 11);
const year = 365 * 86_400_000;

interface Seeded {
  readonly world: World;
  readonly crm: CrmOrg;
  readonly desk: DeskOrg;
}

function seeded(size: Partial<SeedSize> = {}, seed = 'seed'): Seeded {
  const world = createWorld(seed, { now: () => start, advance: () => undefined });
  seedWorld(world, { contacts: 300, accounts: 60, products: 15, overlap: 0.3, ...size });
  const [crm] = world.crmOrgs;
  const [desk] = world.deskOrgs;
  if (crm === undefined || desk === undefined) throw new Error('no organisations');
  return { world, crm, desk };
}

const live = (table: Table): StoredRecord[] => [...table.live()];
const text = (record: StoredRecord, name: string): string => String(record.fields[name] ?? '');
const folded = (value: string): string => value.trim().replaceAll(/\s+/g, ' ').toLowerCase();

function foldedNames(records: readonly StoredRecord[], name: string): Set<string> {
  return new Set(records.map((record) => folded(text(record, name))).filter(Boolean));
}

function common(a: Set<string>, b: Set<string>): number {
  return [...a].filter((name) => b.has(name)).length;
}

function dump({ crm, desk }: Seeded): unknown {
  return [crm, desk].map((org) =>
    [...org.modules].map(([name, table]) => [name, [...table.all()]]),
  );
}

describe('the seed', () => {
  it.each([
    [0, 0, 0, 0.3],
    [1, 1, 1, 1],
    [5, 1, 0, 0],
    [30, 6, 2, 0.3],
    [300, 60, 15, 0.3],
    [500, 50, 20, 1],
  ])(
    'makes exactly %i contacts, %i accounts and %i products a side',
    (contacts, accounts, products, overlap) => {
      const { crm, desk } = seeded({ contacts, accounts, products, overlap });
      const counts = [
        ['contacts', 'Contacts', 'email', 'Email', contacts],
        ['accounts', 'Accounts', 'accountName', 'Account_Name', accounts],
        ['products', 'Products', 'productName', 'Product_Name', products],
      ] as const;
      for (const [deskName, crmName, deskKey, crmKey, count] of counts) {
        const inDesk = live(tableOf(desk, deskName));
        const inCrm = live(tableOf(crm, crmName));
        const both = common(foldedNames(inDesk, deskKey), foldedNames(inCrm, crmKey));
        const wanted = [deskName, count, count, Math.round(count * overlap)];
        expect([deskName, inDesk.length, inCrm.length, both]).toEqual(wanted);
      }
    },
  );

  it('is the same for the same seed, and another for another', () => {
    const first = JSON.stringify(dump(seeded()));
    expect(JSON.stringify(dump(seeded()))).toBe(first);
    expect(JSON.stringify(dump(seeded({}, 'other')))).not.toBe(first);
  });

  it('creates in order of time, most within the last year and none in the future', () => {
    const { crm } = seeded({ contacts: 2_000 });
    const contacts = live(tableOf(crm, 'Contacts'));
    const times = contacts.map((contact) => contact.createdAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(start);
    const recent = times.filter((at) => at > start - year).length / times.length;
    expect(recent).toBeGreaterThan(0.55);
    expect(recent).toBeLessThan(0.65);
  });

  it('keeps one account for a contact on both sides', () => {
    const { crm, desk } = seeded({ overlap: 1 });
    const byEmail = new Map(
      live(tableOf(desk, 'contacts')).map((one) => [text(one, 'email').toLowerCase(), one]),
    );
    const pairs = live(tableOf(crm, 'Contacts')).map((contact) => {
      const other = byEmail.get(text(contact, 'Email').toLowerCase());
      const account = contact.fields['Account_Name'] as { id: string } | undefined;
      const inCrm = account === undefined ? undefined : tableOf(crm, 'Accounts').get(account.id);
      const inDesk = tableOf(desk, 'accounts').get(
        other === undefined ? '' : text(other, 'accountId'),
      );
      return [inCrm, inDesk].map(
        (one) => one && folded(text(one, 'Account_Name') || text(one, 'accountName')),
      );
    });
    expect(pairs.length).toBe(300);
    for (const [inCrm, inDesk] of pairs) expect(inDesk).toBe(inCrm);
    expect(pairs.filter(([inCrm]) => inCrm !== undefined).length).toBeGreaterThan(200);
  });

  it('has a few contacts without an address, but not many', () => {
    const { desk } = seeded({ contacts: 2_000 });
    const without = live(tableOf(desk, 'contacts')).filter(
      (contact) => text(contact, 'email') === '',
    ).length;
    expect(without).toBeGreaterThan(5);
    expect(without).toBeLessThan(100);
  });
});

describe('its stories', () => {
  const { world, crm, desk } = seeded();
  const contact = (email: string): StoredRecord | undefined =>
    live(tableOf(crm, 'Contacts')).find((one) => text(one, 'Email') === email);
  const about = (module: string, lookup: string, id = ''): StoredRecord[] =>
    live(tableOf(crm, module)).filter(
      (one) => (one.fields[lookup] as { id?: string } | null)?.id === id,
    );

  it('tells of Ada Lindqvist', () => {
    const ada = contact('ada.lindqvist@nordwind.se');
    expect(ada?.fields['Owner']).toMatchObject({ name: 'Marta Ruiz' });
    const deals = about('Deals', 'Contact_Name', ada?.id);
    expect(deals.length).toBe(7);
    const open = deals.filter((deal) => !text(deal, 'Stage').startsWith('Closed'));
    const euros = open.filter((deal) => deal.fields['Currency'] === 'EUR');
    expect(euros.reduce((sum, deal) => sum + Number(deal.fields['Amount']), 0)).toBe(61_100);
    const renewal = deals.find((deal) => deal.fields['Deal_Name'] === 'Renewal 26');
    expect(renewal?.fields).toMatchObject({ Amount: 12_400, Closing_Date: '2026-03-21' });
    expect(
      ['Tasks', 'Calls', 'Events'].map((module) => about(module, 'Who_Id', ada?.id).length),
    ).toEqual([1, 1, 1]);
    expect(about('Notes', 'Parent_Id', ada?.id).length).toBe(6);
    const call = about('Calls', 'Who_Id', ada?.id)[0];
    expect(call?.fields['Call_Start_Time']).toBe(Date.UTC(2026, 2, 12, 13, 30));
  });

  it('has an unknown requester, an ambiguous one and a ticket without a contact', () => {
    expect(contact('k.tanabe@tanabe-seiki.co.jp')).toBeUndefined();
    const chidinma = live(tableOf(crm, 'Contacts')).filter(
      (one) => text(one, 'Email') === 'chidinma@okafor-logistics.ng',
    );
    expect(chidinma.length).toBeGreaterThan(1);
    const tickets = live(tableOf(desk, 'tickets'));
    expect(
      tickets
        .filter((ticket) => ticket.fields['contactId'] === null)
        .map((ticket) => text(ticket, 'ticketNumber')),
    ).toEqual(['48192']);
    expect(tickets.filter((ticket) => text(ticket, 'statusType') === 'Open').length).toBe(61);
    expect(new Set(tickets.map((ticket) => text(ticket, 'ticketNumber'))).size).toBe(
      tickets.length,
    );
  });

  it('gives each person the seats of their part', () => {
    const { admin, agents, ticketUrl, ...rest } = describeSeed(world);
    expect(admin).toMatchObject({
      email: 'ingrid.solheim@halden.example',
      profile: 'Administrator',
    });
    expect(ticketUrl).toMatch(
      /^https:\/\/desk\.zoho\.com\/agent\/haldeninstruments\/all\/tickets\/details\/\d+$/,
    );
    const aiko = world.people.find((person) => person.firstName === 'Aiko');
    const seat = crm.users.find((user) => user.zuid === aiko?.zuid);
    expect(crm.profiles.find((profile) => profile.id === seat?.profileId)?.name).toBe('Restricted');
    expect(agents.find((agent) => agent.email === 'tomas.berg@halden.example')?.userId).toBeNull();
    expect(Object.values(rest).every((value) => value !== '')).toBe(true);
    expect(world.crmOrgs.map((org) => org.name)).toEqual([
      'Halden Instruments GmbH',
      'Halden Nordic AS',
    ]);
  });

  it('lives in the data centre of its world', () => {
    const elsewhere = createWorld('eu', undefined, { dc: 'eu' });
    seedWorld(elsewhere, {
      contacts: 10,
      accounts: 2,
      products: 1,
      overlap: 0.5,
      dataCentre: 'eu',
    });
    expect(new URL(describeSeed(elsewhere).ticketUrl).host).toBe('desk.zoho.eu');
    expect(() =>
      seedWorld(createWorld('us'), {
        contacts: 1,
        accounts: 1,
        products: 1,
        overlap: 0,
        dataCentre: 'eu',
      }),
    ).toThrow('lives in us');
  });
});
