/** What the adapters make of rows, batches and pages: hostile values, short and reordered answers. */
import { describe, expect, it } from 'vitest';
import type { ChangePage } from '../../../sync/engine/remote-ports';
import { readCrmValue, writeCrmFields } from '../../../sync/zoho/crm-values';
import { carriesAll, readDeskValue, writeDeskFields } from '../../../sync/zoho/desk-values';
import { json } from './scripted';
import { meta, crmFields, text, crm, codeOf, success, refusal } from './remotes';

describe('a batch of creates', () => {
  const drafts = [{ Last_Name: 'A' }, { Last_Name: 'B' }, { Last_Name: 'C' }];
  const outcomes = async (reply: Response): Promise<string[]> => {
    const { remote } = crm([crmFields(), reply, json({ data: [] })]);
    return (await remote.create('contact', drafts)).map((result) =>
      result.ok ? `ok ${result.id}` : `${result.error.problem.code} ${result.error.outcome}`,
    );
  };
  const unknown = 'record.unknownOutcome unknown';

  it('is read record by record, whatever the status', async () => {
    const data = [success('1'), refusal, success('3')];
    for (const status of [200, 201, 207]) {
      expect(await outcomes(json({ data }, status))).toEqual([
        'ok 1',
        'record.duplicate refused',
        'ok 3',
      ]);
    }
  });

  it('all refused comes with 400', async () => {
    expect(await outcomes(json({ data: [refusal, refusal, refusal] }, 400))).toEqual(
      Array(3).fill('record.duplicate refused'),
    );
  });

  it.each([
    ['short', { data: [success('1'), success('2')] }],
    ['long', { data: [success('1'), success('2'), success('3'), success('4')] }],
    ['empty', { data: [] }],
    ['of another form', { records: [] }],
  ])('an answer that is %s tells nothing of any record', async (_name, body) => {
    expect(await outcomes(json(body, 201))).toEqual([unknown, unknown, unknown]);
  });

  it('a success without an id is unknown, the others stand', async () => {
    const data = [success('1'), { code: 'SUCCESS', status: 'success', details: {} }, { odd: true }];
    expect(await outcomes(json({ data }, 201))).toEqual(['ok 1', unknown, unknown]);
  });

  it('a fault inside one record is unknown for that one', async () => {
    const data = [
      success('1'),
      { code: 'INTERNAL_ERROR', status: 'error', message: '', details: {} },
      refusal,
    ];
    expect(await outcomes(json({ data }, 207))).toEqual([
      'ok 1',
      'zoho.unavailable unknown',
      'record.duplicate refused',
    ]);
  });

  it('one error for the whole request refuses all', async () => {
    const data = [{ code: 'INVALID_MODULE', status: 'error', message: '', details: {} }];
    expect(await outcomes(json({ data }, 400))).toEqual(Array(3).fill('defect.request refused'));
  });

  it('stands when it cannot be read again', async () => {
    const { remote } = crm([
      crmFields(),
      json({ data: [success('1')] }, 201),
      json({ code: 'NO_PERMISSION', status: 'error', details: {} }, 403),
    ]);
    expect(await remote.create('contact', [{ Last_Name: 'A' }])).toEqual([
      { ok: true, id: '1', snapshot: null, modifiedAt: Date.parse('2026-03-01T12:00:00Z') },
    ]);
  });

  it('tells of a reference that was there already', async () => {
    const { remote } = crm([
      crmFields(),
      json({
        data: [
          { ...success('1'), action: 'update', duplicate_field: 'Desk_Contact_ID' },
          { ...success('2'), action: 'insert', duplicate_field: null },
        ],
      }),
      json({ code: 'NO_PERMISSION', status: 'error', details: {} }, 403),
    ]);
    const references = { field: 'Desk_Contact_ID', ids: ['7', '8'] };
    const results = await remote.create(
      'contact',
      [{ Last_Name: 'A' }, { Last_Name: 'B' }],
      references,
    );
    expect(results).toMatchObject([{ id: '1', wasThere: true }, { id: '2' }]);
    expect(results[1]).not.toHaveProperty('wasThere');
  });

  it('an update that answers for another record is unknown', async () => {
    const { remote } = crm([crmFields(), json({ data: [success('2')] })]);
    expect(await remote.update('contact', '1', { Last_Name: 'X' }, null)).toMatchObject({
      ok: false,
      error: { outcome: 'unknown' },
    });
  });

  it('a bare 412 is a change meanwhile', async () => {
    const { remote, script } = crm([
      crmFields(),
      json({ code: 'ALREADY_MODIFIED', status: 'error', details: {} }, 412),
    ]);
    const result = await remote.update(
      'contact',
      '1',
      { Last_Name: 'X' },
      Date.parse('2026-03-01T12:00:00.900Z'),
    );
    expect(result).toMatchObject({
      ok: false,
      error: { outcome: 'refused', problem: { code: 'record.changed' } },
    });
    expect(script.sent[1]?.headers.get('if-unmodified-since')).toBe('2026-03-01T12:00:00+00:00');
  });
});

const rowFields = ['Last_Name', 'Account_Name', 'Seen', '__proto__'];
const read = (body: string): Promise<ChangePage> =>
  crm([text(body), crmFields()]).remote.changes('contact', {
    fields: rowFields,
    since: 1,
    page: null,
  });

describe('rows of a list', () => {
  it('names and values are data, whatever they are called', async () => {
    const body =
      '{"data":[{"id":"554023000000000001","Last_Name":"<script>","Account_Name":{"name":"x","id":"7"},' +
      '"Seen":"2026-03-01T12:00:00+05:30","__proto__":"polluted","constructor":"c","Modified_Time":"2026-03-01T12:00:01+05:30"}]}';
    const { records } = await read(body);
    const [record] = records;
    expect(Object.getPrototypeOf(record?.fields)).toBeNull();
    expect(record?.fields['__proto__']).toBe('polluted');
    expect({ ...record?.fields, ['__proto__']: undefined }).toMatchObject({
      Last_Name: '<script>',
      Account_Name: '7',
      Seen: '2026-03-01T06:30:00.000Z',
    });
    expect(record?.modifiedAt).toBe(Date.parse('2026-03-01T06:30:01Z'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('carry nothing that every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'cf_constructor'])
      expect(carriesAll({ id: '1', cf: {} }, [name])).toBe(false);
  });

  it.each([
    ['an id that is a number', '{"data":[{"id":554023000000000001}]}'],
    ['no id', '{"data":[{"Last_Name":"x"}]}'],
    ['rows that are no objects', '{"data":["x"]}'],
    ['no list', '{"data":{"id":"1"}}'],
    ['an array', '[]'],
    ['a text', '"x"'],
  ])('%s cannot be read', async (_name, body) => {
    expect(await codeOf(read(body))).toBe('defect.unreadable');
  });

  it('deep nesting and large values are only read', async () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    const { records } = await read(
      `{"data":[{"id":"1","Last_Name":"${'x'.repeat(1_000_000)}","Account_Name":${deep}}]}`,
    );
    expect(String(records[0]?.fields['Last_Name'])).toHaveLength(1_000_000);
  });

  it('fields are read once, and known from then on however long ago that was', async () => {
    const { remote, clock } = crm([crmFields(), crmFields()]);
    const first = await remote.knownFields('contact');
    expect(first).not.toEqual([]);
    clock.advance(30 * 86_400_000);
    expect(await remote.knownFields('contact')).toEqual(first);
    expect(remote.spent().calls).toBe(1);
    // Who asks for those there are now gets them.
    await remote.fields('contact');
    expect(remote.spent().calls).toBe(2);
  });

  it('rich text is not synced: lists cut it', async () => {
    const fields = await crm([crmFields()]).remote.fields('contact');
    expect(fields.find((field) => field.name === 'Notes__c')?.type).toBe('unsupported');
  });
});

describe('values', () => {
  it.each([
    [{ id: '7', name: 'x' }, 'lookup', '7'],
    [{ name: 'x' }, 'lookup', null],
    [Number.POSITIVE_INFINITY, 'decimal', 'Infinity'],
    [0, 'decimal', 0],
    ['0000-00-00', 'datetime', '0000-00-00'],
    [['a', 'b', 3], 'multiselect', ['a', 'b']],
    [{ odd: 1 }, 'text', null],
    [undefined, 'text', null],
  ] as const)('of CRM: %j as %s', (value, type, expected) => {
    expect(readCrmValue(value, meta('x', type))).toEqual(expected);
  });

  it.each([
    ['100.0', 'decimal', 100],
    ['', 'decimal', null],
    ['12,5', 'decimal', '12,5'],
    ['true', 'boolean', true],
    ['yes', 'boolean', 'yes'],
    ['a;b', 'multiselect', ['a', 'b']],
    ['2026-03-01T12:00:00Z', 'datetime', '2026-03-01T12:00:00.000Z'],
    ['12', 'text', '12'],
    [null, 'text', null],
  ] as const)('of Desk: %j as %s', (value, type, expected) => {
    expect(readDeskValue(value, meta('x', type))).toEqual(expected);
  });

  it('are written as each side takes them', () => {
    const known = new Map(
      [meta('Account_Name', 'lookup'), meta('Seen', 'datetime')].map((field) => [
        field.name,
        field,
      ]),
    );
    expect({
      ...writeCrmFields(
        { Account_Name: '7', Seen: '2026-03-01T12:00:00.000Z', Tags: ['a'], Gone: null },
        known,
      ),
    }).toEqual({
      Account_Name: { id: '7' },
      Seen: '2026-03-01T12:00:00+00:00',
      Tags: ['a'],
      Gone: null,
    });
    const body = writeDeskFields({
      lastName: 'x',
      unitPrice: 12.5,
      'cf.cf_ok': true,
      'cf.cf_many': ['a', 'b'],
      phone: null,
    });
    expect(JSON.parse(JSON.stringify(body))).toEqual({
      lastName: 'x',
      unitPrice: '12.5',
      phone: null,
      cf: { cf_ok: 'true', cf_many: 'a;b' },
    });
  });
});
