/** Custom fields of every type, both ways, through the real adapters and the sandbox. */
import { describe, expect, it, vi } from 'vitest';
import type { FieldPair } from '../../sync/types/settings';
import type { FieldType } from '../../sync/types';
import { metadataOf } from '../sandbox/crm/metadata';
import { addDeskField } from '../sandbox/desk/fields';
import { engineBench, type EngineBench } from './engine-bench';
import { fieldCases } from './field-cases';
import { checkedBenches } from './checked';

vi.setConfig({ testTimeout: 60_000 });
const { opened } = checkedBenches();

/** An organisation in which every type has a custom contact field on both sides, mapped. */
async function open(): Promise<EngineBench> {
  const bench = await engineBench(
    { contacts: 1, accounts: 1, products: 1 },
    (config, { sandbox }) => {
      const { world } = sandbox;
      const [deskOrg] = world.deskOrgs;
      const [crmOrg] = world.crmOrgs;
      if (deskOrg === undefined || crmOrg === undefined) throw new Error('no organisation');
      const contacts = metadataOf(crmOrg).modules.get('Contacts');
      const pattern = contacts?.fields.get('Twitter');
      if (pattern === undefined) throw new Error('no pattern');
      const pairs = Object.entries(fieldCases).map(([name, one]): FieldPair => {
        const apiName = `Extra_${name}`;
        addDeskField(world, deskOrg, 'contacts', {
          apiName: `cf_${name}`,
          label: name,
          type: one.desk,
          ...(one.options ? { values: one.options.desk } : {}),
        });
        contacts?.fields.set(apiName, {
          ...pattern,
          id: world.nextId(),
          apiName,
          label: apiName,
          custom: true,
          type: one.crm as typeof pattern.type,
          length: null,
          values: one.options?.crm ?? null,
        });
        const values = one.values ? { values: one.values } : {};
        return {
          desk: `cf.cf_${name}`,
          crm: apiName,
          type: one.type,
          direction: 'both',
          ...values,
        };
      });
      return { fields: { ...config.fields, contact: [...config.fields.contact, ...pairs] } };
    },
  );
  opened.push(bench);
  return bench;
}

async function add(bench: EngineBench, side: 'desk' | 'crm', fields: object): Promise<string> {
  const module = side === 'desk' ? 'contacts' : 'Contacts';
  return String((await bench.control('/create', { side, module, fields }))['id']);
}

async function find(
  bench: EngineBench,
  side: 'desk' | 'crm',
  email: string,
): Promise<Readonly<Record<string, unknown>>> {
  const module = side === 'desk' ? 'contacts' : 'Contacts';
  const name = side === 'desk' ? 'email' : 'Email';
  const found = (await bench.living(side, module)).find((one) => one[name] === email);
  if (found === undefined) throw new Error(`no ${email} in ${side}`);
  return found;
}

/** A value as the test writes it down: instants by their UTC form. */
function plain(type: FieldType, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(String).toSorted();
  if (type === 'multiselect' && typeof value === 'string') return value.split(';').toSorted();
  if (type === 'datetime' && (typeof value === 'string' || typeof value === 'number'))
    return new Date(value).toISOString();
  return value ?? null;
}

const custom = (record: Readonly<Record<string, unknown>>, name: string): unknown =>
  (record['cf'] as Record<string, unknown> | undefined)?.[`cf_${name}`];

describe('custom fields of every type', () => {
  it('travel both ways with a new record, then rest', async () => {
    const bench = await open();
    const cf = Object.fromEntries(
      Object.entries(fieldCases).map(([name, one]) => [`cf_${name}`, one.fromDesk[0]]),
    );
    await add(bench, 'desk', { lastName: 'D', email: 'd@x.test', cf });
    const extra = Object.fromEntries(
      Object.entries(fieldCases).map(([name, one]) => [`Extra_${name}`, one.fromCrm[0]]),
    );
    await add(bench, 'crm', { Last_Name: 'C', Email: 'c@x.test', ...extra });
    await bench.run();
    const inCrm = await find(bench, 'crm', 'd@x.test');
    const inDesk = await find(bench, 'desk', 'c@x.test');
    for (const [name, one] of Object.entries(fieldCases)) {
      expect(plain(one.type, inCrm[`Extra_${name}`]), `${name} → CRM`).toEqual(
        plain(one.type, one.fromDesk[1]),
      );
      expect(plain(one.type, custom(inDesk, name)), `${name} → Desk`).toEqual(
        plain(one.type, one.fromCrm[1]),
      );
    }
    expect(await bench.store.failures()).toEqual([]);
    const writes = bench.writes();
    await bench.run();
    await bench.run();
    expect(bench.writes()).toBe(writes);
  });

  it('leave long text whole, although lists of CRM cut it', async () => {
    const bench = await open();
    const long = 'A line.\n'.repeat(200).trim();
    await add(bench, 'crm', { Last_Name: 'L', Email: 'l@x.test', Description: long });
    await bench.run();
    expect((await find(bench, 'desk', 'l@x.test'))['description']).toBe(long);
    const writes = bench.writes();
    await bench.run();
    expect(bench.writes()).toBe(writes);
  });

  it('travel one by one when edited, and when emptied', async () => {
    const bench = await open();
    const deskId = await add(bench, 'desk', { lastName: 'D', email: 'd@x.test' });
    await bench.run();
    const crmId = String((await find(bench, 'crm', 'd@x.test'))['id']);
    // An unticked box is no reason to write.
    expect(bench.writes()).toBeLessThanOrEqual(2 + (await bench.store.runs(9)).length * 2);
    const editDesk = (fields: object): Promise<unknown> =>
      bench.control('/edit', { side: 'desk', module: 'contacts', id: deskId, fields });
    const editCrm = (fields: object): Promise<unknown> =>
      bench.control('/edit', { side: 'crm', module: 'Contacts', id: crmId, fields });
    for (const [name, one] of Object.entries(fieldCases)) {
      await editDesk({ cf: { [`cf_${name}`]: one.fromDesk[0] } });
      await bench.run();
      expect(
        plain(one.type, (await find(bench, 'crm', 'd@x.test'))[`Extra_${name}`]),
        `${name} edited in Desk`,
      ).toEqual(plain(one.type, one.fromDesk[1]));
      await editCrm({ [`Extra_${name}`]: null });
      await bench.run();
      const [empty = null] = one.empty ?? [];
      const cleared = custom(await find(bench, 'desk', 'd@x.test'), name) ?? null;
      expect([empty, 'false', null], `${name} emptied in CRM`).toContain(cleared);
      await editCrm({ [`Extra_${name}`]: one.fromCrm[0] });
      await bench.run();
      expect(
        plain(one.type, custom(await find(bench, 'desk', 'd@x.test'), name)),
        `${name} edited in CRM`,
      ).toEqual(plain(one.type, one.fromCrm[1]));
    }
    expect(await bench.store.failures()).toEqual([]);
    const writes = bench.writes();
    await bench.run();
    expect(bench.writes()).toBe(writes);
  });

  it('hold a value that the other side cannot take, by the words Zoho uses, and go on', async () => {
    const bench = await open();
    const { epoch } = await bench.store.control();
    const config = await bench.store.config();
    if (config === null) throw new Error('no configuration');
    // A text field mapped to a whole number.
    const contact = config.fields.contact.map((pair): FieldPair =>
      pair.desk === 'cf.cf_text' ? { ...pair, crm: 'Extra_integer', type: 'integer' } : pair,
    );
    const fields = {
      ...config.fields,
      contact: contact.filter((pair) => pair.desk !== 'cf.cf_integer'),
    };
    await bench.store.commit({ epoch, config: { ...config, version: 2, fields } });
    await add(bench, 'desk', {
      lastName: 'T',
      email: 't@x.test',
      cf: { cf_text: 'twelve', cf_url: 'https://t.test' },
    });
    const run = await bench.run();
    expect(run.tally.contact.failed).toBe(1);
    expect((await bench.store.failures())[0]?.problem.message).toContain(
      'Text value is given for an Integer field',
    );
    expect((await find(bench, 'crm', 't@x.test'))['Extra_url']).toBe('https://t.test');
  });
});

describe('products', () => {
  it('of chosen departments are matched by name and created in them', async () => {
    const bench = await engineBench(
      { contacts: 4, accounts: 2, products: 6, overlap: 0.5 },
      (config, { sandbox }) => ({
        syncType: { ...config.syncType, product: 'twoWay' },
        departments: sandbox.world.deskOrgs[0]?.departments.slice(0, 1).map(({ id }) => id) ?? [],
        importFrom: 0,
      }),
    );
    opened.push(bench);
    const [department] = await bench.desk.views('product');
    expect(department?.name).not.toBe(department?.id);
    await bench.control('/create', {
      side: 'crm',
      module: 'Products',
      fields: { Product_Name: 'Only in CRM', Unit_Price: 12.5 },
    });
    const run = await bench.run();
    expect(run.tally.product.linked).toBeGreaterThan(0);
    expect(run.tally.product.failed).toBe(0);
    const made = (await bench.living('desk', 'products')).find(
      (one) => one['productName'] === 'Only in CRM',
    );
    expect(made).toMatchObject({ departmentIds: [department?.id] });
    expect(Number(made?.['unitPrice'])).toBe(12.5);
    const writes = bench.writes();
    await bench.run();
    expect(bench.writes()).toBe(writes);
  });
});
