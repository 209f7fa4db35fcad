/**
 * What the person at this browser may see. Their Desk profile is read with their own token, the
 * administrator's settings are kept in the vault, and what either withdraws is erased from the
 * caches before anybody is answered.
 */
import type { DeskProfile, PermissionsConfig, PermissionsView } from '../protocol/permissions';
import type { AdditionKind, Instant } from '../types';
import {
  additionsFor,
  allowedFor,
  isAnyAllowed,
  nothingAllowed,
  type Access,
  type Allowed,
} from '../core/permissions';
import { grantedKinds } from '../core/addition';
import { problemOf } from '../core/problem';
import type { Connection, Vault } from './connect-ports';
import type { Alarms, Clock, Log, Notifier } from './ports';

/** Profiles of the help desk, as the signed-in person may read them. */
export interface DeskProfiles {
  own(): Promise<DeskProfile>;
  all(): Promise<readonly DeskProfile[]>;
  /** Active agents by profile id; a profile that is not named has none. */
  headcounts(): Promise<Readonly<Record<string, number>>>;
}

/** The person's own profile as last read, and what was erased for. */
export interface KnownProfile {
  readonly profile: DeskProfile;
  readonly readAt: Instant;
  /** Whose it is: another person's says nothing. */
  readonly of: string;
  /** What the caches were last brought to. */
  readonly applied: Allowed;
}

export interface PermissionsPorts {
  readonly vault: Pick<
    Vault,
    'permissions' | 'savePermissions' | 'knownProfile' | 'saveKnownProfile'
  >;
  readonly desk: DeskProfiles;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly log: Log;
  readonly notifier: Notifier;
  connection(): Promise<Connection | null>;
  /** What the browser's policy sets; null where it sets nothing. It counts before anything else. */
  managed?(): Promise<PermissionsConfig | null>;
  /** Whether a value that came by message is a configuration. */
  isConfig(value: unknown): boolean;
  /** Takes out of the caches what is not allowed any more. */
  narrow(allowed: Allowed): Promise<void>;
  /** Called before changed rules are stored: a worker that is killed in between leaves nothing to show. */
  withhold(): Promise<void>;
}

export interface Permissions {
  /** What may be seen now. Rejects while the person's profile was never read and cannot be. */
  allowed(): Promise<Allowed>;
  /** What this agent may add to CRM where they see `access` of the customer. */
  additions(access: Access | null): Promise<readonly AdditionKind[]>;
  /** Whether the sidebar is to be there at all. True where nobody is connected: it says so. */
  mayShow(): Promise<boolean>;
  /** For the start of the worker and its alarm: applies what has changed, and sets the next alarm. Never rejects. */
  poll(): Promise<void>;
  /** Reads the person's own profile anew, however young it is, and applies it. */
  refresh(): Promise<void>;
  isConfig(value: unknown): boolean;
  view(): Promise<PermissionsView>;
  /** How many people each profile concerns. */
  readonly people: DeskProfiles['headcounts'];
  save(config: PermissionsConfig): Promise<PermissionsView>;
  /** Takes over what an administrator has published; what it withdraws is erased before this resolves. */
  adopt(config: PermissionsConfig): Promise<void>;
  /** For the end of the integration. */
  forget(): Promise<void>;
}

export const permissionsAlarm = 'permissions';

/** ms. A person's profile changes a few times a year; this is how long a change may go unseen. */
const profileFor = 15 * 60_000;
/** ms. After a failure the last known profile counts, and Desk is left alone this long. */
const retryAfter = 60_000;

/** Permissions over these ports; one for the life of the worker. */
export function createPermissions(ports: PermissionsPorts): Permissions {
  const { vault, desk, alarms, clock, log, notifier } = ports;
  let known: KnownProfile | null | undefined;
  let config: PermissionsConfig | null | undefined;
  let reading: Promise<DeskProfile> | null = null;
  let applying: Promise<void> = Promise.resolve();
  let failedAt: Instant | null = null;

  async function ownProfile(connection: Connection, longest: number): Promise<DeskProfile> {
    if (known === undefined) {
      const stored = await vault.knownProfile();
      // Another look may have been quicker, and newer.
      known ??= stored;
    }
    const mine = known !== null && known.of === ownerOf(connection) ? known : null;
    const now = clock.now();
    const age = mine === null ? Number.POSITIVE_INFINITY : now - mine.readAt;
    if (mine !== null && age >= 0 && age < longest) return mine.profile;
    if (mine !== null && failedAt !== null && now - failedAt < retryAfter) return mine.profile;
    try {
      reading ??= desk.own().finally(() => {
        reading = null;
      });
      const profile = await reading;
      failedAt = null;
      if (!isSame(profile, mine?.profile ?? null)) await ports.withhold();
      known = {
        profile,
        readAt: clock.now(),
        of: ownerOf(connection),
        applied: mine?.applied ?? nothingAllowed,
      };
      await vault.saveKnownProfile(known);
      return profile;
    } catch (thrown) {
      if (mine === null) throw thrown;
      failedAt = clock.now();
      log.warn('permissions.profileNotRead', { code: problemOf(thrown).code });
      return mine.profile;
    }
  }

  async function current(longest: number): Promise<Allowed> {
    const connection = await ports.connection();
    if (connection === null) return nothingAllowed;
    const profile = await ownProfile(connection, longest);
    const allowed = allowedFor(await inForce(), profile);
    await apply(allowed);
    return allowed;
  }

  /** The settings that count on this machine. */
  async function inForce(): Promise<PermissionsConfig | null> {
    const managed = (await ports.managed?.()) ?? null;
    if (managed !== null) return managed;
    if (config === undefined) {
      const stored = await vault.permissions();
      // Not over what was set meanwhile.
      if (config === undefined) config = stored;
    }
    return config;
  }

  /** One after another, so that what was withdrawn last is what is erased last. */
  function apply(allowed: Allowed): Promise<void> {
    applying = applying.then(
      () => bring(allowed),
      () => bring(allowed),
    );
    return applying;
  }

  async function bring(allowed: Allowed): Promise<void> {
    if (known == null || isSame(known.applied, allowed)) return;
    await ports.narrow(allowed);
    // Stored last: killed in between, the next look erases again.
    known = { ...known, applied: allowed };
    await vault.saveKnownProfile(known);
    notifier.changed('profile');
  }

  async function adopt(next: PermissionsConfig): Promise<void> {
    await ports.withhold();
    await vault.savePermissions(next);
    config = next;
    await current(profileFor);
    notifier.changed('setup');
  }

  async function view(): Promise<PermissionsView> {
    const [stored, profiles, managed, connection] = await Promise.all([
      vault.permissions(),
      desk.all(),
      ports.managed?.(),
      ports.connection(),
    ]);
    const writing = stored?.writing ?? [];
    const granted = grantedKinds(writing, connection?.scopes ?? []);
    const ungranted = writing.filter((kind) => !granted.includes(kind));
    return {
      config: stored,
      profiles,
      ...(managed != null && { managed: true }),
      ...(ungranted.length > 0 && { ungranted }),
    };
  }

  return {
    view,
    people: () => desk.headcounts(),
    isConfig: (value) => ports.isConfig(value),
    allowed: () => current(profileFor),
    async additions(access) {
      // Reads the profile where that was not done yet.
      const allowed = await current(profileFor);
      if (!isAnyAllowed(allowed)) return [];
      return additionsFor(await inForce(), known?.profile ?? null, access);
    },
    async mayShow() {
      if ((await ports.connection()) === null) return true;
      // A profile that cannot be read is a problem to be told, not a reason to vanish.
      return current(profileFor).then(isAnyAllowed, () => true);
    },
    async poll() {
      try {
        if ((await ports.connection()) === null) return;
        await alarms.set(permissionsAlarm, clock.now() + profileFor);
        // A deletion that fell in between has cleared its alarms already.
        if ((await ports.connection()) === null) return await alarms.clear(permissionsAlarm);
        await current(profileFor);
      } catch (thrown) {
        log.warn('permissions.pollFailed', { code: problemOf(thrown).code });
      }
    },
    async refresh() {
      failedAt = null;
      await current(0);
    },
    async save(next) {
      await adopt(next);
      return view();
    },
    adopt,
    async forget() {
      known = undefined;
      config = undefined;
      failedAt = null;
      await alarms.clear(permissionsAlarm);
    },
  };
}

/** Whose profile was read: another person's says nothing. */
const ownerOf = ({ deskOrg, user }: Connection): string => `${deskOrg.id} ${user.email}`;

const isSame = <T>(one: T, other: T): boolean => JSON.stringify(one) === JSON.stringify(other);
