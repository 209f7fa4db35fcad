/** The doors between the worker and the scripts that it loads when something needs them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  createAdministration,
  offerAdministration,
  type Lent,
} from '../../entrypoints/background/administration-door';
import {
  createEngine,
  offerEngine,
  type Engine,
  type Shared,
} from '../../entrypoints/background/engine-door';
import { passOn } from '../../entrypoints/background/late-messages';
import { lateScript } from '../../entrypoints/background/late-script';
import type { AdministratorHandlers } from '../../sync/engine/handlers';
import type { SenderFacts } from '../../sync/engine/sender';

const sender: SenderFacts = { tabId: 1, frameId: 0, isExtensionPage: true };
const shared = { board: {}, framed: null } as unknown as Shared;
const lent = {} as Lent;

/** What each script does once the browser runs it; the test says when. */
let scripts: Record<string, () => void>;
const importScripts = vi.fn<(url: string) => void>();
const starts = {
  engine: vi.fn<(given: Shared) => Engine>(),
  administration: vi.fn<(given: Lent) => AdministratorHandlers>(),
};

beforeEach(() => {
  (globalThis as { tandemStarts?: Map<string, unknown> }).tandemStarts?.clear();
  const engine = {
    lent,
    handlers: { 'status.get': async (data: unknown) => ['engine', data] },
  } as unknown as Engine;
  starts.engine.mockReset().mockReturnValue(engine);
  starts.administration.mockReset().mockReturnValue({
    'history.rows': async (data: unknown) => ['administration', data],
  } as unknown as AdministratorHandlers);
  scripts = {
    '/engine.js': () => offerEngine(starts.engine),
    '/administration.js': () => offerAdministration(starts.administration),
  };
  importScripts.mockReset().mockImplementation((url) => scripts[url]?.());
  vi.stubGlobal('importScripts', importScripts);
});
afterEach(() => void vi.unstubAllGlobals());

/** As the worker puts them together. */
function worker() {
  const engine = createEngine(shared);
  return {
    ...passOn(['status.get'], async () => (await engine()).handlers),
    ...passOn(['history.rows'], createAdministration(engine)),
  } as unknown as Record<
    'status.get' | 'history.rows',
    (data: unknown, sender: SenderFacts) => Promise<unknown>
  >;
}

test('what an agent asks loads the engine and never the administration', async () => {
  const handlers = worker();
  expect(importScripts).not.toHaveBeenCalled();
  expect(await handlers['status.get'](1, sender)).toEqual(['engine', 1]);
  expect(await handlers['status.get'](2, sender)).toEqual(['engine', 2]);
  expect(importScripts.mock.calls).toEqual([['/engine.js']]);
  expect(starts.engine.mock.calls).toEqual([[shared]]);
});

test('the administration starts once, over what the one engine lends', async () => {
  const handlers = worker();
  const both = [handlers['history.rows'](1, sender), handlers['history.rows'](2, sender)];
  expect(await Promise.all(both)).toEqual([
    ['administration', 1],
    ['administration', 2],
  ]);
  await handlers['status.get'](3, sender);
  expect(starts.administration.mock.calls).toEqual([[lent]]);
  expect(starts.engine).toHaveBeenCalledTimes(1);
});

test('a script that did not load is tried again by the next one to ask', async () => {
  const handlers = worker();
  const whole = scripts;
  scripts = { '/engine.js': whole['/engine.js'] ?? expect.fail() };
  await expect(handlers['history.rows'](1, sender)).rejects.toThrow('/administration.js');
  scripts = whole;
  expect(await handlers['history.rows'](2, sender)).toEqual(['administration', 2]);
  expect(starts.engine).toHaveBeenCalledTimes(1);
});

test('each is loaded, and not started, while the worker is installed', () => {
  const installed: (() => void)[] = [];
  vi.stubGlobal('addEventListener', (event: string, listener: () => void) => {
    expect(event).toBe('install');
    installed.push(listener);
  });
  for (const name of ['engine', 'administration'] as const) lateScript(name).keep();
  for (const listener of installed) listener();
  expect(importScripts.mock.calls).toEqual([['/engine.js'], ['/administration.js']]);
  expect(starts.engine).not.toHaveBeenCalled();
  expect(starts.administration).not.toHaveBeenCalled();
});
