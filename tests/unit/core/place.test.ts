import { describe, expect, it } from 'vitest';
import { isDeskAddress, parsePlace, slugsOf, tabOf, type Slugs } from '../../../sync/core/place';
import type { Place } from '../../../sync/types';

const id = '1100825000005243001';
const ticket: Place = { type: 'ticket', id };
const contact: Place = { type: 'contact', id };
const account: Place = { type: 'account', id };
const slugs: Slugs = new Map([
  ['klanten', 'contact'],
  ['contato', 'contact'],
  ['e-mail', 'ticket'],
  ['клиенты', 'contact'],
  ['accounts', 'contact'],
]);
const com = 'https://desk.zoho.com';

const shown: readonly (readonly [string, Place])[] = [
  [`${com}/agent/acme/support/tickets/details/${id}`, ticket],
  [`${com}/agent/acme/all/tickets/details/${id}`, ticket],
  [`${com}/agent/acme/all/tickets/details/${id}/`, ticket],
  [`${com}/agent/acme/tickets/details/${id}`, ticket],
  [`${com}/agent/acme/all/tickets/detail/${id}`, ticket],
  [`${com}/agent/acme/all/tickets/details/${id}/conversation`, ticket],
  [`${com}/agent/acme/all/tickets/details/${id}?token=abc#thread`, ticket],
  [`${com}/agent/acme/all/tickets/details/${id}#subtab`, ticket],
  [`${com}/agent/acme/all/tickets/details/12345678`, { type: 'ticket', id: '12345678' }],
  [
    `${com}/agent/acme/all/tickets/details/99999999999999999999`,
    { type: 'ticket', id: '99999999999999999999' },
  ],
  [`${com}/agent/acme/all/Tickets/details/${id}`, ticket],
  [`${com}/agent/acme/all/contacts/details/${id}`, contact],
  [`${com}/agent/acme/all/contacts/edit/${id}`, contact],
  [`${com}/agent/acme/all/accounts/details/${id}`, account],
  [`${com}/agent/acme/accounts/details/${id}/history`, account],
  [`${com}/agent/acme/details/tickets/details/${id}`, ticket],
  [`${com}/agent/edit/all/tickets/details/${id}`, ticket],
  [`${com}/agent/details/edit/contacts/details/${id}`, contact],
  [`${com}/agent//acme//all/tickets/details/${id}`, ticket],
  [`${com}/agent/acme/all/x/../tickets/details/${id}`, ticket],
  [`https://DESK.ZOHO.COM/agent/acme/all/tickets/details/${id}`, ticket],
  [`https://desk.zoho.com:443/agent/acme/all/tickets/details/${id}`, ticket],
  ...['eu', 'in', 'com.au', 'jp', 'com.cn', 'sa', 'sg', 'ae', 'uk', 'ca'].map(
    (tld) =>
      [
        `https://desk.zoho.${tld}/agent/a/b/tickets/details/${id}`.replace(
          'desk.zoho.ca',
          'desk.zohocloud.ca',
        ),
        ticket,
      ] as const,
  ),
  [`https://acme.zohodesk.com/agent/acme/all/tickets/details/${id}`, ticket],
  [`https://acme-2.zohodesk.com.au/agent/acme/all/contacts/details/${id}`, contact],
  [`https://acme.zohodesk.eu/agent/acme/accounts/details/${id}`, account],
  [`https://acme.zohodesk.ca/agent/acme/all/tickets/details/${id}`, ticket],
  [
    `https://crmplus.zoho.com/acme/index.do/cxapp/support/agent/acme/all/tickets/details/${id}`,
    ticket,
  ],
  [
    `https://one.zoho.eu/x/y/cxapp/support/agent/acme/all/contacts/details/${id}?frameorigin=y`,
    contact,
  ],
  [`https://crmplus.zoho.in/x/index.do/cxapp/support/acme/ShowHomePage.do#Cases/dv/${id}`, ticket],
  [`${com}/support/acme/ShowHomePage.do#Cases/dv/${id}`, ticket],
  [`${com}/support/acme/ShowHomePage.do?mode=x&y=1#Cases/dv/${id}`, ticket],
  [`${com}/support/ShowHomePage.do#Contacts/dv/${id}`, contact],
  [`${com}/support/acme/ShowHomePage.do#Accounts/dv/${id}/more`, account],
  [`${com}/support/acme/ShowHomePage.do#/Cases/dv/${id}`, ticket],
];

const ignored: readonly string[] = [
  '',
  'not an address',
  'about:blank',
  'javascript:alert(1)',
  `data:text/html,${com}/agent/acme/all/tickets/details/${id}`,
  `http://desk.zoho.com/agent/acme/all/tickets/details/${id}`,
  `https://desk.zoho.com:8443/agent/acme/all/tickets/details/${id}`,
  `https://desk.zoho.com.evil.example/agent/acme/all/tickets/details/${id}`,
  `https://desk.zoho.com./agent/acme/all/tickets/details/${id}`,
  `https://desk.zoho.com@evil.example/agent/acme/all/tickets/details/${id}`,
  `https://evil.example/desk.zoho.com/agent/acme/all/tickets/details/${id}`,
  `https://evildesk.zoho.com/agent/acme/all/tickets/details/${id}`,
  `https://desk.zoho.com.co/agent/acme/all/tickets/details/${id}`,
  `https://zohodesk.com/agent/acme/all/tickets/details/${id}`,
  `https://a.b.zohodesk.com/agent/acme/all/tickets/details/${id}`,
  `https://acme.zohodesk.com.evil.example/agent/acme/all/tickets/details/${id}`,
  `https://crm.zoho.com/agent/acme/all/tickets/details/${id}`,
  `https://accounts.zoho.com/agent/acme/all/tickets/details/${id}`,
  `https://desk.zоho.com/agent/acme/all/tickets/details/${id}`, // a Cyrillic letter
  `${com}/portal/acme/en/ticket/${id}`,
  `${com}/portal/agent/acme/all/tickets/details/${id}`,
  `${com}/portal/en/agent/acme/tickets/details/${id}`,
  `https://acme.zohodesk.com/portal/en/tickets/details/${id}`,
  `${com}/support/fbw?formType=x#Cases/dv/${id}`,
  `${com}/agent/acme/all/tickets/list`,
  `${com}/agent/acme/all/tickets/list/all-cases`,
  `${com}/agent/acme/all/tickets/new`,
  `${com}/agent/acme/all/tickets/details`,
  `${com}/agent/acme/all/tickets/details/`,
  `${com}/agent/acme/all/tickets/details/1234567`,
  `${com}/agent/acme/all/tickets/details/123456789012345678901`,
  `${com}/agent/acme/all/tickets/details/12345678abc`,
  `${com}/agent/acme/all/tickets/details/-12345678`,
  `${com}/agent/acme/all/tickets/details/١٢٣٤٥٦٧٨٩`,
  `${com}/agent/acme/all/tickets/${id}`,
  `${com}/agent/acme/all/dashboards/details`,
  `${com}/agent/acme/all/dashboards/details/${id}`,
  `${com}/agent/acme/all/products/details/${id}`,
  `${com}/agent/acme/all/klanten/details/${id}`,
  `${com}/agent/acme/all/all-modules/search?searchWord=tickets/details/${id}`,
  `${com}/agent/acme/all/setup#setup/customization/tickets/details/${id}`,
  `${com}/agent/tickets/details/${id}`,
  `${com}/agent/a/b/c/tickets/details/${id}`,
  `${com}/agent#/tickets/${id}/details`,
  `${com}/agent/acme/all/%E0%A4%A/details/${id}`,
  `${com}/agent/acme/all/__proto__/details/${id}`,
  `${com}/agent/acme/all/constructor/details/${id}`,
  `${com}/support/acme/ShowHomePage.do#Cases/dv/7bd1b782a4f1b782a4f1b782a4f1b782a4f1b782a4f1b782`,
  `${com}/support/acme/ShowHomePage.do#Products/dv/${id}`,
  `${com}/support/acme/ShowHomePage.do#cases/dv/${id}`,
  `${com}/support/acme/ShowHomePage.do#Cases/lv/${id}`,
  `${com}/support/acme/ShowHomePage.do`,
  `${com}/agent/acme/all/tickets/details/${id}?${'x'.repeat(9000)}`,
];

describe('parsePlace', () => {
  it.each(shown)('%s', (address, place) => {
    expect(parsePlace(address)).toEqual(place);
  });

  it.each(ignored)('nothing: %s', (address) => {
    expect(parsePlace(address)).toBeNull();
  });

  it.each([
    ['klanten', 'contact'],
    ['Klanten', 'contact'],
    ['contato', 'contact'],
    ['e-mail', 'ticket'],
    [encodeURIComponent('клиенты'), 'contact'],
    ['tickets', 'ticket'],
  ])('knows the tab %s by the map it is given', (slug, type) => {
    const address = `${com}/agent/acme/all/${slug}/details/${id}`;
    expect(parsePlace(address, slugs)).toEqual({ type, id });
  });

  it('believes the help desk before the English names', () => {
    expect(parsePlace(`${com}/agent/acme/all/accounts/details/${id}`, slugs)?.type).toBe('contact');
  });

  it('reads a hostile address in no time', () => {
    const began = performance.now();
    expect(parsePlace(`${com}/agent/${'a/'.repeat(4000)}tickets/details/${id}`)).toBeNull();
    expect(parsePlace(com + '/agent/'.repeat(1_000_000))).toBeNull();
    expect(performance.now() - began).toBeLessThan(200);
  });
});

describe("the names of the help desk's own tabs", () => {
  it.each([
    ['qtab_Contacts_Tab', '/agent/acme/all/klanten/list', { type: 'contact', slug: 'klanten' }],
    ['qtab_Cases_Tab', '/agent/acme/support/e-mail/list/all', { type: 'ticket', slug: 'e-mail' }],
    ['qtab_Accounts_Tab', '/agent/acme/firmen/list', { type: 'account', slug: 'firmen' }],
    [
      'qtab_Contacts_Tab',
      `/agent/acme/all/${encodeURIComponent('клиенты')}/list`,
      { type: 'contact', slug: 'клиенты' },
    ],
    ['qtab_Reports_Tab', '/agent/acme/all/tickets/list', null],
    ['qtab_Contacts_Tab', '/agent/acme/all/klanten', null],
    ['qtab_Contacts_Tab', '/portal/acme/all/klanten/list', null],
    ['__proto__', '/agent/acme/all/klanten/list', null],
  ])('%s %s', (part, path, tab) => {
    expect(tabOf(part, com + path)).toEqual(tab);
  });

  it('are none where the entry has no address', () => {
    expect(tabOf('qtab_Contacts_Tab', 'javascript:void(0);')).toBeNull();
    expect(tabOf('qtab_Contacts_Tab', '')).toBeNull();
  });

  it('make its pages readable', () => {
    const named = slugsOf([{ type: 'contact', slug: 'Klanten' }]);
    expect(parsePlace(`${com}/agent/acme/all/klanten/details/${id}`, named)).toEqual(contact);
  });
});

describe('a host of the help desk’s own', () => {
  const own = `https://support.acme.example/agent/acme/all/tickets/details/${id}`;

  it('counts only where it is said to be one', () => {
    expect(parsePlace(own)).toBeNull();
    expect(parsePlace(own, undefined, 'support.acme.example')).toEqual(ticket);
    expect(parsePlace(own, undefined, 'acme.example')).toBeNull();
    expect(parsePlace(own.replace('https', 'http'), undefined, 'support.acme.example')).toBeNull();
  });

  it.each([
    [own, true],
    ['https://support.acme.example/agent/acme/all/tickets/list', true],
    ['https://support.acme.example/portal/en/home', false],
    ['https://evil.example/agent/acme/all/tickets/list', false],
  ])('%s is a page of the agents: %s', (address, is) => {
    expect(isDeskAddress(address, 'support.acme.example')).toBe(is);
  });
});
