import { describe, expect, it } from 'vitest';
import { createStage } from './stage';

describe('a record that was held back by a key', () => {
  it('is created once our own write has freed the key', async () => {
    const stage = await createStage();
    const first = stage.crm.add('contact', { Last_Name: 'First', Email: 'a@x.test' });
    await stage.run();
    stage.world.now += 60_000;
    // Desk still shows the old address when the second one is planned.
    stage.crm.edit(first, { Email: 'b@x.test' });
    stage.crm.add('contact', { Last_Name: 'Second', Email: 'a@x.test' });
    await stage.settle();
    stage.world.now += 60_000;
    await stage.settle();
    const names = stage.desk.rows('contact').map((row) => row.fields['lastName']);
    expect(names.toSorted()).toEqual(['First', 'Second']);
    expect(await stage.store.failures()).toEqual([]);
  });
});
