import { describe, expect, it } from 'vitest';
import { dataCentres } from '../../../sync/types';
import {
  dataCentreOfLocation,
  deskOrigin,
  isAllowedAccountsServer,
  isAllowedApiDomain,
} from '../../../sync/zoho/data-centres';
import { isAllowedCall } from '../../../sync/zoho/allowed-calls';
import { fieldsOf, inParts } from '../../../sync/zoho/record-page';

describe('hosts and calls', () => {
  it('every data centre has its own, and nothing else is one', () => {
    expect(dataCentres).toHaveLength(11);
    expect(deskOrigin('ca')).toBe('https://desk.zohocloud.ca');
    expect(dataCentreOfLocation('EU')).toBe('eu');
    expect(dataCentreOfLocation('toString')).toBeNull();
    expect(isAllowedAccountsServer('https://accounts.zoho.com.au')).toBe(true);
    expect(isAllowedAccountsServer('https://accounts.zoho.com:8443')).toBe(false);
    expect(isAllowedApiDomain('https://sandbox.zohoapis.eu')).toBe(true);
    for (const host of [
      'https://evil.zohoapis.eu',
      'https://www.zohoapis.xyz',
      'https://zohoapis.eu',
      'www.zohoapis.eu',
      '',
    ]) {
      expect(isAllowedApiDomain(host)).toBe(false);
    }
  });

  it('only a few writes exist', () => {
    expect(isAllowedCall('crm', 'PUT', '/crm/v8/Contacts/1', true)).toBe(true);
    expect(isAllowedCall('crm', 'PUT', '/crm/v8/Contacts', true)).toBe(true);
    expect(isAllowedCall('crm', 'PUT', '/crm/v8/Deals', true)).toBe(false);
    expect(isAllowedCall('crm', 'DELETE', '/crm/v8/Deals/1', true)).toBe(false);
    expect(isAllowedCall('desk', 'POST', '/api/v1/contacts/5/merge', true)).toBe(false);
    expect(isAllowedCall('desk', 'PATCH', '/crm/v8/Contacts/1', true)).toBe(false);
    expect(isAllowedCall('crm', 'GET', '//evil.example/x', false)).toBe(false);
  });

  it('parts keep to both limits', () => {
    expect(inParts(['aa', 'bb', 'cc'], 2, 100)).toEqual([['aa', 'bb'], ['cc']]);
    expect(inParts(['aaaa', 'bbbb', 'c'], 9, 9)).toEqual([['aaaa', 'bbbb'], ['c']]);
    expect(fieldsOf(['a'], () => 1)).toEqual(Object.assign(Object.create(null), { a: 1 }));
  });
});
