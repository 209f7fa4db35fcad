/** What somebody needs to know to use a sandbox (DESIGN section 4, first line of `npm run sandbox`). */
import type { DeskAgent, DeskOrg, Person, World } from './world';

export interface PersonDescription {
  readonly email: string;
  readonly password: string;
  /** The id of the Desk agent. */
  readonly userId: string;
  /** The name of the Desk profile. */
  readonly profile: string;
  readonly zuid: string;
  /** Null for somebody without a seat in the CRM. */
  readonly crmUserId: string | null;
}

export interface SandboxDescription {
  readonly ticketUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly deviceClientId: string;
  readonly deviceClientSecret: string;
  readonly deskOrgId: string;
  readonly crmOrgId: string;
  readonly admin: PersonDescription;
  readonly agents: readonly PersonDescription[];
}

export function describeWorld(world: World): SandboxDescription {
  const server = clientOf(world, 'server');
  const device = clientOf(world, 'device');
  const desk = first(world.deskOrgs, 'Desk organisation');
  const crm = first(world.crmOrgs, 'CRM organisation');
  const admin = first(
    desk.agents.filter((agent) => isAdministrator(desk, agent)),
    'Desk administrator',
  );
  return {
    ticketUrl: ticketUrl(world, desk),
    clientId: server.id,
    clientSecret: server.secret,
    redirectUri: first(server.redirectUris, 'redirect address'),
    deviceClientId: device.id,
    deviceClientSecret: device.secret,
    deskOrgId: desk.id,
    crmOrgId: crm.id,
    admin: describePerson(world, desk, admin),
    agents: desk.agents
      .filter((agent) => agent !== admin)
      .map((agent) => describePerson(world, desk, agent)),
  };
}

/** The administrator of the Desk organisation, in whose name the control API acts. */
export function administratorOf(world: World): Person {
  const desk = first(world.deskOrgs, 'Desk organisation');
  return personOf(
    world,
    first(
      desk.agents.filter((agent) => isAdministrator(desk, agent)),
      'Desk administrator',
    ),
  );
}

/** The agent interface's address of the first ticket that has a requester (contract 5). */
function ticketUrl(world: World, desk: DeskOrg): string {
  const tickets = [...(desk.modules.get('tickets')?.live() ?? [])];
  const ticket = tickets.find((each) => each.fields['contactId'] != null) ?? tickets[0];
  const department = desk.departments.find((each) => each.id === ticket?.fields['departmentId']);
  return `https://${world.dc.desk}/agent/${desk.portal}/${department?.slug ?? 'all'}/tickets/details/${ticket?.id ?? '0'}`;
}

function describePerson(world: World, desk: DeskOrg, agent: DeskAgent): PersonDescription {
  const { email, password, zuid } = personOf(world, agent);
  return {
    email,
    password,
    userId: agent.id,
    profile: desk.profiles.find((profile) => profile.id === agent.profileId)?.name ?? '',
    zuid,
    crmUserId: world.crmOrgs[0]?.users.find((user) => user.zuid === zuid)?.id ?? null,
  };
}

function isAdministrator(desk: DeskOrg, agent: DeskAgent): boolean {
  return desk.profiles.some((profile) => profile.id === agent.profileId && profile.administrator);
}

function personOf(world: World, agent: DeskAgent): Person {
  return first(
    world.people.filter((person) => person.zuid === agent.zuid),
    `person ${agent.zuid}`,
  );
}

function clientOf(world: World, type: 'server' | 'device') {
  return first(
    world.clients.filter((client) => client.type === type),
    `${type} client`,
  );
}

function first<T>(items: readonly T[], what: string): T {
  const [item] = items;
  if (item === undefined) throw new Error(`The sandbox has no ${what}`);
  return item;
}
