import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createConnect } from '../../../sync/engine/connect';
import {
  createHandlers,
  type Handlers,
  type PlaceBoard,
  type SenderFacts,
  type Services,
} from '../../../sync/engine/queries';
import { allAllowed } from '../../../sync/core/permissions';
import type { Permissions } from '../../../sync/engine/permissions';
import type { Place, StatusView } from '../../../sync/protocol';
import type { PermissionsConfig } from '../../../sync/protocol/permissions';
import { createNotifier, createWorld, failure, silent } from './connect-fakes';
import { createDesk, ids, person } from './profile-fakes';

const tab: SenderFacts = { tabId: 1, frameId: 0, isExtensionPage: true };
const panel: SenderFacts = { tabId: null, frameId: null, isExtensionPage: true };
const framed: SenderFacts = { tabId: 7, frameId: 3, isExtensionPage: true };
const host: SenderFacts = { tabId: 7, frameId: 0, isExtensionPage: false };

const pass = 'a-pass';
const address = `https://desk.zoho.eu/agent/acme/all/tickets/details/${ids.ticket}`;
const place: Place = { type: 'ticket', id: ids.ticket };

function createBoard(): PlaceBoard & { readonly sets: string[] } {
  const rows = new Map<number, { pass: string; place: Place | null }>();
  const sets: string[] = [];
  return {
    sets,
    set: async (tabId, given, at, shown) => {
      sets.push(at);
      rows.set(tabId, { pass: given, place: shown });
    },
    get: async (tabId, given) => {
      const row = rows.get(tabId);
      return row?.pass === given ? row.place : null;
    },
  };
}

const config: PermissionsConfig = { profiles: {} };

const permissionsView = async () => ({ config, profiles: [] });

function createPermissionsFake(mayShow: boolean): Permissions {
  return {
    view: permissionsView,
    save: permissionsView,
    adopt: async () => undefined,
    allowed: async () => allAllowed,
    additions: async () => [],
    mayShow: async () => mayShow,
    poll: async () => undefined,
    isConfig: (value) => value === config,
    forget: async () => undefined,
  };
}

function createSubject(over: Partial<Services> = {}) {
  const world = createWorld();
  const desk = createDesk();
  const board = createBoard();
  const notifier = createNotifier() as Services['notifier'] & { readonly heard: string[] };
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
    board,
    notifier,
    log: silent,
    openOptions: note('options'),
    resizeFrame: async (tabId, width) => {
      done.push(`resize ${tabId} ${width}`);
    },
    permissions: createPermissionsFake(true),
    preferences: { get: async () => null, set: note('view') },
    ...over,
  });
  return { handlers, world, desk, board, notifier, done };
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
  'place.get': { pass },
  'profile.get': { place, refresh: false },
  'profile.choose': { place, module: 'Contacts', id: ids.crm },
  'profile.forgetChoice': { place },
  'permissions.get': undefined,
  'permissions.save': { config },
  'view.get': undefined,
  'view.save': { view: '{}' },
  'options.open': undefined,
  'host.resize': { pass, width: 300 },
  'host.place': { address, pass, tabs: [] },
};
const names = Object.keys(asked) as (keyof Handlers)[];
const fromHost: ReadonlySet<string> = new Set(['host.place']);
const fromAnyPage: ReadonlySet<string> = new Set([
  'setup.get',
  'status.get',
  'place.get',
  'profile.get',
  'profile.choose',
  'profile.forgetChoice',
  'view.get',
  'view.save',
  'options.open',
  'host.resize',
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
      if (name === 'host.resize')
        await handlers['host.place']({ address, pass, tabs: [] }, { ...host, tabId: sender.tabId });
      const answer = await ask(handlers, name, asked[name], sender);
      return answer.problem?.code === 'message.refused';
    };
    const isHost = fromHost.has(name);
    const isPage = fromAnyPage.has(name);
    expect(await refused(host)).toBe(!isHost);
    expect(await refused({ ...host, frameId: 2 })).toBe(true);
    expect(await refused({ ...host, tabId: null })).toBe(true);
    expect(await refused(framed)).toBe(!isPage);
    expect(await refused(tab)).toBe(isHost);
    expect(await refused(panel)).toBe(isHost || name === 'host.resize');
  });
});

describe('what is asked', () => {
  it.each(names.filter((name) => asked[name] !== undefined))(
    '%s: no shape is trusted',
    async (name) => {
      const { handlers } = createSubject();
      const sender = name === 'host.place' ? host : tab;
      const good = asked[name] as Record<string, unknown>;
      const broken: unknown[] = [undefined, null, 1, 'x', [], {}];
      for (const key of Object.keys(good))
        for (const value of [undefined, null, 7n, {}, 'x'.repeat(9000)])
          if (typeof good[key] !== 'number' || typeof value !== 'number')
            broken.push({ ...good, [key]: value });
      for (const data of broken) {
        const answer = await ask(handlers, name, data, sender);
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

describe('the place of a tab', () => {
  it('is told by its content script and given to the frame that knows the pass', async () => {
    const { handlers, notifier } = createSubject();
    expect(await handlers['host.place']({ address, pass, tabs: [] }, host)).toEqual({
      ok: true,
      value: { show: true },
    });
    expect(notifier.heard).toEqual([`place:${pass}`]);
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: place });
    const nothing = { ok: true, value: null };
    expect(await handlers['place.get']({ pass: 'another' }, framed)).toEqual(nothing);
    expect(await handlers['place.get']({ pass }, { ...framed, tabId: 8 })).toEqual(nothing);
    expect(await handlers['place.get']({ pass }, panel)).toEqual(nothing);
  });

  it('is none where the page shows nothing of interest, or is somewhere else', async () => {
    const { handlers } = createSubject();
    await handlers['host.place']({ address, pass, tabs: [] }, host);
    for (const other of [
      'https://desk.zoho.eu/agent/acme/all/tickets/list',
      'https://evil.example/',
    ]) {
      const answer = await handlers['host.place']({ address: other, pass, tabs: [] }, host);
      expect(answer).toEqual({ ok: true, value: { show: false } });
      expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: null });
    }
  });

  it('is not shown to those who may not see the sidebar', async () => {
    const { handlers } = createSubject({ permissions: createPermissionsFake(false) });
    const answer = await handlers['host.place']({ address, pass, tabs: [] }, host);
    expect(answer).toEqual({ ok: true, value: { show: false } });
  });

  it('is stored once however often it is told', async () => {
    const { handlers, board, notifier } = createSubject();
    for (let at = 0; at < 100; at += 1)
      await handlers['host.place']({ address, pass, tabs: [] }, host);
    expect(board.sets).toHaveLength(1);
    expect(notifier.heard).toHaveLength(1);
  });

  it('is told again after it could not be stored', async () => {
    const subject = createSubject();
    const { set } = subject.board;
    subject.board.set = () => Promise.reject(new Error('quota'));
    expect((await subject.handlers['host.place']({ address, pass, tabs: [] }, host)).ok).toBe(
      false,
    );
    subject.board.set = set;
    await subject.handlers['host.place']({ address, pass, tabs: [] }, host);
    expect(await subject.handlers['place.get']({ pass }, framed)).toEqual({
      ok: true,
      value: place,
    });
  });

  it('knows renamed tabs', async () => {
    const { handlers } = createSubject();
    const renamed = address.replace('/tickets/', '/e-mail/');
    const tabs = [{ type: 'ticket', slug: 'E-mail' }] as const;
    await handlers['host.place']({ address: renamed, pass, tabs: [] }, host);
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: null });
    // The menu is drawn after the page: the same address is told again, with its names.
    await handlers['host.place']({ address: renamed, pass, tabs }, host);
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: place });
  });

  it.each([
    [[{ type: 'deal', slug: 'x' }]],
    [[{ type: 'ticket' }]],
    [[{ type: 'ticket', slug: '' }]],
    [[null]],
    [Array.from({ length: 13 }, () => ({ type: 'ticket', slug: 'x' }))],
  ])('takes no tabs like %j', async (tabs) => {
    const { handlers } = createSubject();
    const answer = await ask(handlers, 'host.place', { address, pass, tabs }, host);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'message.malformed' } });
  });

  it('takes a width from its own frame only, within bounds', async () => {
    const { handlers, done } = createSubject();
    await handlers['host.place']({ address, pass, tabs: [] }, host);
    await handlers['host.resize']({ pass, width: 99_999 }, framed);
    await handlers['host.resize']({ pass, width: -5 }, framed);
    expect(await handlers['host.resize']({ pass: 'another', width: 300 }, framed)).toMatchObject({
      ok: false,
    });
    expect(done).toEqual(['resize 7 640', 'resize 7 40']);
  });
});
