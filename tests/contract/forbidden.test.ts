import { describe, expect, it } from 'vitest';
import { createCrmReader } from '../../sync/zoho/crm-reader';
import type { CrmReader } from '../../sync/engine/profile-ports';
import { metadataOf } from '../sandbox/crm/metadata';
import { checkedBenches } from './checked';

const { open } = checkedBenches();

/** A reader whose person's CRM profile lacks the right to see these modules, and a customer of theirs. */
async function without(
  ...modules: readonly string[]
): Promise<{ readonly reader: CrmReader; readonly contact: string }> {
  const bench = await open();
  for (const held of metadataOf(bench.sandbox.world.crmOrgs[0]!).permissions.values())
    for (const module of modules) held.delete(`Crm_Implied_View_${module}`);
  const reader = createCrmReader(bench.http.crm, {
    clock: bench.clock,
    company: () => ({ dataCentre: 'us', zgid: '700', currency: 'EUR' }),
  });
  const [ada] = await reader.search('Contacts', 'email', 'ada.lindqvist@nordwind.se');
  return { reader, contact: ada?.id ?? '' };
}

const refused = { problem: { code: 'zoho.noPermission', kind: 'configuration' } };

describe('what CRM keeps from a person', () => {
  it('is not taken for potentials and notes that there are none of', async () => {
    const { reader, contact } = await without('Potentials', 'Notes');
    await expect(reader.deals('Contacts', contact)).rejects.toMatchObject(refused);
    await expect(reader.notes('Contacts', contact)).rejects.toMatchObject(refused);
  });

  it('leaves the activities that may be seen', async () => {
    const { reader, contact } = await without('Events');
    const { rows } = await reader.activities('Contacts', contact, ['call', 'event']);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ type }) => type)).not.toContain('event');
  });

  it('is not taken for tasks that there are none of', async () => {
    const { reader, contact } = await without('Tasks');
    await expect(reader.activities('Contacts', contact, ['task'])).rejects.toMatchObject(refused);
  });
});
