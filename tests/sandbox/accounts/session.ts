/** Who is signed in: a cookie of the data centre's whole domain, so that Desk's and CRM's pages see it too. */
import type { Person, World } from '../world';
import { accountsOf } from './state';
import { placeOf } from '../datacentres';

const cookieName = 'session';

/** The signed-in person behind a page request; null for nobody. */
export function sessionPerson(world: World, request: Request): Person | null {
  const value = sessionCookie(request);
  const zuid = value === null ? undefined : accountsOf(world).sessions.get(value);
  return world.people.find((person) => person.zuid === zuid) ?? null;
}

/** Signs a person in; the returned header value sets the cookie. */
export function startSession(world: World, person: Person, host: string): string {
  const state = accountsOf(world);
  const value = state.secret();
  state.sessions.set(value, person.zuid);
  return cookieHeader(value, host);
}

/** Signs out; the returned header value removes the cookie. */
export function endSession(world: World, request: Request): string {
  const value = sessionCookie(request);
  if (value !== null) accountsOf(world).sessions.delete(value);
  return `${cookieHeader('', new URL(request.url).hostname)}; Max-Age=0`;
}

function sessionCookie(request: Request): string | null {
  const cookies = request.headers.get('cookie') ?? '';
  return new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookies)?.[1] ?? null;
}

function cookieHeader(value: string, host: string): string {
  const domain = placeOf(host)?.dc.domain ?? host;
  return `${cookieName}=${value}; Domain=${domain}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}
