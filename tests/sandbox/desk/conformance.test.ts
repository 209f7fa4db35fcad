/**
 * Answers against Zoho's own OpenAPI bundle, where it lies beside the repository. Leniently, as
 * section 6 of the contract says: without `required`, which the spec sets on nearly everything, and
 * with `oneOf` as `anyOf`, as nothing else tells its branches apart.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { fixture, startTime, type Fixture } from './fixture';
import { addDeskField } from './fields';
import { layoutOf } from './org';
import { createRecord, deleteRecord } from './records';

const bundle = new URL('../../../../shared/oas/desk/_bundle.json', import.meta.url);
const present = existsSync(bundle);

function lenient(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lenient);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, part]) => !(key === 'required' && Array.isArray(part)),
  );
  return Object.fromEntries(
    kept.map(([key, part]) => [key === 'oneOf' ? 'anyOf' : key, lenient(part)]),
  );
}

/** A name as a part of a JSON pointer. */
function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The validator of an operation's 200. */
function validators(): (path: string, method: string) => ValidateFunction {
  const spec = lenient(JSON.parse(readFileSync(bundle, 'utf8'))) as AnySchemaObject;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(spec, 'desk');
  return (path, method) => {
    let at = `#/paths/${pointer(`/api/v1${path}`)}/${method}/responses/200`;
    const responses = spec['paths']?.[`/api/v1${path}`]?.[method]?.responses as
      | Record<string, { $ref?: string }>
      | undefined;
    const response = responses?.['200'];
    if (response === undefined) throw new Error(`the spec has no ${method} ${path}`);
    if (response.$ref !== undefined) at = response.$ref;
    const resolved = at
      .split('/')
      .slice(1)
      .reduce<unknown>((node, key) => {
        const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
        return (node as Record<string, unknown>)[name];
      }, spec) as { content: Record<string, unknown> };
    const type = Object.keys(resolved.content)[0] ?? '';
    return ajv.compile({ $ref: `desk${at}/content/${encodeURIComponent(pointer(type))}/schema` });
  };
}

/** The first few things the schema finds wrong with a body. */
function defects(validate: ValidateFunction | undefined, body: unknown): readonly unknown[] {
  if (validate === undefined) throw new Error('no validator');
  return validate(body) ? [] : (validate.errors ?? []).slice(0, 4);
}

interface Seeded extends Fixture {
  readonly ids: Readonly<Record<string, string>>;
}

/** One of each record, joined to the others. */
function seeded(): Seeded {
  const made = fixture();
  const { world, org, admin } = made;
  addDeskField(world, org, 'contacts', {
    apiName: 'cf_size',
    label: 'Size',
    type: 'Picklist',
    values: ['S', 'M'],
  });
  const make = (module: string, fields: Record<string, unknown>): string =>
    createRecord(world, org, module, fields, admin.actor, startTime - 1000).id;
  const account = make('accounts', {
    accountName: 'Acme',
    website: 'https://acme.example',
    annualrevenue: '100',
    ownerId: admin.agent.id,
    zohoCRMAccount: { id: '1' },
  });
  const contact = make('contacts', {
    lastName: 'Bloom',
    email: 'b@acme.example',
    accountId: account,
    ownerId: admin.agent.id,
    cf: { cf_size: 'S' },
    zohoCRMContact: { id: '2', type: 'contacts' },
  });
  const product = make('products', { productName: 'Pen', unitPrice: '5', ownerId: admin.agent.id });
  const ticket = make('tickets', {
    subject: 'Help',
    contactId: contact,
    productId: product,
    assigneeId: admin.agent.id,
    priority: 'High',
  });
  const task = make('tasks', {
    subject: 'Call back',
    departmentId: org.departments[0]?.id,
    ticketId: ticket,
  });
  make('contracts', {
    contractName: 'Gold',
    accountId: account,
    startDate: '2026-01-01',
    endDate: '2026-12-31',
  });
  make('timeEntries', {
    contactId: contact,
    accountId: account,
    ticketId: ticket,
    seconds: 3725,
    cost: 10,
  });
  const trashed = make('contacts', { lastName: 'Gone' });
  deleteRecord(world, org, 'contacts', trashed, false, admin.actor);
  const layout = layoutOf(org, 'contacts')?.id ?? '';
  const profile = org.profiles[0]?.id ?? '';
  return {
    ...made,
    ids: { account, contact, product, ticket, task, layout, profile, agent: admin.agent.id },
  };
}

/** The spec's path, and the ids and query to ask it with. */
const gets: readonly (readonly [path: string, query?: string])[] = [
  ['/contacts', 'include=accounts'],
  ['/contacts/{contactId}', 'include=accounts,owner'],
  ['/contacts/search', 'sortBy=modifiedTime'],
  ['/contacts/count', 'viewId=0'],
  ['/contacts/{contactId}/accounts'],
  ['/contacts/{contactId}/tickets', 'include=assignee,departments,products'],
  ['/contacts/{contactId}/statistics'],
  ['/contacts/{contactId}/timeEntrySummation'],
  ['/accounts'],
  ['/accounts/{accountId}', 'include=owner'],
  ['/accounts/search'],
  ['/accounts/{accountId}/contacts'],
  ['/accounts/{accountId}/tickets', 'include=contacts'],
  ['/accounts/{accountId}/statistics'],
  ['/accounts/{accountId}/contracts'],
  ['/products', 'include=owner'],
  ['/products/{productId}', 'include=owner'],
  ['/products/search'],
  ['/tickets', 'include=contacts,assignee,departments,team,isRead'],
  [
    '/tickets/{ticketId}',
    'include=contacts,products,assignee,departments,contract,isRead,team,skills',
  ],
  ['/tickets/search'],
  ['/tickets/{ticketId}/tasks'],
  ['/tasks/{taskId}'],
  ['/associatedTickets'],
  ['/ticketsCount'],
  ['/ticketsCountByFieldValues', 'field=statusType'],
  ['/recycleBin', 'include=department,deletedBy'],
  ['/organizations'],
  ['/accessibleOrganizations'],
  ['/myinfo', 'include=profile,role,associatedDepartments'],
  ['/agents'],
  ['/agents/{agentId}'],
  ['/departments'],
  ['/profiles'],
  ['/profiles/{profileId}'],
  ['/myProfile'],
  ['/roles'],
  ['/organizationFields', 'module=contacts'],
  ['/layouts', 'module=contacts'],
  ['/layouts/{layoutId}'],
  ['/views', 'module=contacts'],
  ['/organizationModules'],
  ['/myAccessibleModules'],
];

describe.skipIf(!present)('answers fit the OpenAPI bundle (contract section 6)', () => {
  const validatorOf = present ? validators() : null;

  it.each(gets.map(([path, query = '']) => ({ path, query })))(
    'GET $path',
    async ({ path, query }) => {
      const { ask, ids } = seeded();
      const real = path.replaceAll(/\{(\w+)Id\}/g, (_, name: string) => ids[name] ?? '');
      const { status, body } = await ask('GET', `${real}${query === '' ? '' : `?${query}`}`);
      expect(status).toBe(200);
      expect(defects(validatorOf?.(path, 'get'), body)).toEqual([]);
    },
  );

  it.each([
    ['/contacts', { lastName: 'New' }],
    ['/accounts', { accountName: 'New' }],
    ['/products', { productName: 'New', departmentIds: [] as string[] }],
  ])('POST %s', async (path, fields) => {
    const { ask, org } = seeded();
    const sent =
      path === '/products' ? { ...fields, departmentIds: [org.departments[0]?.id] } : fields;
    const { status, body } = await ask('POST', path, sent);
    expect(status).toBe(200);
    expect(defects(validatorOf?.(path, 'post'), body)).toEqual([]);
  });
});
