/** A new Desk portal and its agents (contract 3.9). */
import { createMeter, type DeskAgent, type DeskOrg, type Person, type World } from '../world';
import { settingOf, installFields } from './fields';
import { installProfiles } from './profiles';
import { installViews } from './views';

export interface DeskOrgSeed {
  readonly name: string;
  /** The portal's name in addresses. */
  readonly portal: string;
  /** One of the names of contract 3.12: Free, Express, Standard, Professional, Enterprise. */
  readonly edition: string;
  readonly timeZone: string;
  readonly departments: readonly string[];
}

export interface DeskRole {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** Daily credits, more per agent, and concurrent calls by edition (contract 3.12). */
const editions: Readonly<
  Record<string, readonly [credits: number, perAgent: number, concurrent: number]>
> = {
  free: [5_000, 0, 5],
  trial: [5_000, 0, 5],
  express: [25_000, 100, 10],
  standard: [50_000, 250, 10],
  professional: [75_000, 500, 15],
  enterprise: [100_000, 1_000, 25],
  zohoone: [100_000, 1_000, 25],
};

/** The host the portal's addresses are on: that of the world's data centre (contract 1.1). */
export function deskHost(org: DeskOrg): string {
  return settingOf(org, 'host', () => 'desk.zoho.com');
}

/** Roles of a portal; an agent has one (contract 3.9). */
export function rolesOf(org: DeskOrg): readonly DeskRole[] {
  return settingOf<DeskRole[]>(org, 'roles', () => []);
}

/** The standard layout of a module. */
export function layoutOf(
  org: DeskOrg,
  module: string,
): { readonly id: string; readonly layoutName: string } | null {
  return (
    settingOf(org, 'layouts', () => new Map<string, { id: string; layoutName: string }>()).get(
      module,
    ) ?? null
  );
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

const layoutNames: Readonly<Record<string, string>> = {
  contacts: 'Contacts',
  accounts: 'Accounts',
  products: 'Products',
  tickets: 'Tickets',
  tasks: 'Tasks',
  calls: 'Calls',
  events: 'Events',
  contracts: 'Contracts',
};

/** Adds a portal with profiles, roles, fields, layouts, views and departments to the world (contract 3.9, 3.12). */
export function installDeskOrg(world: World, seed: DeskOrgSeed): DeskOrg {
  const [credits, , concurrent] = editions[seed.edition.toLowerCase()] ?? [5_000, 0, 5];
  if (seed.departments.length === 0) throw new Error('a portal needs a department');
  const org: DeskOrg = {
    // Portal ids are short (`3981311` in Zoho's examples), and no other portal's.
    id: String(3_981_311 + world.deskOrgs.length * 1_009),
    name: seed.name,
    portal: seed.portal,
    edition: seed.edition,
    timeZone: seed.timeZone,
    agents: [],
    profiles: [],
    departments: seed.departments.map((name) => ({ id: world.nextId(), name, slug: slug(name) })),
    modules: new Map(),
    settings: new Map<string, unknown>([
      ['createdAt', world.clock.now()],
      ['host', world.dc.desk],
    ]),
    meter: createMeter(credits, concurrent),
  };
  installProfiles(world, org);
  org.settings.set(
    'roles',
    ['CEO', 'Manager', 'LightAgent'].map((name) => ({
      id: world.nextId(),
      name,
      description: `${name} role`,
    })),
  );
  org.settings.set(
    'layouts',
    new Map(
      Object.entries(layoutNames).map(([module, name]) => [
        module,
        { id: world.nextId(), layoutName: `${name} Layout` },
      ]),
    ),
  );
  installFields(world, org);
  installViews(world, org);
  world.deskOrgs.push(org);
  return org;
}

/**
 * Makes a person an agent of the portal; without departments, of all of them. Each full agent raises
 * the portal's daily credits, light agents do not (contract 3.12).
 */
export function addDeskAgent(
  world: World,
  org: DeskOrg,
  person: Person,
  profileName: string,
  departmentNames?: readonly string[],
): DeskAgent {
  const profile = org.profiles.find((candidate) => candidate.name === profileName);
  if (profile === undefined) throw new Error(`${org.name} has no profile ${profileName}`);
  const departments = (departmentNames ?? org.departments.map((department) => department.name)).map(
    (name) => {
      const department = org.departments.find((candidate) => candidate.name === name);
      if (department === undefined) throw new Error(`${org.name} has no department ${name}`);
      return department.id;
    },
  );
  const light = profileName === 'Light Agent';
  const roleName = light ? 'LightAgent' : profile.administrator ? 'CEO' : 'Manager';
  const agent: DeskAgent = {
    id: world.nextId(),
    zuid: person.zuid,
    profileId: profile.id,
    roleId: rolesOf(org).find((role) => role.name === roleName)?.id ?? '',
    status: 'ACTIVE',
    departmentIds: departments,
  };
  org.agents.push(agent);
  if (!light) org.meter.dailyLimit += editions[org.edition.toLowerCase()]?.[1] ?? 0;
  return agent;
}

/** Whether the agent's profile is an administrator's. */
export function isAdministrator(org: DeskOrg, agent: DeskAgent): boolean {
  return org.profiles.some((profile) => profile.id === agent.profileId && profile.administrator);
}
