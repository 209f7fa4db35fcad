import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, type Fixture } from './fixture';
import { createRecord, deleteRecord, mergeRecords } from './records';
import { tableOf } from '../world';

let at: Fixture;
let ids: string[];
const day = 86_400_000;

beforeEach(() => {
  at = fixture();
  ids = ['A', 'B', 'C', 'D'].map(
    (name) => createRecord(at.world, at.org, 'Contacts', { Last_Name: name }, at.person).id,
  );
});

const remove = (index: number, permanent = false): void =>
  deleteRecord(at.world, at.org, 'Contacts', ids[index] ?? '', permanent, at.person);

const since = (time: string) =>
  at.call('GET', '/Contacts/deleted', { headers: { 'If-Modified-Since': time } });

describe('GET /{module}/deleted (contract 2.5)', () => {
  it('lists deletions by type, newest first, and 204 when there are none', async () => {
    expect((await at.call('GET', '/Contacts/deleted')).status).toBe(204);
    remove(0);
    at.now += 1000;
    remove(1, true);
    const all = await at.call('GET', '/Contacts/deleted');
    expect(all.data).toEqual([
      expect.objectContaining({
        id: ids[1],
        display_name: 'B',
        type: 'permanent',
        deleted_time: '2026-03-02T10:00:01+01:00',
      }),
      expect.objectContaining({
        id: ids[0],
        type: 'recycle',
        deleted_by: { name: 'Ada Admin', id: at.org.users[0]?.id },
      }),
    ]);
    expect(all.body['info']).toEqual({ per_page: 200, count: 2, page: 1, more_records: false });
    expect((await at.call('GET', '/Contacts/deleted?type=recycle')).data).toHaveLength(1);
    expect((await at.call('GET', '/Contacts/deleted?type=permanent')).first).toMatchObject({
      id: ids[1],
    });
    expect((await at.call('GET', '/Contacts/deleted?per_page=1&page=2')).first).toMatchObject({
      id: ids[0],
    });
    const bad = await at.call('GET', '/Contacts/deleted?type=none');
    expect(bad.status).toBe(400);
    expect(bad.first).toMatchObject({
      code: 'PATTERN_NOT_MATCHED',
      details: { param_name: 'type' },
    });
  });

  it('honours If-Modified-Since', async () => {
    remove(0);
    expect((await since('2026-03-02T08:59:59+00:00')).data).toHaveLength(1);
    expect((await since('2026-03-02T09:00:00+00:00')).status).toBe(204);
  });

  it('reaches back 60 days for the bin and 120 for good', async () => {
    remove(0);
    remove(1, true);
    at.now += 59 * day;
    expect((await at.call('GET', '/Contacts/deleted?type=recycle')).data).toHaveLength(1);
    at.now += day;
    expect((await at.call('GET', '/Contacts/deleted?type=recycle')).status).toBe(204);
    expect((await at.call('GET', '/Contacts/deleted')).data).toHaveLength(2);
    expect((await at.call('GET', '/settings/recycle_bin')).status).toBe(204);
    at.now += 60 * day;
    expect((await at.call('GET', '/Contacts/deleted')).status).toBe(204);
  });
});

describe('recycle bin (contract 2.5)', () => {
  it('lists, counts and restores', async () => {
    remove(0);
    const list = await at.call('GET', '/settings/recycle_bin');
    expect(list.body['recycle_bin']).toMatchObject([
      { id: ids[0], display_name: 'A', owner: { name: 'Ada Admin' } },
    ]);
    expect((await at.call('GET', '/settings/recycle_bin/actions/count')).body).toEqual({
      count: 1,
    });
    const mixed = await at.call('POST', '/settings/recycle_bin/actions/restore', {
      body: { recycle_bin: [{ ids: [ids[0], '9'] }] },
    });
    expect(mixed.status).toBe(207);
    expect((await at.call('GET', `/Contacts/${ids[0]}`)).status).toBe(200);
    expect((await at.call('GET', '/Contacts/deleted')).status).toBe(204);
  });
});

const merge = (children: object[]) =>
  at.call('POST', `/Contacts/${ids[0]}/actions/merge`, {
    body: { merge: [{ data: children, master_record_fields: [] }] },
  });

describe('merge (contract 2.5)', () => {
  it('takes the named values, moves what points at the losers and puts them into the feed', async () => {
    const deal = createRecord(
      at.world,
      at.org,
      'Deals',
      { Deal_Name: 'D', Stage: 'Qualification', Contact_Name: { id: ids[1] } },
      at.person,
    ).id;
    const note = createRecord(
      at.world,
      at.org,
      'Notes',
      { Note_Content: 'N', Parent_Id: { id: ids[1] } },
      at.person,
    ).id;
    const answer = await merge([{ id: ids[1], _fields: [{ api_name: 'Last_Name' }] }]);
    expect(answer.status).toBe(201);
    expect(answer.body['merge']).toMatchObject([{ code: 'SUCCESS', details: { id: ids[0] } }]);
    expect((await at.call('GET', `/Contacts/${ids[0]}`)).first).toMatchObject({ Last_Name: 'B' });
    expect((await at.call('GET', `/Deals/${deal}`)).first).toMatchObject({
      Contact_Name: { id: ids[0] },
    });
    expect((await at.call('GET', `/Notes/${note}`)).first).toMatchObject({
      Parent_Id: { id: ids[0], module: { api_name: 'Contacts' } },
    });
    expect((await at.call('GET', '/Contacts/deleted')).first).toMatchObject({ id: ids[1] });
    expect(tableOf(at.org, 'Contacts').get(ids[1] ?? '')?.mergedInto).toBe(ids[0]);
  });

  it('takes at most two children, each living and another record', async () => {
    const three = await merge([{ id: ids[1] }, { id: ids[2] }, { id: ids[3] }]);
    expect(three.status).toBe(400);
    expect(three.body['merge']).toMatchObject([{ code: 'LIMIT_EXCEEDED' }]);
    expect((await merge([{ id: ids[0] }])).status).toBe(400);
    expect((await merge([{ id: '5' }])).status).toBe(400);
    expect(() =>
      mergeRecords(at.world, at.org, 'Contacts', ids[0] ?? '', [ids[0] ?? ''], at.person),
    ).toThrow('at least one other');
  });
});
