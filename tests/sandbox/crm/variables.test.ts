import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, type Answer, type Fixture } from './fixture';

let at: Fixture;
beforeEach(() => {
  at = fixture();
});

const rows = (answer: Answer, name: string): Record<string, unknown>[] =>
  answer.body[name] as Record<string, unknown>[];
const createdId = (answer: Answer): string =>
  String((rows(answer, 'variables')[0]?.['details'] as { id?: string } | undefined)?.id);

const variable = (more: object = {}): object => ({
  api_name: 'Sync_1',
  name: 'Sync 1',
  type: 'text',
  variable_group: { name: 'Sync' },
  value: 'a',
  ...more,
});
const post = (variables: unknown, token = 'admin') =>
  at.call('POST', '/settings/variables', { body: { variables }, token });

describe('variables (contract 2.8)', () => {
  it('are created with a new group, read with it, changed and deleted', async () => {
    expect((await at.call('GET', '/settings/variables')).status).toBe(204);
    const created = await post([variable()]);
    expect(created.status).toBe(201);
    expect(rows(created, 'variables')).toMatchObject([
      { code: 'SUCCESS', message: 'variable added', status: 'success' },
    ]);
    const id = createdId(created);
    expect((await at.call('GET', '/settings/variables/Sync_1')).body).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param_name: 'group' },
    });
    expect(
      rows(await at.call('GET', '/settings/variables/Sync_1?group=Sync'), 'variables'),
    ).toMatchObject([{ id, value: 'a', variable_group: { api_name: 'Sync' } }]);
    const many = await at.call('PUT', '/settings/variables', {
      body: {
        variables: [
          { id, value: 'b' },
          { id: '1', value: 'c' },
        ],
      },
    });
    expect(many.status).toBe(207);
    const one = await at.call('PUT', '/settings/variables/Sync_1', {
      body: { variables: [{ value: 'c' }] },
    });
    expect(rows(one, 'variables')).toMatchObject([{ message: 'variable updated' }]);
    expect(
      rows(
        await at.call('GET', `/settings/variables/${id}?group=Sync`, { token: 'agent' }),
        'variables',
      ),
    ).toMatchObject([{ value: 'c' }]);
    expect((await at.call('DELETE', `/settings/variables?ids=${id}`)).status).toBe(200);
    expect((await at.call('GET', '/settings/variables/Sync_1?group=Sync')).status).toBe(204);
  });

  it.each([
    [
      variable({ variable_group: undefined }),
      { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'variable_group' } },
    ],
    [variable({ variable_group: { id: '1' } }), { code: 'INVALID_DATA' }],
    [
      variable({ value: 'x'.repeat(256) }),
      { code: 'INVALID_DATA', details: { maximum_length: 255 } },
    ],
    [
      variable({ type: 'textarea', value: 'x'.repeat(2001) }),
      { details: { maximum_length: 2000 } },
    ],
    [variable({ name: 'x'.repeat(51) }), { details: { maximum_length: 50 } }],
    [variable({ api_name: '1x' }), { code: 'PATTERN_NOT_MATCHED' }],
    [
      variable({ type: 'integer' }),
      { code: 'INVALID_DATA', details: { expected_data_type: 'integer' } },
    ],
    [variable({ type: 'enum' }), { code: 'INVALID_DATA' }],
  ])('refuse %j', async (given, error) => {
    const answer = await post([given]);
    expect(answer.status).toBe(400);
    expect(rows(answer, 'variables')[0]).toMatchObject(error);
  });

  it('are unique, at most 25 a call, ambiguous when id and name disagree, and written by administrators', async () => {
    const answer = await post([
      variable(),
      variable({ api_name: 'Other', name: 'Other' }),
      variable({ name: 'Third' }),
    ]);
    expect(rows(answer, 'variables').map((each) => each['code'])).toEqual([
      'SUCCESS',
      'SUCCESS',
      'DUPLICATE_DATA',
    ]);
    const id = createdId(answer);
    const put = await at.call('PUT', '/settings/variables', {
      body: { variables: [{ id, api_name: 'Other', value: 'z' }] },
    });
    expect(rows(put, 'variables')[0]).toMatchObject({ code: 'AMBIGUITY_DURING_PROCESSING' });
    expect((await post(Array.from({ length: 26 }, () => variable()))).status).toBe(400);
    expect((await post([variable({ api_name: 'A', name: 'A' })], 'agent')).status).toBe(403);
  });
});
