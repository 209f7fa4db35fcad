/** The list views a new module has: Zoho's own and one of a kind that customers make (contract 2.8). */
import type { World } from '../world';
import type { Criterion } from './criteria';
import type { CrmView } from './metadata';

const mine: Criterion = {
  field: { api_name: 'Owner' },
  comparator: 'equal',
  value: '${CURRENTUSER}',
};
const active: Criterion = {
  field: { api_name: 'Customer_Status' },
  comparator: 'equal',
  value: 'Active',
};

interface ViewSpec {
  readonly name: string;
  readonly systemName?: string;
  readonly category?: CrmView['category'];
  readonly criteria: Criterion | null;
}

const special: Readonly<Record<string, readonly ViewSpec[]>> = {
  Contacts: [
    { name: 'Active customers', criteria: active },
    {
      name: 'Newsletter, gold or silver',
      criteria: {
        group_operator: 'and',
        group: [
          { field: { api_name: 'Newsletter' }, comparator: 'equal', value: true },
          {
            group_operator: 'or',
            group: [
              { field: { api_name: 'Customer_Tier' }, comparator: 'equal', value: 'Gold' },
              { field: { api_name: 'Customer_Tier' }, comparator: 'equal', value: 'Silver' },
            ],
          },
        ],
      },
    },
  ],
  Accounts: [
    { name: 'Active customers', criteria: active },
    {
      name: 'Key accounts',
      category: 'created_by_me',
      criteria: { field: { api_name: 'Key_Account' }, comparator: 'equal', value: true },
    },
  ],
  Products: [
    {
      name: 'Active Products',
      systemName: 'ACTIVEPRODUCTS',
      criteria: { field: { api_name: 'Product_Active' }, comparator: 'equal', value: true },
    },
  ],
};

/** All, My, and the module's own. */
export function viewsOf(world: World, module: string, now: number): CrmView[] {
  const specs: readonly ViewSpec[] = [
    { name: `All ${module}`, systemName: 'ALLVIEWS', criteria: null },
    { name: `My ${module}`, systemName: 'MYVIEWS', criteria: mine },
    ...(special[module] ?? []),
  ];
  return specs.map((spec, index) => ({
    id: world.nextId(),
    name: spec.name,
    systemName: spec.systemName ?? null,
    isDefault: index === 0,
    category: spec.category ?? 'public_views',
    criteria: spec.criteria,
    fields: ['Owner', 'Created_Time', 'Modified_Time'],
    modifiedAt: now,
  }));
}
