import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createConnect } from '../../../sync/engine/connect';
import { createHandlers, type Handlers, type Services } from '../../../sync/engine/queries';
import type { SenderFacts } from '../../../sync/engine/sender';
import { allAllowed } from '../../../sync/core/permissions';
import type { Permissions } from '../../../sync/engine/permissions';
import type { Place } from '../../../sync/types';
import type { StatusView } from '../../../sync/protocol';
import type { PermissionsConfig } from '../../../sync/protocol/permissions';
import { createWorld } from './connect-fakes';
import { failure, silent } from './small-fakes';
import { createDesk, ids, person } from './profile-fakes';

const tab: SenderFacts = { tabId: 1, frameId: 0, isExtensionPage: true };
const panel: SenderFacts = { tabId: null, frameId: null, isExtensionPage: true };
const framed: SenderFacts = { tabId: 7, frameId: 3, isExtensionPage: true };
const host: SenderFacts = { tabId: 7, frameId: 0, isExtensionPage: false };

const place: Place = { type: 'ticket', id: ids.ticket };

const config: PermissionsConfig = { profiles: {} };

const permissionsView = async () => ({ config, profiles: [] });

function createPermissionsFake(): Permissions {
  return {
    view: permissionsView,
    people: async () => ({ 7: 3 }),
    save: permissionsView,
    adopt: async () => undefined,
    allowed: async () => allAllowed,
    additions: async () => [],
    mayShow: async () => true,
    poll: async () => undefined,
    refresh: async () => undefined,
    isConfig: (value) => value === config,
    forget: async () => undefined,
  };
}

function createSubject(over: Partial<Services> = {}) {
  const world = createWorld();
  const desk = createDesk();
  const done: string[] = [];
  const note = (what: string) => async (): Promise<void> => {
    done.push(what);
  };
  const handlers = createHandlers({
    connect: createConnect(world.ports),
    profiles: desk.profiles,
    status: { get: async () => ({ state: 'inSync' }) as StatusView },
    sync: {
      now: note('now'),
      pause: note('pause'),
      resume: note('resume'),
      confirm: async (hash) => hash === 'held',
    },
    log: silent,
    openOptions: note('options'),
    permissions: createPermissionsFake(),
    ...over,
  });
  return { handlers, world, desk, done };
}

/** Well-formed data for every message. */
const asked: { readonly [Name in keyof Handlers]: Parameters<Handlers[Name]>[0] } = {
  'setup.get': undefined,
  'setup.saveClient': { clientId: 'a', clientSecret: 'b', dataCentre: 'eu' },
  'setup.signIn': { side: 'desk' },
  'setup.chooseDesk': { organisationId: '1' },
  'setup.goTo': { step: 'client' },
  'setup.authorize': { displayOnly: true },
  'setup.start': undefined,
  'status.get': undefined,
  'sync.now': undefined,
  'sync.pause': undefined,
  'sync.resume': undefined,
  'sync.confirm': { hash: 'held' },
  'integration.delete': undefined,
  'profile.get': { place, refresh: false },
  'profile.choose': { place, module: 'Contacts', id: ids.crm },
  'profile.forgetChoice': { place },
  'permissions.get': undefined,
  'permissions.people': undefined,
  'permissions.save': { config },
  'options.open': undefined,
};
const names = Object.keys(asked) as (keyof Handlers)[];
const fromAnyPage: ReadonlySet<string> = new Set([
  'setup.get',
  'status.get',
  'profile.get',
  'profile.choose',
  'profile.forgetChoice',
  'options.open',
]);

type Any = (
  data: unknown,
  sender: SenderFacts,
) => Promise<{ ok: boolean; problem?: { code: string } }>;
const ask = (handlers: Handlers, name: keyof Handlers, data: unknown, sender: SenderFacts) =>
  (handlers[name] as unknown as Any)(data, sender);

describe('who may ask what', () => {
  it.each(names)('%s', async (name) => {
    const refused = async (sender: SenderFacts): Promise<boolean> => {
      const { handlers } = createSubject();
      const answer = await ask(handlers, name, asked[name], sender);
      return answer.problem?.code === 'message.refused';
    };
    const isPage = fromAnyPage.has(name);
    expect(await refused(host)).toBe(true);
    expect(await refused({ ...host, frameId: 2 })).toBe(true);
    expect(await refused({ ...host, tabId: null })).toBe(true);
    expect(await refused(framed)).toBe(!isPage);
    expect(await refused(tab)).toBe(false);
    expect(await refused(panel)).toBe(false);
  });
});

describe('what is asked', () => {
  it.each(names.filter((name) => asked[name] !== undefined))(
    '%s: no shape is trusted',
    async (name) => {
      const { handlers } = createSubject();
      const good = asked[name] as Record<string, unknown>;
      const broken: unknown[] = [undefined, null, 1, 'x', [], {}];
      for (const key of Object.keys(good))
        for (const value of [undefined, null, 7n, {}, 'x'.repeat(9000)])
          if (typeof good[key] !== 'number' || typeof value !== 'number')
            broken.push({ ...good, [key]: value });
      for (const data of broken) {
        const answer = await ask(handlers, name, data, tab);
        expect(answer).toMatchObject({ ok: false, problem: { code: 'message.malformed' } });
      }
    },
  );

  it.each(['1', '12345678x', '../12345678', 12345678, '__proto__'])(
    'no place has the id %s',
    async (id) => {
      const { handlers } = createSubject();
      const data = { place: { type: 'ticket', id }, refresh: false };
      expect(await ask(handlers, 'profile.get', data, framed)).toMatchObject({ ok: false });
    },
  );
});

describe('answers', () => {
  it('carry values', async () => {
    const { handlers, desk, done } = createSubject();
    desk.records.set(ids.crm, person());
    expect(await handlers['status.get'](undefined, panel)).toEqual({
      ok: true,
      value: { state: 'inSync' },
    });
    expect(await handlers['sync.pause'](undefined, tab)).toEqual({ ok: true, value: null });
    expect(done).toEqual(['pause']);
    expect(await handlers['profile.get']({ place, refresh: false }, framed)).toMatchObject({
      ok: true,
      value: { place, result: { state: 'loading' } },
    });
  });

  it('take a yes for the held plan only', async () => {
    const { handlers } = createSubject();
    expect(await handlers['sync.confirm']({ hash: 'held' }, tab)).toEqual({
      ok: true,
      value: null,
    });
    expect(await handlers['sync.confirm']({ hash: 'another' }, tab)).toMatchObject({
      ok: false,
      problem: { code: 'held.changed' },
    });
  });

  it('turn every throw into a problem without its text', async () => {
    const secret = 'token 1000.abc';
    const { handlers } = createSubject({
      sync: {
        now: () => Promise.reject(failure('sync.busy', 'transient')),
        pause: () => Promise.reject(new Error(secret)),
        resume: () => {
          throw new TypeError(secret);
        },
        confirm: () => Promise.reject(new Error(secret)),
      },
      status: { get: () => Promise.reject(secret) },
    });
    expect(await handlers['sync.now'](undefined, tab)).toMatchObject({
      ok: false,
      problem: { code: 'sync.busy' },
    });
    for (const name of ['sync.pause', 'sync.resume', 'status.get'] as const) {
      const answer = await handlers[name](undefined, tab);
      expect(answer).toMatchObject({ ok: false, problem: { code: 'defect.unforeseen' } });
      expect(JSON.stringify(answer)).not.toContain(secret);
    }
    expect(new SyncError(failure('x').problem).outcome).toBe('refused');
  });

  it('delete the integration', async () => {
    const { handlers, world } = createSubject();
    expect(await handlers['integration.delete'](undefined, tab)).toEqual({ ok: true, value: null });
    expect(world.seen.deleted).toBe(1);
  });
});
