import { describe, expect, it } from 'vitest';
import { createOpenApi, type RecordedCall } from './openapi';

const openApi = createOpenApi();

const call = (method: string, url: string, body: unknown = null): RecordedCall => ({
  method,
  url,
  headers: { orgId: '1' },
  body: body === null ? null : JSON.stringify(body),
});

const check = (...args: Parameters<typeof call>): readonly string[] =>
  openApi?.check(call(...args)) ?? [];

describe.skipIf(openApi === null)(
  'the request validator (skipped where ../shared/oas is absent)',
  () => {
    it('has read both sides', () => {
      expect(openApi?.operations).toBeGreaterThan(500);
    });

    it.each([
      ['a path that is not there', 'GET', 'https://desk.zoho.com/api/v1/persons', null],
      ['a method that is not there', 'PUT', 'https://desk.zoho.com/api/v1/contacts/1', {}],
      [
        'a query name that is not there',
        'GET',
        'https://www.zohoapis.com/crm/v8/Contacts?fields=id&pages=1',
        null,
      ],
      [
        'a query value of another type',
        'GET',
        'https://www.zohoapis.com/crm/v8/Contacts?fields=id&page=first',
        null,
      ],
      [
        'a query value that is not offered',
        'GET',
        'https://www.zohoapis.com/crm/v8/Contacts?fields=id&sort_order=up',
        null,
      ],
      [
        'a body that lacks its array',
        'POST',
        'https://www.zohoapis.com/crm/v8/Contacts',
        { trigger: [] },
      ],
      [
        'a body with an unknown key',
        'POST',
        'https://www.zohoapis.com/crm/v8/Contacts',
        { data: [], triggers: [] },
      ],
      [
        'a body of another type',
        'PATCH',
        'https://desk.zoho.com/api/v1/contacts/1',
        { lastName: 7 },
      ],
      [
        'a body where there is none',
        'DELETE',
        'https://www.zohoapis.com/crm/v8/Contacts/1',
        { data: [] },
      ],
    ])('finds %s', (_name, method, url, body) => {
      expect(check(method, url, body)).not.toEqual([]);
    });

    it('takes a good request of each side', () => {
      expect(
        check(
          'GET',
          'https://www.zohoapis.com/crm/v8/Contacts?fields=Last_Name&page=1&per_page=200',
        ),
      ).toEqual([]);
      expect(
        check('GET', 'https://desk.zoho.com/api/v1/contacts?limit=99&sortBy=createdTime'),
      ).toEqual([]);
    });
  },
);
