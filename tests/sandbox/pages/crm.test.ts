import { beforeAll, describe, expect, it } from 'vitest';
import { createRecord } from '../crm/records';
import { seedWorld } from '../seed';
import { createWorld, tableOf, type CrmOrg, type World } from '../world';
import { crmPages } from './crm';

let world: World;
let org: CrmOrg;
let serve: (request: Request) => Promise<Response>;

const get = (path: string): Promise<Response> => serve(new Request(`https://crm.zoho.com${path}`));

beforeAll(() => {
  world = createWorld('crm pages');
  seedWorld(world, { contacts: 30, accounts: 10, products: 0, overlap: 0.5 });
  const [first] = world.crmOrgs;
  if (first === undefined) throw new Error('no CRM');
  org = first;
  serve = crmPages(world);
});

describe('a CRM record page', () => {
  it('shows a deal under the tab Potentials, with a link to its contact', async () => {
    const deal = [...tableOf(org, 'Deals').live()].find(
      (one) => one.fields['Deal_Name'] === 'Renewal 26',
    );
    const response = await get(`/crm/org${org.zgid}/tab/Potentials/${deal?.id}`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('<h1 dir="auto">Renewal 26</h1>');
    expect(text).toMatch(/tab\/Contacts\/\d+">Ada Lindqvist</);
  });

  it('escapes hostile names', async () => {
    const { id } = createRecord(
      world,
      org,
      'Accounts',
      { Account_Name: '"><script>alert(1)</script>' },
      { zuid: '0', via: 'person' },
    );
    const response = await get(`/crm/org${org.zgid}/tab/Accounts/${id}`);
    const text = await response.text();
    expect(text).not.toContain('<script');
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(1)');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('answers 404 for other organisations, modules and records', async () => {
    const contact = tableOf(org, 'Contacts').live().next().value;
    expect((await get(`/crm/org${org.zgid}/tab/Contacts/${contact?.id}`)).status).toBe(200);
    expect((await get(`/crm/org1/tab/Contacts/${contact?.id}`)).status).toBe(404);
    expect(
      (await get(`/crm/org${world.crmOrgs[1]?.zgid}/tab/Contacts/${contact?.id}`)).status,
    ).toBe(404);
    expect((await get(`/crm/org${org.zgid}/tab/Accounts/${contact?.id}`)).status).toBe(404);
    expect((await get(`/crm/org${org.zgid}/tab/constructor/1`)).status).toBe(404);
  });
});
