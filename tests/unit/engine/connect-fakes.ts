/** Working in-memory versions of what connecting and the screens need of the world. */
import { digest } from '../../../sync/core/digest';
import { SyncError } from '../../../sync/core/problem';
import type { ContactMark } from '../../../sync/core/foreign-sync';
import type { DeviceGrants, SealBox } from '../../../sync/engine/access-ports';
import type { Connection, OAuth, Trial } from '../../../sync/engine/connect-ports';
import type { ConnectPorts } from '../../../sync/engine/connect-state';
import type { Lack, Organisation } from '../../../sync/protocol';
import type { PermissionsConfig } from '../../../sync/protocol/permissions';
import type { Published } from '../../../sync/protocol/publication';
import { createAccessTexts } from '../../../sync/storage/access-shape';
import type { DataCentre, Side } from '../../../sync/types';
import { createClock, createNotifier, silent, start, type Gate } from './small-fakes';
import { createVault } from './vault-fake';

export type Portal = Organisation & { readonly portal: string };
export type Company = Organisation & { readonly zgid: string; readonly timeZone: string };

export function portal(id: string, over: Partial<Portal> = {}): Portal {
  return {
    id,
    name: `Portal ${id}`,
    type: 'production',
    edition: 'Enterprise',
    currency: null,
    administrator: true,
    portal: `portal-${id}`,
    ...over,
  };
}

export function company(id: string, over: Partial<Company> = {}): Company {
  return {
    id,
    name: `Company ${id}`,
    type: 'production',
    edition: 'Enterprise',
    currency: 'EUR',
    administrator: true,
    zgid: `z${id}`,
    timeZone: 'Europe/Berlin',
    ...over,
  };
}

/** What Zoho would show to whoever signs in now. Tests change it between steps. */
export interface Zoho {
  dataCentre: DataCentre;
  portals: readonly Portal[];
  company: Company;
  deskAdministrator: boolean;
  crmAdministrator: boolean;
  foreign: number | SyncError;
  /** Thrown by the next sign-in at this step. */
  fail: Partial<Record<'checkClient' | 'begin' | 'authorize' | 'exchange' | 'directory', unknown>>;
  /** Keeps the sign-in window open until it is opened. */
  window: Gate | null;
  /** What a look for the device grant finds; null: pending. */
  device: Awaited<ReturnType<DeviceGrants['poll']>> | null;
  published: Published;
  marks: readonly ContactMark[];
  lacks: Readonly<Record<Side, readonly Lack[]>>;
}

/** Tells whom a text is for, and hides nothing. */
function createSealFake(): SealBox {
  let own: string | null = null;
  let made = 0;
  return {
    renew: async () => {
      own = `${'k'.repeat(80)}${String((made += 1))}`;
      return own;
    },
    seal: async (publicKey, context, text) => JSON.stringify([publicKey, context, text]),
    open: async (context, sealed) => {
      const [publicKey, bound, text] = JSON.parse(sealed) as readonly string[];
      return publicKey === own && bound === context ? (text ?? null) : null;
    },
    fingerprint: async (text) => digest(text),
    forget: async () => {
      own = null;
    },
  };
}

/** Connecting over fakes, with everything a test may look at or turn. */
export function createWorld(vault = createVault()) {
  const zoho: Zoho = {
    dataCentre: 'eu',
    portals: [portal('10')],
    company: company('20'),
    deskAdministrator: true,
    crmAdministrator: true,
    foreign: 0,
    fail: {},
    window: null,
    device: null,
    published: { state: 'none' },
    marks: [],
    lacks: { desk: [], crm: [] },
  };
  const seen = {
    revoked: [] as string[],
    forgotten: 0,
    windows: 0,
    authorized: [] as { connection: Connection; displayOnly: boolean }[],
    deleted: 0,
    reconnected: 0,
    polls: 0,
    sync: [] as string[],
    ids: 0,
    alarms: new Map<string, number>(),
    settings: [] as PermissionsConfig[],
    started: 0,
    released: 0,
    /** `{side}:{refresh token}:{Desk organisation}` of every trial directory. */
    trials: [] as string[],
    startedAt: [] as DataCentre[],
  };
  let tokens = 0;
  function check(at: keyof Zoho['fail']): void {
    if (zoho.fail[at] !== undefined) throw zoho.fail[at];
  }

  const oauth: OAuth = {
    checkClient: async () => check('checkClient'),
    begin: async ({ dataCentre }) => {
      check('begin');
      seen.startedAt.push(dataCentre);
      return { url: 'https://accounts.zoho.eu/', state: 's', verifier: 'v' };
    },
    exchange: async ({ side }) => {
      check('exchange');
      tokens += 1;
      return {
        refreshToken: `${side}-${tokens}`,
        scopes: [`${side}.read`, 'shared'],
        dataCentre: zoho.dataCentre,
        apiDomain: 'https://www.zohoapis.eu',
        grantedAt: start,
      };
    },
    revoke: async ({ refreshToken }) => {
      seen.revoked.push(refreshToken);
    },
  };

  async function answer<T>(value: T): Promise<T> {
    check('directory');
    return value;
  }

  const trial: Trial = (side: Side, grant, deskOrgId) => {
    seen.trials.push(`${side}:${grant.refreshToken}:${deskOrgId}`);
    const person = { name: `${side} person`, email: `${side}@example.com` };
    return {
      deskMe: () => {
        if (deskOrgId === null) throw new Error('orgId is missing');
        const profile = { profileId: '1', profileName: 'Administrator' };
        return answer({ ...person, ...profile, administrator: zoho.deskAdministrator });
      },
      deskOrganisations: () => answer(zoho.portals),
      crmMe: () => answer({ ...person, administrator: zoho.crmAdministrator }),
      crmOrganisation: () => answer(zoho.company),
      contactMarks: () => answer(zoho.marks),
      lacks: async () => zoho.lacks[side],
      foreignCrmIds: async () => {
        if (zoho.foreign instanceof SyncError) throw zoho.foreign;
        return zoho.foreign;
      },
    };
  };

  const notifier = createNotifier();
  const clock = createClock();
  const ports: ConnectPorts = {
    vault,
    oauth,
    trial,
    clock,
    notifier,
    log: silent,
    homepage: 'https://example.org',
    identity: {
      redirectAddress: () => 'https://tandem.chromiumapp.org/zoho',
      authorize: async () => {
        seen.windows += 1;
        await zoho.window?.opened;
        check('authorize');
        return 'https://tandem.chromiumapp.org/zoho?code=1';
      },
    },
    tokens: {
      access: async () => 'token',
      refused: async () => undefined,
      forget: async () => {
        seen.forgotten += 1;
      },
    },
    devices: {
      begin: async (_client, dataCentre) => ({
        userCode: 'ABCD-EFGH',
        deviceCode: 'device',
        address: 'https://accounts.zoho.eu/oauth/v3/device',
        expiresAt: clock.now() + 300_000,
        dataCentre,
      }),
      poll: async () => {
        seen.polls += 1;
        return zoho.device ?? { state: 'pending' };
      },
    },
    seal: createSealFake(),
    texts: createAccessTexts((origin) => origin.startsWith('https://www.zohoapis.')),
    alarms: {
      set: async (name, at) => void seen.alarms.set(name, at),
      clear: async (name) => void seen.alarms.delete(name),
    },
    random: { id: () => `request-${String((seen.ids += 1))}` },
    scopesOf: () => ['crm.read'],
    readSettings: async () => zoho.published,
    pauseSync: async () => void seen.sync.push('pause'),
    resumeSync: async () => void seen.sync.push('resume'),
    displayOnly: async () => void seen.sync.push('displayOnly'),
    refreshProfile: async () => undefined,
    applySettings: async (settings) => void seen.settings.push(settings),
    onAuthorized: async (connection, displayOnly) => {
      seen.authorized.push({ connection, displayOnly });
    },
    releaseSync: async () => {
      seen.released += 1;
    },
    onStarted: () => {
      seen.started += 1;
    },
    onReconnected: () => {
      seen.reconnected += 1;
    },
    onDeleted: async () => {
      seen.deleted += 1;
    },
  };
  return { zoho, seen, vault, ports, notifier, clock };
}

export const client = {
  clientId: ' 1000.ABC ',
  clientSecret: ' secret ',
  dataCentre: 'us',
} as const;
