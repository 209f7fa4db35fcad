/** The portals of a person (contract 3.9). */
import type { DeskOrg } from '../world';
import { urlNotFound } from './errors';
import { portalsOf } from './gate';
import { deskHost, isAdministrator } from './org';
import { list, ok, param, type Ask, type Route } from './route';

const editions: Readonly<Record<string, string>> = {
  free: 'FREE',
  trial: 'ENTERPRISE',
  express: 'EXPRESS',
  standard: 'PROFESSIONAL',
  professional: 'PROFESSIONAL',
  enterprise: 'ENTERPRISE',
  zohoone: 'ZOHOONE',
};

function shown(ask: Ask, org: DeskOrg, isDefault: boolean): Record<string, unknown> {
  const agent = org.agents.find((candidate) => candidate.zuid === ask.agent.zuid);
  const primary = ask.world.people.find((person) => person.zuid === org.agents[0]?.zuid)?.email;
  return {
    id: org.id,
    companyName: org.name,
    portalName: org.portal,
    portalURL: `https://${deskHost(org)}/portal/${org.portal}`,
    edition: editions[org.edition.toLowerCase()] ?? 'FREE',
    isDefault,
    isAdminInOrg: agent !== undefined && isAdministrator(org, agent),
    isSandboxPortal: false,
    isPayloadEncryptionEnabled: false,
    timeZone: org.timeZone,
    alias: '',
    description: '',
    employeeCount: String(org.agents.length),
    primaryContact: primary ?? null,
    street: '',
    city: '',
    state: '',
    country: '',
    zip: '',
    phoneNumber: '',
    mobile: '',
    fax: '',
    website: '',
    currencyCode: 'USD',
    currencySymbol: '$',
    currencyLocale: 'en_US',
    logoURL: null,
    faviconURL: null,
  };
}

function portals(ask: Ask): readonly Record<string, unknown>[] {
  return portalsOf(ask.world, ask.agent.zuid).map((org, index) => shown(ask, org, index === 0));
}

const scopes = ['Desk.basic.READ', 'Desk.settings.READ', 'Desk.organization.READ'];

/** Routes answered without an orgId, and one portal by its id (contract 3.9). */
export const organizationRoutes: readonly Route[] = [
  ...['/organizations', '/accessibleOrganizations'].map((path): Route => ({
    method: 'GET',
    path,
    scopes,
    price: 1,
    query: [],
    anyOrg: true,
    handle: (ask) => list(portals(ask)),
  })),
  {
    method: 'GET',
    path: '/organizations/:id{[0-9]+}',
    scopes,
    price: 1,
    query: [],
    anyOrg: true,
    handle: (ask) => {
      const portal = portals(ask).find((candidate) => candidate['id'] === param(ask));
      if (portal === undefined) throw urlNotFound();
      return ok(portal);
    },
  },
];
