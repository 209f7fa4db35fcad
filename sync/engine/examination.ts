import type { Organisation, SignIn } from '../protocol';
import type { Side } from '../types';
import type { Connection, OAuthGrant, Trial } from './connect-ports';
import { refused } from './connect-problems';

/** What a new grant leads to, and whether it may take the place it was asked for. */
export interface Examination {
  readonly grant: OAuthGrant;
  readonly trial: Trial;
  /** What is connected already; the grant must lead there and nowhere else. Null during set-up. */
  readonly connection: Connection | null;
  /** The other product's grant, where there is one. */
  readonly other: OAuthGrant | null;
  /** The Desk portal chosen before. */
  readonly deskOrgId: string | null;
}

/**
 * Finds out whom a grant speaks for, before it is stored: a grant of another company in the vault
 * would let the next write go to that company. Throws SyncError when it must not be used.
 */
export async function examine(side: Side, examination: Examination): Promise<SignIn> {
  const { grant, connection, other } = examination;
  const expected = connection?.dataCentre ?? other?.dataCentre ?? grant.dataCentre;
  if (grant.dataCentre !== expected) throw refused('connect.dataCentreMix');
  return side === 'desk' ? examineDesk(examination) : examineCrm(examination);
}

async function examineDesk(examination: Examination): Promise<SignIn> {
  const { grant, trial, connection } = examination;
  const organisations = await trial('desk', grant, null).deskOrganisations();
  const [first] = organisations;
  if (first === undefined) throw refused('connect.noPortal');
  const wanted = connection?.deskOrg.id ?? examination.deskOrgId;
  const chosen =
    organisations.find(({ id }) => id === wanted) ?? (organisations.length === 1 ? first : null);
  if (connection !== null && chosen?.id !== connection.deskOrg.id)
    throw refused('connect.otherPortal');
  // The person is the same in every portal; the rights are not.
  const inPortal = trial('desk', grant, (chosen ?? first).id);
  const [me, lacks] = await Promise.all([
    inPortal.deskMe(),
    chosen === null ? undefined : inPortal.lacks('desk'),
  ]);
  const administrator =
    chosen === null
      ? organisations.some((organisation) => organisation.administrator)
      : me.administrator || chosen.administrator;
  if (connection !== null && !administrator) throw refused('connect.notDeskAdministrator');
  return {
    user: { name: me.name, email: me.email },
    administrator,
    dataCentre: grant.dataCentre,
    organisations: organisations.map(plain),
    organisationId: chosen?.id ?? null,
    lacks,
  };
}

async function examineCrm({ grant, trial, connection }: Examination): Promise<SignIn> {
  const directory = trial('crm', grant, null);
  const [me, organisation, lacks] = await Promise.all([
    directory.crmMe(),
    directory.crmOrganisation(),
    directory.lacks('crm'),
  ]);
  if (connection !== null && organisation.zgid !== connection.crmOrg.zgid)
    throw refused('connect.otherCompany');
  if (connection !== null && !me.administrator) throw refused('connect.notCrmAdministrator');
  return {
    user: { name: me.name, email: me.email },
    administrator: me.administrator,
    dataCentre: grant.dataCentre,
    organisations: [plain(organisation)],
    organisationId: organisation.id,
    lacks,
  };
}

/** What binds the two organisations, read anew: rights and companies may have changed since sign-in. */
export async function bind(request: {
  readonly desk: OAuthGrant;
  readonly crm: OAuthGrant;
  readonly deskOrgId: string;
  /** The company that the person saw. */
  readonly crmOrgId: string;
  readonly trial: Trial;
}): Promise<Omit<Connection, 'connectedAt'>> {
  const { desk, crm, trial } = request;
  if (desk.dataCentre !== crm.dataCentre) throw refused('connect.dataCentreMix');
  const inDesk = trial('desk', desk, request.deskOrgId);
  const inCrm = trial('crm', crm, null);
  const [organisations, me, crmMe, crmOrg] = await Promise.all([
    inDesk.deskOrganisations(),
    inDesk.deskMe(),
    inCrm.crmMe(),
    inCrm.crmOrganisation(),
  ]);
  const deskOrg = organisations.find(({ id }) => id === request.deskOrgId);
  if (deskOrg === undefined) throw refused('connect.otherPortal');
  if (!me.administrator && !deskOrg.administrator) throw refused('connect.notDeskAdministrator');
  if (!crmMe.administrator) throw refused('connect.notCrmAdministrator');
  if (crmOrg.id !== request.crmOrgId) throw refused('connect.companyChanged');
  return {
    dataCentre: desk.dataCentre,
    deskOrg,
    crmOrg,
    user: { name: me.name, email: me.email },
    scopes: scopesOf({ desk, crm }),
  };
}

/** Every scope of the two grants once. */
export function scopesOf(grants: Readonly<Record<Side, OAuthGrant | null>>): string[] {
  return [...new Set([...(grants.desk?.scopes ?? []), ...(grants.crm?.scopes ?? [])])];
}

/** Without what a screen has no use for. */
function plain(organisation: Organisation): Organisation {
  const { id, name, type, edition, currency, administrator } = organisation;
  return { id, name, type, edition, currency, administrator };
}
