/**
 * Real Firefox with the production build, all its traffic led to the sandbox. Remote control may
 * open an extension's own pages only with Firefox's `-remote-allow-system-access`.
 */
import { launch, type Frame, type Page } from 'puppeteer-core';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox, type RunningSandbox, type ServerOptions } from '../sandbox/server';

const buildFolder = fileURLToPath(new URL('../../.output/firefox-mv3', import.meta.url));

const extensionId = 'tandem@tandem-sync.org';

/** Firefox draws the host of an extension's pages by lot; here it is said beforehand. */
const host = '5f0f3a86-5d3a-4c5e-9d43-6a1c1f2f7b10';

/** Longest wait for anything that a person would wait for (ms). */
export const patience = 60_000;
/** ms. A navigation or a click that shows nothing by then was lost on the way. */
const lostMs = 10_000;

export interface FirefoxOptions extends Partial<ServerOptions> {
  /** Ms without work after which Firefox stops the extension's event page; Firefox's own 30 s if left out. */
  readonly idleMs?: number;
  /** What an organisation sets for Tandem on this machine: the text under `settings`. */
  readonly policy?: (sandbox: RunningSandbox) => string;
}

export interface TestFirefox {
  readonly sandbox: RunningSandbox;
  /** A new tab at this address. */
  open(address: string): Promise<Page>;
  /** The extension's frame in a page; waits until it is there. */
  frame(page: Page): Promise<Frame>;
  /** A tab with this screen of the extension, as `options.html#history`. */
  screen(path: string): Promise<Page>;
  /** Firefox's own page on the extensions it runs. */
  debugging(): Promise<Page>;
  /** The window that the browser opens while `action` is under way. */
  windowOf(action: () => Promise<void>): Promise<Page>;
  /** Clicks what ends a window, and waits until the window is gone. */
  answer(window: Page, selector: string): Promise<void>;
  /** One request to the sandbox's control API. */
  control<T>(path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

/** Starts a sandbox and a Firefox with an empty profile. FIREFOX_PATH overrides Debian's. */
export async function startFirefox(options: FirefoxOptions = {}): Promise<TestFirefox> {
  const { idleMs, policy, ...sandboxOptions } = options;
  const sandbox = await startSandbox({ seed: 'firefox', ...sandboxOptions });
  const home = policy === undefined ? null : await manage(policy(sandbox));
  const proxy = { host: '127.0.0.1', port: sandbox.proxyPort };
  const browser = await launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
    headless: true,
    ...(home !== null && { env: { ...process.env, HOME: home } }),
    args: ['-remote-allow-system-access'],
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 900 },
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': proxy.host,
      'network.proxy.http_port': proxy.port,
      'network.proxy.ssl': proxy.host,
      'network.proxy.ssl_port': proxy.port,
      'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: host }),
      'intl.accept_languages': 'en-GB',
      ...(idleMs === undefined ? {} : { 'extensions.background.idle.timeout': idleMs }),
    },
  });
  await browser.installExtension(buildFolder);

  async function open(address: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(address);
    return page;
  }

  // BiDi tells of no navigation into an extension's process: the frame itself says where it is.
  async function frame(page: Page): Promise<Frame> {
    return until('the sidebar beside the page', async () => {
      for (const one of page.frames()) {
        const protocol = await one.evaluate(() => location.protocol);
        if (protocol === 'moz-extension:') return one;
      }
      return null;
    });
  }

  return {
    sandbox,
    open,
    frame,

    async screen(path) {
      const page = await browser.newPage();
      await reach(page, `moz-extension://${host}/${path}`, 'main h1');
      return page;
    },

    async debugging() {
      const page = await browser.newPage();
      await reach(page, 'about:debugging#/runtime/this-firefox', 'dl');
      return page;
    },

    async windowOf(action) {
      const known = new Set(await browser.pages());
      const opened = new Promise<Page>((resolve) => {
        const look = async (): Promise<void> => {
          const fresh = (await browser.pages()).find((page) => !known.has(page));
          if (fresh === undefined) return;
          browser.off('targetcreated', onTarget);
          resolve(fresh);
        };
        const onTarget = (): void => void look();
        browser.on('targetcreated', onTarget);
      });
      await action();
      return opened;
    },

    async answer(window, selector) {
      let clickedAt = Number.NEGATIVE_INFINITY;
      await until(`the end of ${window.url()}`, async () => {
        if (window.isClosed()) return true;
        if (Date.now() - clickedAt > lostMs) {
          await window.locator(selector).setTimeout(lostMs).click();
          clickedAt = Date.now();
        }
        return null;
      });
    },

    async control<T>(path: string, body?: unknown): Promise<T> {
      const response = await fetch(
        `http://127.0.0.1:${sandbox.controlPort}${path}`,
        body === undefined
          ? {}
          : {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(body),
            },
      );
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(`control ${path}: ${JSON.stringify(answer)}`);
      return answer as T;
    },

    async close() {
      await browser.close();
      await sandbox.close();
      if (home !== null) await rm(home, { recursive: true, force: true });
    },
  };
}

/** A home folder with a native manifest, where Firefox looks for what `storage.managed` holds. */
async function manage(settings: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'tandem-managed-'));
  const folder = join(home, '.mozilla', 'managed-storage');
  const manifest = {
    name: extensionId,
    description: 'Tandem',
    type: 'storage',
    data: { settings },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${extensionId}.json`), JSON.stringify(manifest));
  return home;
}

/**
 * Leads a tab into one of the browser's own processes. BiDi tells of no load there, and fails what
 * is asked of the page while it changes process: what the page shows at last tells that it is there.
 */
async function reach(page: Page, address: string, selector: string): Promise<void> {
  let wentAt = Number.NEGATIVE_INFINITY;
  await until(`${selector} at ${address}`, () => {
    // Lost with the process that it began in, it is made again.
    if (Date.now() - wentAt > lostMs) {
      wentAt = Date.now();
      void page.goto(address).catch(() => null);
    }
    return page.$(selector);
  });
}

/** What `look` finds at last. A look that fails, because its page is just changing, is made again. */
async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`not there in time: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** A selector by role and accessible name, as a screen reader would find it. */
export function role(name: string, text: string): string {
  return `::-p-aria([name=${JSON.stringify(text)}][role=${JSON.stringify(name)}])`;
}

/** Fills in the field that this label names; the role of a password's field differs by browser. */
export async function fill(place: Frame | Page, label: string, value: string): Promise<void> {
  const found = await place.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('label')].find(
        ({ textContent }) => textContent?.trim() === wanted,
      )?.control as HTMLInputElement | null | undefined,
    { timeout: patience },
    label,
  );
  const field = found.asElement();
  if (field === null) throw new Error(`no field ${label}`);
  await field.type(value);
}
