/** The modules of a portal (contract 3.9). */
import type { DeskOrg, World } from '../world';
import { settingOf } from './fields';
import { allows } from './profiles';
import { isoTime } from './shape-parts';
import { list, ok, type Ask, type Route } from './route';

export interface DeskModule {
  readonly apiName: string;
  readonly singular: string;
  readonly plural: string;
  readonly nameField: string;
  readonly perDepartment: boolean;
}

/** In the order of the API. */
export const deskModules: readonly DeskModule[] = [
  {
    apiName: 'tickets',
    singular: 'Ticket',
    plural: 'Tickets',
    nameField: 'subject',
    perDepartment: true,
  },
  {
    apiName: 'contacts',
    singular: 'Contact',
    plural: 'Contacts',
    nameField: 'lastName',
    perDepartment: false,
  },
  {
    apiName: 'accounts',
    singular: 'Account',
    plural: 'Accounts',
    nameField: 'accountName',
    perDepartment: false,
  },
  {
    apiName: 'products',
    singular: 'Product',
    plural: 'Products',
    nameField: 'productName',
    perDepartment: false,
  },
  {
    apiName: 'contracts',
    singular: 'Contract',
    plural: 'Contracts',
    nameField: 'contractName',
    perDepartment: true,
  },
  {
    apiName: 'tasks',
    singular: 'Task',
    plural: 'Tasks',
    nameField: 'subject',
    perDepartment: true,
  },
  {
    apiName: 'calls',
    singular: 'Call',
    plural: 'Calls',
    nameField: 'subject',
    perDepartment: true,
  },
  {
    apiName: 'events',
    singular: 'Event',
    plural: 'Events',
    nameField: 'subject',
    perDepartment: true,
  },
];

/** The id of a module in this portal. */
export function moduleId(world: World, org: DeskOrg, apiName: string): string {
  const ids = settingOf(
    org,
    'moduleIds',
    () => new Map(deskModules.map((module) => [module.apiName, world.nextId()])),
  );
  return ids.get(apiName) ?? '';
}

function organizationModules(ask: Ask): readonly unknown[] {
  const made = isoTime(settingOf(ask.org, 'createdAt', () => 0));
  return deskModules.map((module) => ({
    id: moduleId(ask.world, ask.org, module.apiName),
    apiName: module.apiName,
    displayLabel: module.plural,
    singularLabel: module.singular,
    pluralLabel: module.plural,
    nameField: module.nameField,
    description: null,
    hasRecycleBin: true,
    isCustomModule: false,
    isDeptSpecific: module.perDepartment,
    createdBy: null,
    modifiedBy: null,
    modifier: null,
    createdTime: made,
    modifiedTime: made,
  }));
}

/** Modules of the portal, and those of the asking agent's profile (contract 3.9). */
export const moduleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/organizationModules',
    scopes: ['Desk.settings.READ', 'Desk.modules.READ'],
    price: 1,
    query: [],
    handle: (ask) => list(organizationModules(ask)),
  },
  {
    method: 'GET',
    path: '/myAccessibleModules',
    scopes: ['Desk.basic.READ', 'Desk.modules.READ'],
    price: 1,
    query: [],
    handle: (ask) =>
      ok({
        modules: deskModules.map((module) => ({
          id: moduleId(ask.world, ask.org, module.apiName),
          apiKey: module.apiName,
          displayLabel: module.plural,
          singularLabel: module.singular,
          pluralLabel: module.plural,
          nameField: null,
          isEnabled: allows(ask.org, ask.agent.profileId, module.apiName, 'view'),
        })),
      }),
  },
];
