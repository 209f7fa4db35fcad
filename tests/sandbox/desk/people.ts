/** Agents, departments, roles, profiles and the asking person (contract 3.9). */
import type { DeskAgent, DeskOrg, World } from '../world';
import { fieldError, invalidData, urlNotFound } from './errors';
import { settingOf } from './fields';
import { rolesOf } from './org';
import { listOf, pageOf, slice, type PageRule } from './paging';
import { permissionsOf, profileType } from './profiles';
import { list, ok, param, type Ask, type Route } from './route';
import { isoTime } from './shape-parts';

type Shape = Record<string, unknown>;

const rule: PageRule = { defaultLimit: 10, maxLimit: 200, base: 0 };
const permissionTypes = {
  Administrator: 'Admin',
  Standard: 'AgentPublic',
  Light: 'Light',
  Custom: 'Custom',
} as const;

function agentShape(world: World, org: DeskOrg, agent: DeskAgent): Shape {
  const person = world.people.find((candidate) => candidate.zuid === agent.zuid);
  return {
    id: agent.id,
    zuid: agent.zuid,
    name: `${person?.firstName ?? ''} ${person?.lastName ?? ''}`.trim(),
    firstName: person?.firstName ?? '',
    lastName: person?.lastName ?? '',
    emailId: person?.email ?? '',
    profileId: agent.profileId,
    roleId: agent.roleId,
    rolePermissionType: permissionTypes[profileType(org, agent.profileId)],
    status: agent.status,
    isConfirmed: true,
    associatedDepartmentIds: agent.departmentIds,
    associatedChatDepartmentIds: [],
    timeZone: org.timeZone,
    photoURL: null,
    phone: '',
    mobile: '',
    extn: '',
    aboutInfo: '',
    langCode: 'en_US',
    countryCode: 'en_US',
    channelExpert: [],
    isZiaAgent: false,
  };
}

function profileShape(org: DeskOrg, profileId: string): Shape {
  const profile = org.profiles.find((candidate) => candidate.id === profileId);
  if (profile === undefined) throw urlNotFound();
  const type = profileType(org, profileId);
  return {
    id: profile.id,
    name: profile.name,
    description: `${profile.name} profile`,
    default: type !== 'Custom',
    isVisible: true,
    type,
    permissions: permissionsOf(org, profileId),
  };
}

function roleShape(org: DeskOrg, role: ReturnType<typeof rolesOf>[number]): Shape {
  return {
    ...role,
    isDefault: role.name === 'CEO',
    isVisible: role.name !== 'LightAgent',
    shareDataWithPeers: role.name === 'CEO',
    reportsTo: role.name === 'Manager' ? (rolesOf(org)[0]?.id ?? null) : null,
    immediateSubRoles:
      role.name === 'CEO'
        ? rolesOf(org)
            .slice(1, 2)
            .map((sub) => sub.id)
        : [],
  };
}

function departmentShape(org: DeskOrg, department: DeskOrg['departments'][number]): Shape {
  return {
    id: department.id,
    name: department.name,
    nameInCustomerPortal: department.name,
    sanitizedName: department.slug,
    description: null,
    isDefault: department.id === org.departments[0]?.id,
    isEnabled: true,
    isVisibleInCustomerPortal: true,
    isAssignToTeamEnabled: true,
    hasLogo: false,
    chatStatus: 'NOT_CREATED',
    creatorId: org.agents[0]?.id ?? null,
    createdTime: isoTime(settingOf(org, 'createdAt', () => 0)),
  };
}

function included(ask: Ask, agent: DeskAgent, include: readonly string[]): Shape {
  const profile = ask.org.profiles.find((candidate) => candidate.id === agent.profileId);
  const role = rolesOf(ask.org).find((candidate) => candidate.id === agent.roleId);
  const departments = ask.org.departments.filter((department) =>
    agent.departmentIds.includes(department.id),
  );
  return {
    ...(include.includes('profile') && profile !== undefined
      ? { profile: { id: profile.id, name: profile.name } }
      : {}),
    ...(include.includes('role') && role !== undefined
      ? { role: { id: role.id, name: role.name } }
      : {}),
    ...(include.includes('associatedDepartments')
      ? {
          associatedDepartments: departments.map(({ id, name, slug }) => ({
            id,
            name,
            sanitizedName: slug,
          })),
        }
      : {}),
    ...(include.includes('associatedChatDepartments') ? { associatedChatDepartments: [] } : {}),
  };
}

const agentIncludes = [
  'profile',
  'role',
  'associatedDepartments',
  'associatedChatDepartments',
  'verifiedEmails',
];

function agents(ask: Ask): readonly Shape[] {
  const status = listOf(ask.query, 'status', ['ACTIVE', 'DISABLED'])[0];
  const departmentIds = listOf(ask.query, 'departmentIds');
  const profileIds = listOf(ask.query, 'profileIds');
  const roleIds = listOf(ask.query, 'roleIds');
  const text = ask.query.get('searchStr')?.replaceAll('*', '').toLowerCase() ?? '';
  const include = listOf(ask.query, 'include', agentIncludes);
  const found = ask.org.agents.filter((agent) => {
    const shape = agentShape(ask.world, ask.org, agent);
    return (
      (status === undefined || agent.status === status) &&
      (departmentIds.length === 0 ||
        departmentIds.some((id) => agent.departmentIds.includes(id))) &&
      (profileIds.length === 0 || profileIds.includes(agent.profileId)) &&
      (roleIds.length === 0 || roleIds.includes(agent.roleId)) &&
      `${String(shape['name'])} ${String(shape['emailId'])}`.toLowerCase().includes(text)
    );
  });
  return slice(found, pageOf(ask.query, rule)).map((agent) =>
    Object.assign(agentShape(ask.world, ask.org, agent), included(ask, agent, include)),
  );
}

function agentsByIds(ask: Ask): readonly Shape[] {
  const ids = listOf(ask.query, 'agentIds');
  if (ids.length === 0 || ids.length > 50)
    throw invalidData(fieldError('agentIds', ids.length === 0 ? 'missing' : 'invalid'));
  return ask.org.agents
    .filter((agent) => ids.includes(agent.id))
    .map((agent) => agentShape(ask.world, ask.org, agent));
}

function get(
  path: string,
  query: readonly string[],
  handle: Route['handle'],
  price: Route['price'] = 1,
  scope = 'agents',
): Route {
  const scopes = ['Desk.basic.READ', 'Desk.settings.READ', `Desk.${scope}.READ`];
  return { method: 'GET', path, scopes, price, query, handle };
}

/** Routes of contract 3.9 about people. */
export const peopleRoutes: readonly Route[] = [
  get('/myinfo', ['include'], (ask) => {
    const include = listOf(ask.query, 'include', agentIncludes);
    return ok({
      ...agentShape(ask.world, ask.org, ask.agent),
      ...included(ask, ask.agent, include),
    });
  }),
  get(
    '/agents',
    [
      'from',
      'limit',
      'status',
      'departmentIds',
      'profileIds',
      'roleIds',
      'searchStr',
      'include',
      'isConfirmed',
      'rolePermissionType',
      'fieldName',
    ],
    (ask) => list(agents(ask)),
    'range',
  ),
  get('/agentsByIds', ['agentIds'], (ask) => list(agentsByIds(ask)), 'range'),
  get('/agents/:id{[0-9]+}', ['include'], (ask) => {
    const agent = ask.org.agents.find((candidate) => candidate.id === param(ask));
    if (agent === undefined) throw urlNotFound();
    const include = listOf(ask.query, 'include', agentIncludes);
    return ok({ ...agentShape(ask.world, ask.org, agent), ...included(ask, agent, include) });
  }),
  get(
    '/departments',
    ['from', 'limit', 'isEnabled', 'searchStr', 'chatStatus'],
    (ask) => {
      const text = ask.query.get('searchStr')?.replaceAll('*', '').toLowerCase() ?? '';
      const found = ask.query.get('isEnabled') === 'false' ? [] : ask.org.departments;
      const named = found.filter((department) => department.name.toLowerCase().includes(text));
      return list(
        slice(named, pageOf(ask.query, rule)).map((department) =>
          departmentShape(ask.org, department),
        ),
      );
    },
    'range',
    'departments',
  ),
  get(
    '/departments/:id{[0-9]+}',
    [],
    (ask) => {
      const department = ask.org.departments.find((candidate) => candidate.id === param(ask));
      if (department === undefined) throw urlNotFound();
      const members = ask.org.agents.filter((agent) => agent.departmentIds.includes(department.id));
      return ok({
        ...departmentShape(ask.org, department),
        associatedAgentIds: members.map((agent) => agent.id),
      });
    },
    1,
    'departments',
  ),
  get(
    '/profiles',
    ['visible', 'default', 'searchStr', 'from', 'limit'],
    (ask) => {
      const page = pageOf(ask.query, { defaultLimit: 250, maxLimit: 250, base: 0 });
      return list(
        slice(ask.org.profiles, page).map((profile) => profileShape(ask.org, profile.id)),
      );
    },
    1,
    'permissions',
  ),
  get(
    '/profiles/:id{[0-9]+}',
    [],
    (ask) => ok(profileShape(ask.org, param(ask))),
    1,
    'permissions',
  ),
  get('/myProfile', [], (ask) => ok(profileShape(ask.org, ask.agent.profileId)), 1, 'permissions'),
  get(
    '/myProfilePermissions',
    [],
    (ask) => ok(permissionsOf(ask.org, ask.agent.profileId)),
    1,
    'permissions',
  ),
  get(
    '/roles',
    ['from', 'limit', 'isDefault', 'isVisible', 'searchStr'],
    (ask) => {
      const page = pageOf(ask.query, { defaultLimit: 10, maxLimit: 500, base: 0 });
      return list(slice(rolesOf(ask.org), page).map((role) => roleShape(ask.org, role)));
    },
    'range',
  ),
];
