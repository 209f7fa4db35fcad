import { describe, expect, it } from 'vitest';
import { createStage, type Stage } from './stage';

const minute = 60_000;
const views = { contact: ['gold'] };

async function withView(): Promise<Stage> {
  const stage = await createStage({ config: { views } });
  stage.crm.viewRules.set('gold', (fields) => fields['Title'] === 'Gold');
  return stage;
}

/** Lets time pass and runs to the end of it. */
async function later(stage: Stage): Promise<Awaited<ReturnType<Stage['run']>>> {
  stage.world.now += 10 * minute;
  return stage.run();
}

describe('list views', () => {
  it('import what is in them, and nothing else', async () => {
    const stage = await withView();
    stage.crm.add('contact', { Last_Name: 'In', Email: 'in@x.test', Title: 'Gold' });
    stage.crm.add('contact', { Last_Name: 'Out', Email: 'out@x.test', Title: 'Tin' });
    for (let n = 0; n < 12; n++)
      stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test`, Title: 'Gold' });
    await stage.run();
    expect(stage.desk.rows('contact').map((row) => row.fields['lastName'])).not.toContain('Out');
    expect(stage.desk.rows('contact')).toHaveLength(13);
    const writes = stage.writes();
    const reads = stage.crm.viewReads;
    await later(stage);
    await later(stage);
    expect(stage.writes()).toBe(writes);
    // Our writes changed records in Desk only: the views of CRM are not asked for that.
    expect(stage.crm.viewReads).toBe(reads);
  });

  it('stop the updates of a record that leaves, both ways, and never delete it', async () => {
    const stage = await withView();
    const crm = stage.crm.add('contact', { Last_Name: 'A', Email: 'a@x.test', Title: 'Gold' });
    await stage.run();
    const desk = stage.desk.rows('contact')[0]?.id ?? '';
    await later(stage);
    stage.crm.edit(crm, { Title: 'Tin', Phone: '1' });
    await later(stage);
    stage.desk.edit(desk, { mobile: '2' });
    await later(stage);
    expect(stage.desk.rows('contact')[0]?.fields['phone'] ?? null).toBeNull();
    expect(stage.crm.rows('contact')[0]?.fields['Mobile'] ?? null).toBeNull();
    expect(stage.desk.rows('contact')[0]?.trashedAt).toBeNull();
    const [pair] = await stage.store.pairsById('contact', 'crm', [crm]);
    expect(pair).toMatchObject({ desk: { id: desk }, crm: { presence: 'outOfScope' } });
    // It enters again: what was edited meanwhile on either side travels now.
    stage.crm.edit(crm, { Title: 'Gold' });
    await later(stage);
    expect(stage.desk.rows('contact')[0]?.fields).toMatchObject({ phone: '1', title: 'Gold' });
    expect(stage.crm.rows('contact')[0]?.fields['Mobile']).toBe('2');
  });

  it('keep a record that its service changed without modifying it, as it empties references', async () => {
    const stage = await withView();
    const title = 'Gold';
    stage.crm.add('contact', { Last_Name: 'A', Email: 'a@x.test', Title: title, Phone: '1' });
    await stage.run();
    await later(stage);
    await later(stage);
    const [row] = stage.crm.rows('contact');
    if (row) row.fields['Phone'] = null;
    stage.desk.edit(stage.desk.rows('contact')[0]?.id ?? '', { mobile: '2' });
    await later(stage);
    await later(stage);
    expect(stage.crm.rows('contact')[0]?.fields['Mobile']).toBe('2');
  });

  it('are asked again where a record may have entered in the second of its last change', async () => {
    const stage = await withView();
    const crm = stage.crm.add('contact', { Last_Name: 'A', Email: 'a@x.test', Title: 'Tin' });
    await stage.run();
    stage.world.now = Math.ceil((stage.world.now + 10 * minute) / 1000) * 1000;
    stage.crm.edit(crm, { Phone: '1' });
    const { inViews } = stage.crm;
    stage.crm.inViews = async (...given) => {
      const answer = await inViews(...given);
      if (stage.crm.viewReads === before + 1) stage.crm.edit(crm, { Title: 'Gold' });
      return answer;
    };
    const before = stage.crm.viewReads;
    const at = stage.crm.rows('contact')[0]?.modifiedAt;
    await stage.run();
    expect(stage.crm.rows('contact')[0]?.modifiedAt).toBe(at);
    expect(stage.desk.rows('contact')).toHaveLength(1);
  });

  it('keep what Tandem created until it has entered and left', async () => {
    const stage = await withView();
    const desk = stage.desk.add('contact', { lastName: 'B', email: 'b@x.test', title: 'Tin' });
    await stage.run();
    const crm = stage.crm.rows('contact')[0]?.id ?? '';
    await later(stage);
    stage.desk.edit(desk, { phone: '1' });
    await later(stage);
    expect(stage.crm.rows('contact')[0]?.fields['Phone']).toBe('1');
    stage.desk.edit(desk, { title: 'Gold' });
    await later(stage);
    await later(stage);
    stage.crm.edit(crm, { Title: 'Tin' });
    await later(stage);
    stage.desk.edit(desk, { phone: '2' });
    await later(stage);
    expect(stage.crm.rows('contact')[0]?.fields['Phone']).toBe('1');
    expect(stage.desk.rows('contact')[0]?.fields['title']).toBe('Gold');
  });

  it('let nobody create the twin of a record outside', async () => {
    const stage = await withView();
    stage.crm.add('contact', { Last_Name: 'Out', Email: 'out@x.test', Title: 'Tin' });
    stage.desk.add('contact', { lastName: 'Other', email: 'out@x.test' });
    await stage.run();
    expect(stage.writes()).toBe(0);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1 });
  });

  it('are read anew when others are chosen', async () => {
    const stage = await withView();
    stage.crm.viewRules.set('tin', (fields) => fields['Title'] === 'Tin');
    const gold = stage.crm.add('contact', { Last_Name: 'A', Email: 'a@x.test', Title: 'Gold' });
    stage.crm.add('contact', { Last_Name: 'B', Email: 'b@x.test', Title: 'Tin' });
    await stage.run();
    const { epoch } = await stage.store.control();
    const config = { ...stage.config, version: 2, views: { contact: ['tin'] } };
    await stage.store.commit({ epoch, config });
    await later(stage);
    expect(stage.desk.rows('contact')).toHaveLength(2);
    const [pair] = await stage.store.pairsById('contact', 'crm', [gold]);
    expect(pair?.crm?.presence).toBe('outOfScope');
  });

  it('are read anew when their criteria are edited', async () => {
    const stage = await withView();
    const gold = stage.crm.add('contact', { Last_Name: 'A', Email: 'a@x.test', Title: 'Gold' });
    stage.crm.add('contact', { Last_Name: 'B', Email: 'b@x.test', Title: 'Tin' });
    await stage.run();
    stage.crm.viewRules.set('gold', (fields) => fields['Title'] === 'Tin');
    stage.crm.viewsEditedAt = stage.world.now;
    await later(stage);
    expect(stage.desk.rows('contact')).toHaveLength(1);
    // Looked at once an hour.
    stage.world.now += 60 * minute;
    await stage.run();
    expect(stage.desk.rows('contact')).toHaveLength(2);
    const [pair] = await stage.store.pairsById('contact', 'crm', [gold]);
    expect(pair?.crm?.presence).toBe('outOfScope');
    const reads = stage.crm.viewReads;
    await later(stage);
    await later(stage);
    expect(stage.crm.viewReads).toBeLessThanOrEqual(reads + 1);
  });

  it('lose nobody when rows change while a reading of them is cut off', async () => {
    const stage = await withView();
    const ids = Array.from({ length: 12 }, (_, n) =>
      stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test`, Title: 'Gold' }),
    );
    await stage.run();
    stage.world.now += 10 * minute;
    for (const id of ids) stage.crm.edit(id, { Phone: '1' });
    const inViews = stage.crm.inViews.bind(stage.crm);
    let calls = 0;
    stage.crm.inViews = (...given) =>
      ++calls === 2 ? Promise.reject(new Error('cut off')) : inViews(...given);
    await stage.sync.run('alarm');
    stage.world.now += 10 * minute;
    stage.crm.edit(ids[0] ?? '', { Phone: '2' });
    await stage.run();
    const phones = stage.desk.rows('contact').map((row) => row.fields['phone']);
    expect(phones.toSorted((one, two) => (String(one) < String(two) ? -1 : 1))).toEqual([
      ...Array.from({ length: 11 }, () => '1'),
      '2',
    ]);
  });

  it('are asked again after a start that was cut off between the two feeds', async () => {
    const stage = await withView();
    const crm = stage.crm.add('contact', { Last_Name: 'A', Email: 'a@x.test', Title: 'Gold' });
    await stage.run();
    stage.world.now += 10 * minute;
    stage.crm.edit(crm, { Phone: '7' });
    const inViews = stage.crm.inViews.bind(stage.crm);
    stage.crm.inViews = () => Promise.reject(new Error('cut off'));
    await stage.sync.run('alarm');
    expect(stage.desk.rows('contact')[0]?.fields['phone'] ?? null).toBeNull();
    stage.crm.inViews = inViews;
    // Long after the change itself has left the overlap of the feed of changes.
    stage.world.now += 60 * minute;
    await stage.run();
    expect(stage.desk.rows('contact')[0]?.fields['phone']).toBe('7');
  });
});

describe('products', () => {
  const syncType = { account: 'twoWay', contact: 'twoWay', product: 'twoWay' } as const;

  it('are matched by name and created in the chosen departments', async () => {
    const stage = await createStage({ config: { syncType, departments: ['d1', 'd2'] } });
    stage.desk.add('product', { productName: 'Pump  X', departmentIds: ['d1'] });
    stage.crm.add('product', { Product_Name: 'pump x', Unit_Price: 12.5 });
    stage.crm.add('product', { Product_Name: 'Valve' });
    const run = await stage.run();
    expect(run.tally.product).toMatchObject({ linked: 1, createdInDesk: 1, updatedInDesk: 1 });
    const [pump, valve] = stage.desk.rows('product');
    expect(pump?.fields['unitPrice']).toBe(12.5);
    expect(valve?.fields).toMatchObject({ productName: 'Valve', departmentIds: ['d1', 'd2'] });
    const writes = stage.writes();
    await later(stage);
    expect(stage.writes()).toBe(writes);
  });

  it('of other departments stay where they are, and come when they are moved', async () => {
    const stage = await createStage({ config: { syncType, departments: ['d1'] } });
    const id = stage.desk.add('product', { productName: 'Far', departmentIds: ['d9'] });
    stage.crm.add('product', { Product_Name: 'far', Unit_Price: 3 });
    stage.desk.add('product', { productName: 'Alone', departmentIds: ['d9'] });
    await stage.run();
    expect(stage.writes()).toBe(0);
    stage.desk.edit(id, { departmentIds: ['d9', 'd1'] });
    await later(stage);
    expect(stage.desk.rows('product')[0]?.fields['unitPrice']).toBe(3);
    expect(stage.crm.rows('product')).toHaveLength(1);
  });
});
