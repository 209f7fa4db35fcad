import { describe, expect, it } from 'vitest';
import {
  createSeatHandlers,
  leavePanel,
  type PlaceBoard,
  type SeatHandlers,
  type SeatPorts,
} from '../../../sync/engine/seats';
import type { SenderFacts } from '../../../sync/engine/sender';
import type { Place } from '../../../sync/types';
import { silent } from './small-fakes';
import { ids } from './profile-fakes';

const panel: SenderFacts = { tabId: null, frameId: null, isExtensionPage: true };
const tab: SenderFacts = { tabId: 1, frameId: 0, isExtensionPage: true };
const framed: SenderFacts = { tabId: 7, frameId: 3, isExtensionPage: true };
const host: SenderFacts = {
  tabId: 7,
  frameId: 0,
  isExtensionPage: false,
  host: 'desk.zoho.eu',
};

const pass = 'a-pass';
const address = `https://desk.zoho.eu/agent/acme/all/tickets/details/${ids.ticket}`;
const place: Place = { type: 'ticket', id: ids.ticket };
const here = { address, pass, tabs: [], drawn: null };
const look = { pass, width: 300, floating: false, switchKey: 'F6' };

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
    knows: async (tabId, given) => rows.get(tabId)?.pass === given,
    shown: async (tabId) => rows.get(tabId)?.place ?? null,
  };
}

function createSubject({ mayShow = true, boardThere = true } = {}) {
  const board = createBoard();
  const heard: string[] = [];
  const told: unknown[] = [];
  const opened: string[] = [];
  const panels = new Set<number>();
  let keys: string | null = null;
  const ports: SeatPorts = {
    board,
    log: silent,
    notifier: { changed: (topic, subject) => void heard.push(`${topic}:${subject ?? ''}`) },
    // Each tab is in the window of its own number; the window shows that tab.
    panel: {
      isBeside: async (tabId) => panels.has(tabId),
      activeTab: async (windowId) => windowId,
      came: (windowId) => void panels.add(windowId),
      left: (windowId) => void panels.delete(windowId),
    },
    view: { get: async () => null, set: async () => undefined },
    keys: { get: async () => keys, set: async (text) => void (keys = text) },
    mayShow: async () => mayShow,
    tell: (async (tabId: number, name: string, data: unknown) => {
      told.push([tabId, name, data]);
      return name === 'host.board' ? boardThere : undefined;
    }) as never,
    openBoard: async () => void opened.push('tab'),
  };
  const handlers = createSeatHandlers(ports);
  return { handlers, ports, board, heard, told, opened };
}

/** Well-formed data for every message. */
const asked: { readonly [Name in keyof SeatHandlers]: Parameters<SeatHandlers[Name]>[0] } = {
  'place.get': { pass },
  'host.resize': look,
  'host.leave': { pass },
  'board.open': { pass },
  'board.close': { pass },
  'keys.get': undefined,
  'keys.save': { keys: '{}' },
  'view.get': undefined,
  'view.save': { view: '{}' },
  'host.place': here,
};
const names = Object.keys(asked) as (keyof SeatHandlers)[];

type Any = (
  data: unknown,
  sender: SenderFacts,
) => Promise<{ ok: boolean; problem?: { code: string } }>;
const ask = (handlers: SeatHandlers, name: keyof SeatHandlers, data: unknown, from: SenderFacts) =>
  (handlers[name] as unknown as Any)(data, from);

describe('who may ask what', () => {
  it.each(names)('%s', async (name) => {
    const refused = async (sender: SenderFacts): Promise<boolean> => {
      const { handlers } = createSubject();
      await handlers['host.place'](here, { ...host, tabId: sender.tabId });
      const answer = await ask(handlers, name, asked[name], sender);
      return answer.problem?.code === 'message.refused';
    };
    const isHost = name === 'host.place';
    const needsTab = ['host.resize', 'host.leave', 'board.close'].includes(name);
    expect(await refused(host)).toBe(!isHost);
    // Desk may itself stand in a frame of another page of Zoho's.
    expect(await refused({ ...host, frameId: 2 })).toBe(!isHost);
    expect(await refused({ ...host, tabId: null })).toBe(true);
    expect(await refused(framed)).toBe(isHost);
    expect(await refused(tab)).toBe(isHost);
    expect(await refused(panel)).toBe(isHost || needsTab);
  });

  it.each(names.filter((name) => asked[name] !== undefined))(
    '%s: no shape is trusted',
    async (name) => {
      const { handlers } = createSubject();
      const sender = name === 'host.place' ? host : tab;
      const good = asked[name] as Record<string, unknown>;
      const broken: unknown[] = [undefined, null, 1, 'x', [], {}];
      for (const key of Object.keys(good))
        for (const value of [undefined, null, 7n, {}, 'x'.repeat(9000)])
          if (good[key] !== value) broken.push({ ...good, [key]: value });
      for (const data of broken) {
        const answer = await ask(handlers, name, data, sender);
        expect(answer).toMatchObject({ ok: false, problem: { code: 'message.malformed' } });
      }
    },
  );
});

describe('the place of a tab', () => {
  it('is told by its content script and given to the frame that knows the pass', async () => {
    const { handlers, heard } = createSubject();
    expect(await handlers['host.place'](here, host)).toEqual({ ok: true, value: { show: true } });
    expect(heard).toEqual([`place:${pass}`, 'place:panel']);
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: place });
    const nothing = { ok: true, value: null };
    expect(await handlers['place.get']({ pass: 'another' }, framed)).toEqual(nothing);
    expect(await handlers['place.get']({ pass }, { ...framed, tabId: 8 })).toEqual(nothing);
    expect(await handlers['place.get']({ pass }, panel)).toEqual(nothing);
  });

  it('is none where the page shows nothing of interest, or is somewhere else', async () => {
    const { handlers } = createSubject();
    await handlers['host.place'](here, host);
    for (const other of [
      'https://desk.zoho.eu/agent/acme/all/tickets/list',
      'https://evil.example/',
      address.replace('desk.zoho.eu', 'help.acme.example'),
    ]) {
      const answer = await handlers['host.place']({ ...here, address: other }, host);
      expect(answer).toEqual({ ok: true, value: { show: false } });
      expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: null });
    }
  });

  it("is known on the help desk's own host, where the browser says that the page is there", async () => {
    const { handlers } = createSubject();
    const own = { ...here, address: address.replace('desk.zoho.eu', 'help.acme.example') };
    await handlers['host.place'](own, { ...host, host: 'help.acme.example' });
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: place });
  });

  it('is the ticket that is drawn where the address does not tell of it', async () => {
    const { handlers } = createSubject();
    const list = 'https://desk.zoho.eu/agent/acme/all/tickets/list';
    await handlers['host.place']({ ...here, address: list, drawn: ids.ticket }, host);
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: place });
    const elsewhere = { ...here, address: 'https://evil.example/', drawn: ids.ticket };
    await handlers['host.place'](elsewhere, host);
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: null });
  });

  it('is not shown to those who may not see the sidebar', async () => {
    const { handlers } = createSubject({ mayShow: false });
    expect(await handlers['host.place'](here, host)).toEqual({ ok: true, value: { show: false } });
  });

  it('is stored once however often it is told', async () => {
    const { handlers, board, heard } = createSubject();
    for (let at = 0; at < 100; at += 1) await handlers['host.place'](here, host);
    expect(board.sets).toHaveLength(1);
    expect(heard).toHaveLength(2);
  });

  it('is told again after it could not be stored', async () => {
    const { handlers, board } = createSubject();
    const { set } = board;
    board.set = () => Promise.reject(new Error('quota'));
    expect((await handlers['host.place'](here, host)).ok).toBe(false);
    board.set = set;
    await handlers['host.place'](here, host);
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: place });
  });

  it('knows renamed tabs', async () => {
    const { handlers } = createSubject();
    const renamed = { ...here, address: address.replace('/tickets/', '/e-mail/') };
    const tabs = [{ type: 'ticket', slug: 'E-mail' }] as const;
    await handlers['host.place'](renamed, host);
    expect(await handlers['place.get']({ pass }, framed)).toEqual({ ok: true, value: null });
    // The menu is drawn after the page: the same address is told again, with its names.
    await handlers['host.place']({ ...renamed, tabs }, host);
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
    const answer = await ask(handlers, 'host.place', { ...here, tabs }, host);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'message.malformed' } });
  });
});

describe("the browser's own panel", () => {
  it('shows what the tab of its window shows, and the frame there steps back', async () => {
    const { handlers, told, ports } = createSubject();
    await handlers['host.place'](here, host);
    const answer = await handlers['place.get']({ windowId: 7 }, panel);
    expect(answer).toEqual({ ok: true, value: place });
    expect(told).toEqual([[7, 'host.look', null]]);
    expect(await handlers['host.place'](here, host)).toEqual({ ok: true, value: { show: false } });
    await leavePanel(ports, 7);
    expect(told).toHaveLength(2);
    expect(await handlers['host.place'](here, host)).toEqual({ ok: true, value: { show: true } });
  });

  it('is not what a frame says it is', async () => {
    const { handlers } = createSubject();
    await handlers['host.place'](here, host);
    expect(await handlers['place.get']({ windowId: 7 }, framed)).toMatchObject({
      ok: false,
      problem: { code: 'message.refused' },
    });
  });
});

describe('the frame in its page', () => {
  it('takes a width from its own frame only, within bounds', async () => {
    const { handlers, told } = createSubject();
    await handlers['host.place'](here, host);
    await handlers['host.resize']({ ...look, width: 99_999, floating: true }, framed);
    await handlers['host.resize']({ ...look, width: -5 }, framed);
    expect((await handlers['host.resize']({ ...look, pass: 'another' }, framed)).ok).toBe(false);
    expect(told).toEqual([
      [7, 'host.size', { ...look, width: 640, floating: true }],
      [7, 'host.size', { ...look, width: 40 }],
    ]);
  });

  it('gets its board over the page, else in a tab', async () => {
    const over = createSubject();
    await over.handlers['host.place'](here, host);
    await over.handlers['board.open']({ pass }, framed);
    expect(over.opened).toEqual([]);
    await over.handlers['board.open']({ pass: 'another' }, framed);
    await over.handlers['board.open']({ pass: '' }, panel);
    expect(over.opened).toEqual(['tab', 'tab']);
    const without = createSubject({ boardThere: false });
    await without.handlers['host.place'](here, host);
    await without.handlers['board.open']({ pass }, framed);
    expect(without.opened).toEqual(['tab']);
  });

  it('keeps keys for every screen', async () => {
    const { handlers, heard } = createSubject();
    expect(await handlers['keys.get'](undefined, framed)).toEqual({ ok: true, value: null });
    await handlers['keys.save']({ keys: '{"note":"m"}' }, framed);
    expect(await handlers['keys.get'](undefined, tab)).toEqual({ ok: true, value: '{"note":"m"}' });
    expect(heard).toEqual(['keys:']);
  });
});
