/** Signing in and out. */
import type { Hono } from 'hono';
import type { World } from '../world';
import { homePage, signInPage } from './pages';
import { endSession, sessionPerson, startSession } from './session';

/** Adds the sign-in pages to the accounts app. */
export function addSignIn(app: Hono, world: World): void {
  app.get('/', (c) => {
    const person = sessionPerson(world, c.req.raw);
    return person === null ? signInPage('/') : homePage(person);
  });

  app.get('/signin', (c) => signInPage(ownAddress(c.req.query('serviceurl'))));

  app.post('/signin', async (c) => {
    const form = await c.req.parseBody();
    const serviceUrl = ownAddress(form['serviceurl']);
    const email = typeof form['email'] === 'string' ? form['email'].trim() : '';
    const person = world.people.find((each) => each.email.toLowerCase() === email.toLowerCase());
    if (person === undefined || person.password !== form['password'])
      return signInPage(
        serviceUrl,
        email,
        'Incorrect email address or password. Please try again.',
      );
    c.header('set-cookie', startSession(world, person, new URL(c.req.url).hostname));
    return c.redirect(serviceUrl);
  });

  app.get('/logout', (c) => {
    c.header('set-cookie', endSession(world, c.req.raw));
    return c.redirect(signInAddress(ownAddress(c.req.query('serviceurl'))));
  });
}

/** Where to send somebody who has to sign in first. */
export function signInAddress(serviceUrl: string): string {
  return `/signin?serviceurl=${encodeURIComponent(serviceUrl)}`;
}

/** An address of this very host: a sign-in page that redirects anywhere would be a gift to phishers. */
function ownAddress(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : '/';
}
