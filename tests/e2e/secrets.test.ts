/** After a whole path through the product: no secret where it must not be, nobody else is answered, and nothing stays after *Delete integration*. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumId } from '../extension';
import { accountsOf } from '../sandbox/accounts/state';
import { buildFolder, startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';

/** What of the browser's interface is used here. */
interface Chrome {
  readonly storage: Readonly<
    Record<'local' | 'session' | 'sync', { get(): Promise<Readonly<Record<string, unknown>>> }>
  >;
  readonly alarms: { getAll(): Promise<readonly unknown[]> };
  readonly runtime: {
    sendMessage(id: string, message: unknown): Promise<unknown>;
    connect(id: string): { onDisconnect: { addListener(listener: () => void): void } };
  };
}

/** Everything that the extension keeps, as text; bytes as characters. */
interface Kept {
  readonly local: string;
  readonly session: string;
  readonly databases: Readonly<Record<string, string>>;
  readonly caches: readonly string[];
  readonly alarms: readonly unknown[];
}

let browser: TestBrowser;
let stranger: string;
let screens = '';
const secrets = new Set<string>();
const said: string[] = [];

/** Another extension, which may do what any extension may. */
async function makeStranger(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-stranger-'));
  const manifest = {
    manifest_version: 3,
    name: 'Stranger',
    version: '1.0',
    background: { service_worker: 'worker.js' },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'worker.js'), '');
  await writeFile(join(folder, 'page.html'), '<!doctype html><title>Stranger</title>');
  return folder;
}

/** Tokens come and go; whatever was ever given out counts. */
function noteSecrets(): void {
  const { world } = browser.sandbox.sandbox;
  for (const token of world.grants.keys()) secrets.add(token);
  for (const token of accountsOf(world).refreshTokens.keys()) secrets.add(token);
  secrets.add(browser.sandbox.describe().clientSecret);
}

function listen(page: Page): void {
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error.stack)));
}

async function look(): Promise<Kept> {
  const page = await browser.options();
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: Chrome };
    const text = (value: unknown): string =>
      JSON.stringify(value, (_name, one: unknown) =>
        one instanceof ArrayBuffer || ArrayBuffer.isView(one)
          ? String.fromCharCode(...new Uint8Array(one instanceof ArrayBuffer ? one : one.buffer))
          : one,
      );
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('refused')));
      });
    const databases: Record<string, string> = {};
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await asked(indexedDB.open(name));
      const rows: Record<string, unknown[]> = {};
      for (const store of database.objectStoreNames) {
        const found = await asked(database.transaction(store).objectStore(store).getAll());
        if (found.length > 0) rows[store] = found;
      }
      database.close();
      databases[name] = text(rows);
    }
    return {
      local: text([
        await chrome.storage.local.get(),
        await chrome.storage.sync.get(),
        { ...localStorage },
        { ...sessionStorage },
      ]),
      session: text(await chrome.storage.session.get()),
      databases,
      caches: await caches.keys(),
      alarms: await chrome.alarms.getAll(),
    };
  });
}

/** The names of the places in which any of the secrets stands. */
const leaks = (places: Readonly<Record<string, string>>, wanted: Iterable<string>): string[] =>
  [...wanted].flatMap((secret) =>
    Object.keys(places).filter((place) => places[place]?.includes(secret)),
  );

beforeAll(async () => {
  stranger = await makeStranger();
  const build = `${buildFolder},${stranger}`;
  browser = await startBrowser({ contacts: 30, accounts: 6, seed: 'secrets', build });
  browser.context.on('page', listen);
  browser.context.on('serviceworker', (worker) =>
    worker.on('console', (one) => said.push(one.text())),
  );
  await connect(browser, { onStep: async (page) => void (screens += await page.content()) });
  await settled(browser);
  noteSecrets();
  // Errors of every kind are the likeliest to quote what they should not.
  for (const kind of ['tokenExpired', 'serverError', 'garbage', 'truncate', 'dropAfter']) {
    await browser.control('/faults', { kinds: [kind], rate: 0.5, seed: kind });
    await browser.ask('sync.now');
    await settled(browser);
    noteSecrets();
  }
  await browser.control('/faults', { kinds: [], rate: 0, seed: '' });
  const desk = await browser.context.newPage();
  await desk.goto(browser.sandbox.describe().ticketUrl);
  const frame = await browser.sidebar(desk);
  await frame.getByText('Ada Lindqvist').first().waitFor();
  screens += (await frame.content()) + (await desk.content());
  const page = await browser.options();
  for (const tab of ['overview', 'history', 'failures', 'conflicts', 'permissions', 'mapping']) {
    await page.evaluate((hash) => (location.hash = hash), tab);
    await page.getByRole('heading').first().waitFor();
    screens += await page.content();
  }
  noteSecrets();
});
afterAll(async () => {
  await browser.close();
  await rm(stranger, { recursive: true, force: true });
});

test('no secret stands in what is stored, shown, exported or logged', async () => {
  const filter = { kind: null, reason: null, search: '' };
  const everything = { since: 0, until: null, kind: null, to: null, failed: false };
  const exports = [
    await browser.ask('history.csv', everything),
    await browser.ask('failures.csv', filter),
    await browser.ask('conflicts.csv', { kind: null, search: '' }),
    await browser.ask('configuration.export'),
  ];
  for (const answer of exports) expect(answer).toMatchObject({ ok: true });
  const answers = [await browser.ask('setup.get'), await browser.ask('status.get')];
  const { local, session, databases } = await look();
  expect(secrets.size).toBeGreaterThan(4);
  expect(screens).toContain('Ada Lindqvist');
  const { tandem = '', ...sealed } = databases;
  expect(tandem).toContain('ada.lindqvist@nordwind.se');
  const places = {
    local,
    tandem,
    sealed: JSON.stringify(sealed),
    screens,
    exports: JSON.stringify(exports),
    answers: JSON.stringify(answers),
    log: said.join('\n'),
  };
  expect(leaks(places, secrets)).toEqual([]);
  // Access tokens are kept in memory, and only there; what lasts is not even in there.
  const { world } = browser.sandbox.sandbox;
  const lasting = [
    ...accountsOf(world).refreshTokens.keys(),
    browser.sandbox.describe().clientSecret,
  ];
  expect(leaks({ session }, lasting)).toEqual([]);
  expect(leaks({ session }, world.grants.keys()).length).toBeGreaterThan(0);
});

/** Names of every message that is declared in these files of the protocol. */
const messagesOf = (files: readonly string[]): string[] =>
  files.flatMap((file) => {
    const source = readFileSync(new URL(`../../sync/${file}`, import.meta.url), 'utf8');
    return [...source.matchAll(/^ {2}'([a-z]+\.\w+)'\(/gm)].map(([, name = '']) => name);
  });

test('a renderer that speaks as the content script is refused whatever pages may ask', async () => {
  const folder = new URL('../../sync/protocol', import.meta.url);
  const files = readdirSync(folder).map((name) => `protocol/${name}`);
  // What a content script may say is `host.…`; `notice.…` goes the other way.
  const names = messagesOf(['protocol.ts', ...files]).filter(
    (name) => !/^(?:host|notice|place|board|keys|view)\./.test(name),
  );
  expect(names.length).toBeGreaterThan(60);
  const desk = browser.context.pages().find((page) => page.url().startsWith('https:'));
  if (desk === undefined) throw new Error('no page of Desk');
  const session = await browser.context.newCDPSession(desk);
  const world = new Promise<number>((found) => {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin.includes(chromiumId) && context.auxData?.['type'] === 'isolated')
        found(context.id);
    });
  });
  await session.send('Runtime.enable');
  const ask = `Promise.all(${JSON.stringify(names)}.map(
    async (type) => {
      const message = { id: 1, type, data: { side: 'crm', hash: '', text: '' }, timestamp: 1 };
      const reply = await chrome.runtime.sendMessage(message).catch((error) => String(error));
      return [type, reply?.res?.problem?.code ?? reply ?? null];
    },
  ))`;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: ask,
    contextId: await world,
    awaitPromise: true,
    returnByValue: true,
  });
  expect(exceptionDetails).toBeUndefined();
  const answers = result.value as [string, unknown][];
  expect(answers.filter(([, answer]) => answer !== 'message.refused')).toEqual([]);
  const status = await browser.ask('status.get');
  expect(status.ok && status.value.connection).not.toBeNull();
});

test('another extension is not answered, and gets no channel', async () => {
  const page = await browser.context.newPage();
  const worker = browser.context.serviceWorkers().find((one) => !one.url().includes(chromiumId));
  const id = new URL(worker?.url() ?? '').host;
  await page.goto(`chrome-extension://${id}/page.html`);
  const answers = await page.evaluate(async (tandem) => {
    const { chrome } = globalThis as unknown as { chrome: Chrome };
    const messages = ['status.get', 'setup.get', 'integration.delete'].map((type) => ({
      id: 1,
      type,
      data: undefined,
      timestamp: Date.now(),
    }));
    const sent = messages.map((message) =>
      chrome.runtime.sendMessage(tandem, message).then(
        (answer) => `answered ${JSON.stringify(answer)}`,
        () => 'refused',
      ),
    );
    const channel = new Promise<string>((done) => {
      chrome.runtime.connect(tandem).onDisconnect.addListener(() => done('refused'));
    });
    return Promise.all([...sent, channel]);
  }, chromiumId);
  expect(answers).toEqual(['refused', 'refused', 'refused', 'refused']);
  await page.close();
});

test('after Delete integration nothing is left', async () => {
  const { world } = browser.sandbox.sandbox;
  expect(await browser.ask('integration.delete')).toMatchObject({ ok: true });
  // Sidebars that are open go on knowing their place.
  for (const page of browser.context.pages())
    if (page.url().startsWith('https:')) await page.close();
  const nothing = {
    alarms: [],
    caches: [],
    local: '[{},{},{},{}]',
    session: '{}',
    databases: {},
  };
  const left = async (): Promise<Kept> => {
    const kept = await look();
    const session = Object.entries(JSON.parse(kept.session) as object);
    const others = session.filter(([key]) => !key.startsWith('place.'));
    return { ...kept, session: JSON.stringify(Object.fromEntries(others)) };
  };
  expect(await left()).toEqual(nothing);
  // Neither does a worker that starts, nor a page that asks, make anything anew.
  await browser.stopWorker();
  expect(await browser.ask('status.get')).toMatchObject({ value: { state: 'notConnected' } });
  expect(await browser.ask('setup.get')).toMatchObject({ value: { step: 'client' } });
  const asked = { kind: null, reason: null, search: '', offset: 0, limit: 10 };
  expect(await browser.ask('failures.rows', asked)).toMatchObject({ ok: true });
  expect(await left()).toEqual(nothing);
  // Zoho was told: whoever had copied a token has nothing.
  expect(accountsOf(world).refreshTokens.size).toBe(0);
  expect(world.grants.size).toBe(0);
});
