/** Profiles and what they allow (contract 3.9). */
import type { DeskOrg, World } from '../world';
import { settingOf } from './fields';

export type Permissions = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

/** Zoho's own switches for showing CRM data in Desk (contract 3.9). */
const crmIntegSwitches = [
  'crmContactsInfo',
  'crmContactsPotentials',
  'crmContactsNotes',
  'crmContactsActivityTasks',
  'crmContactsActivityCalls',
  'crmContactsActivityEvents',
  'crmAccountsInfo',
  'crmAccountsPotentials',
  'crmAccountsNotes',
  'crmAccountsActivityTasks',
  'crmAccountsActivityCalls',
  'crmAccountsActivityEvents',
] as const;

const recordModules = [
  'tickets',
  'contacts',
  'accounts',
  'products',
  'contracts',
  'tasks',
  'calls',
  'events',
];

interface ProfileSeed {
  readonly name: string;
  readonly administrator: boolean;
  /** Granted in every record module. */
  readonly records: readonly string[];
  readonly crm: (name: string) => boolean;
}

const profileSeeds: readonly ProfileSeed[] = [
  {
    name: 'Administrator',
    administrator: true,
    records: ['view', 'create', 'edit', 'delete', 'import', 'export'],
    crm: () => true,
  },
  {
    name: 'Agent',
    administrator: false,
    records: ['view', 'create', 'edit', 'delete', 'export'],
    crm: () => true,
  },
  { name: 'Light Agent', administrator: false, records: ['view'], crm: () => false },
  {
    name: 'Support Trainee',
    administrator: false,
    records: ['view', 'create', 'edit'],
    crm: (name) => /Info$|Activity/.test(name),
  },
];

/** What the API calls the profile's type (schema of `GET /profiles/{id}`). */
export function profileType(
  org: DeskOrg,
  profileId: string,
): 'Administrator' | 'Standard' | 'Light' | 'Custom' {
  const name = org.profiles.find((profile) => profile.id === profileId)?.name;
  if (name === 'Administrator') return 'Administrator';
  if (name === 'Agent') return 'Standard';
  return name === 'Light Agent' ? 'Light' : 'Custom';
}

function permissionMap(org: DeskOrg): Map<string, Permissions> {
  return settingOf(org, 'permissions', () => new Map<string, Permissions>());
}

function permissionsFor(seed: ProfileSeed): Permissions {
  const actions = ['view', 'create', 'edit', 'delete', 'import', 'export'];
  const block = Object.fromEntries(
    actions.map((action) => [action, seed.records.includes(action)]),
  );
  return {
    ...Object.fromEntries(recordModules.map((module) => [module, block])),
    timeEntry: {
      view: true,
      create: seed.records.includes('create'),
      edit: seed.administrator,
      delete: seed.administrator,
    },
    comments: { edit: seed.records.includes('edit'), delete: seed.records.includes('delete') },
    agents: {
      overview: true,
      create: seed.administrator,
      edit: seed.administrator,
      delete: seed.administrator,
      import: seed.administrator,
      viewAllFields: seed.administrator,
    },
    reports: {
      view: true,
      create: seed.administrator,
      edit: seed.administrator,
      delete: seed.administrator,
      export: seed.administrator,
    },
    setup: Object.fromEntries(
      [
        'recycleBin',
        'tabsAndFields',
        'layouts',
        'department',
        'manageAgents',
        'permission',
        'portal',
        'automation',
      ].map((name) => [name, seed.administrator]),
    ),
  };
}

/** The four profiles of a new portal. */
export function installProfiles(world: World, org: DeskOrg): void {
  for (const seed of profileSeeds) {
    const id = world.nextId();
    org.profiles.push({
      id,
      name: seed.name,
      administrator: seed.administrator,
      crmInteg: Object.fromEntries(crmIntegSwitches.map((name) => [name, seed.crm(name)])),
    });
    permissionMap(org).set(id, permissionsFor(seed));
  }
}

/** All permissions of a profile with its `crmInteg` block (contract 3.9). */
export function permissionsOf(org: DeskOrg, profileId: string): Permissions {
  const profile = org.profiles.find((candidate) => candidate.id === profileId);
  return { crmInteg: { ...profile?.crmInteg }, ...permissionMap(org).get(profileId) };
}

/** Changes one permission of a profile, as Setup does; the block `crmInteg` too. */
export function setPermission(
  org: DeskOrg,
  profileName: string,
  block: string,
  name: string,
  allowed: boolean,
): void {
  const profile = org.profiles.find((candidate) => candidate.name === profileName);
  if (profile === undefined) throw new Error(`no profile ${profileName}`);
  if (block === 'crmInteg') {
    profile.crmInteg[name] = allowed;
    return;
  }
  const permissions = permissionMap(org).get(profile.id) ?? {};
  permissionMap(org).set(profile.id, {
    ...permissions,
    [block]: { ...permissions[block], [name]: allowed },
  });
}

/** Whether a profile allows an action; an unknown block is refused. */
export function allows(org: DeskOrg, profileId: string, block: string, action: string): boolean {
  return permissionMap(org).get(profileId)?.[block]?.[action] === true;
}
