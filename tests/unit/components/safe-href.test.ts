import { describe, expect, it } from 'vitest';
import { factHref, safeHref } from '../../../components/ui/safe-href';

describe('safeHref', () => {
  it.each([
    'https://crm.zoho.eu/crm/org1/tab/Contacts/1',
    'mailto:ada@nordwind.se',
    'tel:+46315550142',
  ])('lets %s through', (address) => expect(safeHref(address)).toBe(address));

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'http://nordwind.se',
    'blob:https://a/b',
    'chrome-extension://abc/options.html',
    'https://zoho.com@evil.example/',
    'nordwind.se',
    '//evil.example',
    '/relative',
    '',
  ])('refuses %j', (address) => expect(safeHref(address)).toBeNull());
});

describe('factHref', () => {
  it('makes links of what the type promises', () => {
    expect(factHref({ type: 'email', value: ' ada@nordwind.se ' })).toBe('mailto:ada@nordwind.se');
    expect(factHref({ type: 'phone', value: '+46 31 555 01 42' })).toBe('tel:+46315550142');
    expect(factHref({ type: 'phone', value: '+49 9131 5550 1187 ext. 20044' })).toBe(
      'tel:+49913155501187',
    );
    expect(factHref({ type: 'url', value: 'nordwind.se' })).toBe('https://nordwind.se/');
    expect(factHref({ type: 'url', value: 'https://nordwind.se/a?b#c' })).toBe(
      'https://nordwind.se/a?b#c',
    );
  });

  it.each([
    ['text', 'https://nordwind.se'],
    ['email', 'ada@nordwind.se?bcc=evil@evil.example'],
    ['email', 'ada'],
    ['email', 'javascript:alert(1)@x'],
    ['phone', 'ask Ada'],
    ['phone', ''],
    ['url', 'javascript:alert(1)'],
    ['url', 'http://nordwind.se'],
    ['url', 'zoho.com@evil.example'],
  ] as const)('leaves %s %j as text', (type, value) =>
    expect(factHref({ type, value })).toBeNull(),
  );
});
