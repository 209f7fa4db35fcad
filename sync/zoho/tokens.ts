/**
 * Access tokens (contract 1.4: one hour, ten refreshes in ten minutes). One is cached per side in
 * session memory and refreshed by one flight at a time, however many calls wait for it.
 */
import * as v from 'valibot';
import type { Tokens, Vault } from '../engine/connect-ports';
import type { Clock, Locks, Log } from '../engine/ports';
import type { Instant, Side } from '../types';
import { SyncError } from '../core/problem';
import type { Fetch } from './http';
import { failed, type ZohoCode } from './problems';
import { requestToken } from './token-call';

/** Memory that ends with the browser: never written to disk, out of content scripts' reach. */
export interface SessionStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Grows whenever everything was cleared. */
  epoch?(): number;
}

export interface TokensPorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly session: SessionStore;
  readonly log: Log;
  /** Keeps two contexts from refreshing at once. One worker alone needs none. */
  readonly locks?: Locks | undefined;
}

/** A token is replaced before its end, so that no call starts with one about to die. */
const usedShare = 0.8;
/** No token lives longer (contract 1.4); one that claims to was stored under another local time. */
const longestLifeMs = 3_600_000;
/** More than Zoho keeps alive at a time for one grant (contract 1.4: 10). */
const spoiltKept = 20;
/** How long another context's refresh is waited for before one is made all the same. */
const otherFlightMs = 500;

const cachedShape = v.object({
  token: v.string(),
  /** After this it is refreshed. */
  freshUntil: v.number(),
  /** When the grant it came from was given: a new sign-in makes the old token worthless. */
  grantedAt: v.number(),
});
type Cached = v.InferOutput<typeof cachedShape>;

/** Answers to a refresh that mean that the grant or the client is no longer good. */
const goneCodes: ReadonlySet<string> = new Set<ZohoCode>([
  'oauth.invalidClient',
  'oauth.invalidSecret',
  'oauth.codeExpired',
  'oauth.denied',
  'oauth.redirectAddress',
]);

const keyOf = (side: Side): string => `token.${side}`;
/** Holds when the grant that is gone was given. */
const lostKeyOf = (side: Side): string => `lost.${side}`;

export function createTokens(ports: TokensPorts): Tokens {
  const { clock, vault, session, log } = ports;
  const flights = new Map<Side, Promise<string>>();
  /** Moves on when everything is forgotten: a refresh begun before must not bring a token back. */
  let generation = 0;
  /** Tokens a service refused, newest last. In memory, so that marking one cannot race a refresh. */
  const spoilt: string[] = [];

  async function cached(side: Side): Promise<Cached | null> {
    const text = await session.get(keyOf(side));
    if (text === null) return null;
    try {
      const parsed = v.safeParse(cachedShape, JSON.parse(text));
      return parsed.success ? parsed.output : null;
    } catch {
      return null;
    }
  }

  async function fresh(side: Side, grantedAt: Instant): Promise<string | null> {
    const known = await cached(side);
    const now = clock.now();
    // A token from the future was stored before the local clock was set back: not to be trusted.
    if (known === null || known.grantedAt !== grantedAt || spoilt.includes(known.token))
      return null;
    const remaining = known.freshUntil - now;
    return remaining > 0 && remaining < longestLifeMs ? known.token : null;
  }

  async function refresh(side: Side): Promise<string> {
    const begun = generation;
    const [usual, grant] = await Promise.all([vault.client(), vault.grant(side)]);
    // A refresh token works with the client it was given to and no other.
    const client = grant?.client ?? usual;
    if (client === null || grant === null)
      throw failed('oauth.reconnect', { detail: `${side} no grant` });
    const known = await fresh(side, grant.grantedAt);
    if (known !== null) return known;
    try {
      const answer = await requestToken(ports, grant.dataCentre, {
        grant_type: 'refresh_token',
        client_id: client.id,
        client_secret: client.secret,
        refresh_token: grant.refreshToken,
      });
      if (begun !== generation) throw failed('oauth.reconnect', { detail: `${side} forgotten` });
      const row: Cached = {
        token: answer.accessToken,
        freshUntil: clock.now() + answer.lifeMs * usedShare,
        grantedAt: grant.grantedAt,
      };
      await session.set(keyOf(side), JSON.stringify(row));
      log.info('token.refreshed', { side });
      return answer.accessToken;
    } catch (thrown) {
      if (!(thrown instanceof SyncError)) throw thrown;
      const { code, detail } = thrown.problem;
      if (goneCodes.has(code)) {
        await session.set(lostKeyOf(side), String(grant.grantedAt));
        throw failed('oauth.reconnect', { detail, cause: thrown });
      }
      // `general_error` and names not known yet: the grant may well be good, so it is tried again.
      if (code === 'oauth.failed') throw failed('zoho.unavailable', { detail, cause: thrown });
      throw thrown;
    }
  }

  async function alone(side: Side): Promise<string> {
    const { locks } = ports;
    if (locks === undefined) return refresh(side);
    const name = `token.${side}`;
    const first = await locks.tryRun(name, () => refresh(side));
    if (first !== 'busy') return first;
    await clock.sleep(otherFlightMs);
    const second = await locks.tryRun(name, () => refresh(side));
    return second === 'busy' ? refresh(side) : second;
  }

  return {
    async access(side) {
      const running = flights.get(side);
      if (running !== undefined) return running;
      const flight = (async () => {
        const grant = await vault.grant(side);
        if (grant === null) throw failed('oauth.reconnect', { detail: `${side} no grant` });
        return (await fresh(side, grant.grantedAt)) ?? (await alone(side));
      })();
      flights.set(side, flight);
      try {
        return await flight;
      } finally {
        if (flights.get(side) === flight) flights.delete(side);
      }
    },

    async refused(side, token) {
      // Only the token that was refused: a late complaint about an old one must not cost the new one.
      if (!spoilt.includes(token)) spoilt.push(token);
      if (spoilt.length > spoiltKept) spoilt.shift();
      log.info('token.spoilt', { side });
    },

    async isLost(side) {
      const [lost, grant] = await Promise.all([session.get(lostKeyOf(side)), vault.grant(side)]);
      return grant !== null && lost === String(grant.grantedAt);
    },

    async forget() {
      generation += 1;
      flights.clear();
      await Promise.all([session.remove(keyOf('desk')), session.remove(keyOf('crm'))]);
    },
  };
}
