/**
 * The sidebar's read model: what was shown last at once, what is true now behind it. A profile is
 * held under its own place from the first read to the last message, so that a late answer can
 * only ever arrive where it belongs.
 */
import type { Instant, Place, Problem } from '../types';
import type { ProfileView } from '../protocol/profile';
import { dayOf, rulesFor } from '../core/customer-type';
import { allAllowed, type Allowed } from '../core/permissions';
import { ofScreens, problemOf, SyncError } from '../core/problem';
import { lacks, project, subjectOf } from './access';
import { readCandidates } from './candidates';
import type { Connection } from './connect-ports';
import { readCustomer } from './customer';
import { empty, readDeskOnly } from './desk-only';
import { choosableAddress, identify } from './identify';
import type { PeopleReader } from './handshake-ports';
import type { Clock, Log, Notifier, Store } from './ports';
import {
  blank,
  memoryOf,
  narrowMemories,
  placeKey,
  remember,
  type ProfileMemories,
} from './profile-memory';
import type { CrmReader, DeskReader, ProfileCache } from './profile-ports';

export interface ProfilePorts {
  readonly desk: DeskReader;
  readonly crm: CrmReader;
  readonly people: PeopleReader;
  readonly cache: ProfileCache;
  readonly store: Pick<Store, 'pairsById'>;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly log: Log;
  connection(): Promise<Connection | null>;
  /** What the browser says; false is certain, true is not. */
  online(): boolean;
  /** What this agent may see now. Everything when absent. */
  allowed?(): Promise<Allowed>;
  /** For amounts inside texts; the browser's own when absent. */
  readonly locale?: string | undefined;
}

export interface Profiles {
  /** The cached profile at once; a refresh goes on behind it where one is due or asked for. */
  get(place: Place, refresh: boolean): Promise<ProfileView>;
  /** Remembers who of several it is, and resolves with that customer's profile. */
  choose(place: Place, module: 'Contacts' | 'Leads', id: string): Promise<ProfileView>;
  forgetChoice(place: Place): Promise<ProfileView>;
  /** Asks anew, after a link was made or cut, and waits for the answer. */
  anew(place: Place): Promise<ProfileView>;
  /** Takes out of cache and memory what may not be shown any more. */
  narrow(allowed: Allowed): Promise<void>;
  /** Empties cache and memory; what is still being read is thrown away when it arrives. */
  forget(): Promise<void>;
}

/** ms. Opening a place again within this time asks nobody: tabs are switched more often than deals change. */
const freshFor = 60_000;
/**
 * ms. After a failure a look at the place does not ask again sooner; a person's Refresh does. A
 * sidebar that stays open looks ever less often (`recovery.ts`).
 */
const retryAfter = 5000;

export function createProfiles(ports: ProfilePorts): Profiles {
  const { cache, clock, notifier, log } = ports;
  const flights = new Map<string, Promise<void>>();
  const memories: ProfileMemories = new Map();
  let generation = 0;
  let narrowings = 0;

  async function get(place: Place, refresh: boolean): Promise<ProfileView> {
    const connection = await ports.connection();
    if (connection === null) return notConnected(place);
    const [cached, allowed] = await Promise.all([lastShown(place), allowedNow()]);
    if (subjectOf(place, allowed) === null) return { ...empty(place), result: { state: 'hidden' } };
    const shown = cached === null ? null : project(cached, allowed);
    if (refresh || (ports.online() && isDue(place, shown, allowed))) void start(place, connection);
    return present(place, cached);
  }

  /** Whether a look at the place is worth asking Zoho for. */
  function isDue(place: Place, cached: ProfileView | null, allowed: Allowed): boolean {
    const now = clock.now();
    const { endedAt, problem } = memoryOf(memories, place);
    // However fresh what is shown: the trouble beside it may be over.
    if (problem !== null && endedAt !== null) return !within(now, endedAt, retryAfter);
    if (cached === null || lacks(cached, allowed)) return true;
    return !within(now, cached.updatedAt, freshFor);
  }

  /** One refresh of a place at a time: a second one would read the same. */
  function start(place: Place, connection: Connection): Promise<void> {
    const key = placeKey(place);
    const running = flights.get(key);
    if (running !== undefined) return running;
    const flight = refreshed(place, connection, generation).finally(() => {
      flights.delete(key);
      // Last, so that whoever asks now is not told of a refresh that is over.
      notifier.changed('profile', key);
    });
    flights.set(key, flight);
    return flight;
  }

  async function refreshed(place: Place, connection: Connection, began: number): Promise<void> {
    try {
      const read = await readProfile(place, connection, began);
      // The integration may have been deleted, and rights withdrawn, while Zoho answered.
      const [still, allowed] = await Promise.all([ports.connection(), allowedNow()]);
      const narrowed = narrowings;
      if (began !== generation || still?.connectedAt !== connection.connectedAt) return;
      const lost = connectionLost(read);
      // What was shown whole is worth more than what the connection broke off in.
      if (lost !== null && (await lastShown(place)) !== null) throw new SyncError(lost);
      const profile = project(read, allowed);
      if (profile === null) return remember(memories, place, blank);
      const unsaved = await cache.put(profile).then(
        () => null,
        () => {
          log.warn('profile.notCached');
          return profile;
        },
      );
      if (began === generation)
        remember(memories, place, { ...blank, endedAt: clock.now(), unsaved });
      // Withdrawn while it was being stored: the sweep may have passed by before.
      if (narrowed !== narrowings) await narrow(await allowedNow());
    } catch (thrown) {
      if (began !== generation) return;
      const problem = problemOf(thrown);
      log.warn('profile.failed', { type: place.type, code: problem.code });
      if (problem.code === 'oauth.reconnect') notifier.changed('status');
      remember(memories, place, { ...memoryOf(memories, place), endedAt: clock.now(), problem });
    }
  }

  /** Everything from Zoho, once. The requester is told early: Desk answers before CRM is asked. */
  async function readProfile(
    place: Place,
    connection: Connection,
    began: number,
  ): Promise<ProfileView> {
    const subject = subjectOf(place, await allowedNow());
    if (subject === null) return { ...empty(place), result: { state: 'hidden' } };
    const { access } = subject;
    if (connection.crmUser === false)
      return { ...(await readDeskOnly(place, subject, ports.desk)), updatedAt: clock.now() };
    const { requester, deskType, match } = await identify(place, subject.of, ports, (known) => {
      if (began !== generation) return;
      remember(memories, place, { ...memoryOf(memories, place), requester: known });
      notifier.changed('profile', placeKey(place));
    });
    const profile = { ...empty(place), requester };
    // Several, none and nobody are answers too, and as fresh as any.
    const rules = rulesFor((await allowedNow()).typeRules, access);
    const typing = { rules, today: dayOf(clock.now()) };
    if (match.state === 'several') {
      const candidates = await readCandidates(match.records, access, { ...ports, ...typing });
      return { ...profile, result: { state: 'several', candidates }, updatedAt: clock.now() };
    }
    if (match.state !== 'found') {
      const result = match.state === 'none' ? { ...match, crmUrl: ports.crm.home() } : match;
      return { ...profile, result, updatedAt: clock.now() };
    }
    const money = (amount: number, currency: string | null): string =>
      amountText(amount, currency ?? connection.crmOrg.currency, ports.locale);
    const customer = await readCustomer(match, deskType, access, {
      crm: ports.crm,
      money,
      ...typing,
    });
    const by =
      match.by === 'choice' ? { chosen: true } : match.by === 'link' ? { linked: true } : {};
    return {
      ...profile,
      result: { state: 'found', customer, ...by },
      updatedAt: clock.now(),
    };
  }

  /** What a screen gets now: filtered by what may be seen now, whatever it was read under. */
  async function present(place: Place, cached: ProfileView | null): Promise<ProfileView> {
    const allowed = await allowedNow();
    if (subjectOf(place, allowed) === null) return { ...empty(place), result: { state: 'hidden' } };
    const shown = cached === null ? null : project(cached, allowed);
    const refreshing = flights.has(placeKey(place));
    const { problem, requester } = memoryOf(memories, place);
    const offline = !ports.online() || (problem !== null && unreachable.has(problem.code));
    if (shown !== null) return { ...shown, refreshing, problem, offline };
    const result: ProfileView['result'] = refreshing
      ? { state: 'loading' }
      : { state: 'failed', problem: problem ?? neverShown };
    return { ...empty(place), requester, result, refreshing, offline };
  }

  async function lastShown(place: Place): Promise<ProfileView | null> {
    const { unsaved } = memoryOf(memories, place);
    if (unsaved !== null) return unsaved;
    const cached = await cache.get(place).catch(() => null);
    // A row under a wrong key must not put one customer beside another's ticket.
    return cached !== null && placeKey(cached.place) === placeKey(place) ? cached : null;
  }

  async function choose(
    place: Place,
    module: 'Contacts' | 'Leads',
    id: string,
  ): Promise<ProfileView> {
    if ((await ports.connection()) !== null)
      await cache.saveChoice(await choosableAddress(place, ports), { module, id });
    return anew(place);
  }

  async function forgetChoice(place: Place): Promise<ProfileView> {
    if ((await ports.connection()) !== null)
      await cache.forgetChoice(await choosableAddress(place, ports));
    return anew(place);
  }

  /** Waits for a refresh that begins after now: one that is under way still follows the former choice. */
  async function anew(place: Place): Promise<ProfileView> {
    await flights.get(placeKey(place));
    const connection = await ports.connection();
    if (connection === null) return notConnected(place);
    await start(place, connection);
    return present(place, await lastShown(place));
  }

  async function forget(): Promise<void> {
    generation += 1;
    memories.clear();
    await cache.clear();
  }

  async function narrow(allowed: Allowed): Promise<void> {
    narrowings += 1;
    narrowMemories(memories, allowed);
    await cache.rewrite((profile) => project(profile, allowed));
  }

  const allowedNow = async (): Promise<Allowed> => (await ports.allowed?.()) ?? allAllowed;

  return { get, choose, forgetChoice, anew, narrow, forget };
}

/** A problem with these codes means that there is no way to Zoho at all. */
const unreachable: ReadonlySet<string> = new Set(['zoho.unreachable']);

/** The problem of a part that could not be read because there was no way to Zoho any more. */
function connectionLost({ result }: ProfileView): Problem | null {
  if (result.state !== 'found') return null;
  const { account, potentials, notes, activities } = result.customer;
  for (const part of [account, potentials, notes, activities])
    if (part.state === 'failed' && unreachable.has(part.problem.code)) return part.problem;
  return null;
}

const neverShown = ofScreens('profile.offline', 'transient');

function notConnected(place: Place): ProfileView {
  return { ...empty(place), result: { state: 'notConnected' } };
}

/** Also false for an instant in the future: then a clock was set back, and age means nothing. */
function within(now: Instant, since: Instant | null, span: number): boolean {
  return since !== null && now >= since && now - since < span;
}

function amountText(amount: number, currency: string | null, locale: string | undefined): string {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(amount);
  return currency === null ? number : `${number} ${currency}`;
}
