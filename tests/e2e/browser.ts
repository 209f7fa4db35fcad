/** Real Chromium with the production build, all its traffic led to the sandbox. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext, type Frame, type Page } from 'playwright-core';
import type { PageMessages } from '../../sync/protocol';
import type { AdditionMessages } from '../../sync/protocol/additions';
import type { AccessMessages } from '../../sync/protocol/access';
import type { AdministratorMessages } from '../../sync/protocol/administration';
import type { ConfigurationFileMessages } from '../../sync/protocol/configuration-file';
import type { HandshakeMessages } from '../../sync/protocol/handshake';
import type { LinkMessages } from '../../sync/protocol/links';
import type { SeatMessages } from '../../sync/protocol/host';
import type { PermissionsMessages } from '../../sync/protocol/permissions';
import type { PreviewMessages } from '../../sync/protocol/preview';
import type { PublicationMessages } from '../../sync/protocol/publication';
import { chromiumId } from '../extension';
import { watchConformance } from './conformance';
import { startSandbox, type RunningSandbox, type ServerOptions } from '../sandbox/server';

/** The production build. */
export const buildFolder = fileURLToPath(new URL('../../.output/chrome-mv3', import.meta.url));

type Questions = PageMessages &
  AdditionMessages &
  LinkMessages &
  SeatMessages &
  AdministratorMessages &
  AccessMessages &
  PermissionsMessages &
  PreviewMessages &
  PublicationMessages &
  ConfigurationFileMessages &
  Pick<HandshakeMessages, 'board.get'>;

export interface BrowserOptions extends Partial<ServerOptions> {
  /** Another person's browser, whose sandbox this one is led to as well. */
  readonly beside?: Pick<TestBrowser, 'sandbox'>;
  readonly headless?: boolean;
  /** A profile that outlives this browser; one of its own, removed at the end, when absent. */
  readonly profile?: string;
  /** Another folder than that of the production build. */
  readonly build?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface TestBrowser {
  readonly context: BrowserContext;
  readonly sandbox: RunningSandbox;
  /** The options page; opened at the first call, brought to the front at the next. */
  options(): Promise<Page>;
  /** Asks the background as a screen would. Needs the options page. */
  ask<K extends keyof Questions>(
    name: K,
    ...data: Parameters<Questions[K]>
  ): Promise<ReturnType<Questions[K]>>;
  /** One request to the sandbox's control API. */
  control<T>(path: string, body?: unknown): Promise<T>;
  /** Stops the extension's worker as the browser would; the next message starts it again. */
  stopWorker(): Promise<void>;
  /** The sidebar's frame in a page; waits until it is there. */
  sidebar(page: Page): Promise<Frame>;
  /** Fails if a request of the browser broke Zoho's published specification. */
  close(): Promise<void>;
}

/** Arguments that keep Chromium quiet and lead everything through the sandbox's proxy. */
export const argumentsFor = (proxyPort: number, build: string): string[] => [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--ignore-certificate-errors',
  `--proxy-server=http://127.0.0.1:${proxyPort}`,
  `--disable-extensions-except=${build}`,
  `--load-extension=${build}`,
];

/** What a browser is started with. */
export interface Launch {
  /** Its profile's folder. */
  readonly profile: string;
  readonly proxyPort: number;
  readonly build: string;
  readonly headless?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** Starts a browser on a profile, which may have been used before. CHROMIUM_PATH overrides Debian's. */
export function launch({ profile, proxyPort, build, ...look }: Launch): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    ...look,
    args: argumentsFor(proxyPort, build),
  });
}

/** Starts a sandbox, where it has none yet, and a browser with an empty profile. */
export async function startBrowser(options: BrowserOptions = {}): Promise<TestBrowser> {
  const { beside, build = buildFolder, headless = true, colorScheme, viewport, ...rest } = options;
  const { profile: kept, ...world } = rest;
  const sandbox = beside?.sandbox ?? (await startSandbox({ seed: 'e2e', ...world }));
  const conformance = beside === undefined ? watchConformance(sandbox.sandbox) : null;
  const profile = kept ?? (await mkdtemp(join(tmpdir(), 'tandem-profile-')));
  const context = await launch({
    profile,
    proxyPort: sandbox.proxyPort,
    build,
    headless,
    colorScheme: colorScheme ?? 'light',
    ...(viewport !== undefined && { viewport }),
  });
  return {
    ...driverOf(context, sandbox),
    async close() {
      await context.close();
      if (kept === undefined) await rm(profile, { recursive: true, force: true });
      if (conformance === null) return;
      await sandbox.close();
      const violations = await conformance.violations();
      if (violations.length > 0)
        throw new Error(`against the specification:\n${violations.join('\n')}`);
    },
  };
}

/** What can be done with a running browser. */
export function driverOf(
  context: BrowserContext,
  sandbox: RunningSandbox,
): Omit<TestBrowser, 'close'> {
  let optionsPage: Page | null = null;

  async function options_(): Promise<Page> {
    if (optionsPage === null || optionsPage.isClosed()) {
      const page = await context.newPage();
      // A page of an error would be taken for the options page ever after.
      await page.goto(`chrome-extension://${chromiumId}/options.html`).catch(async (thrown) => {
        await page.close();
        throw thrown;
      });
      optionsPage = page;
    }
    await optionsPage.bringToFront();
    return optionsPage;
  }

  return {
    context,
    sandbox,
    options: options_,

    async ask(name, ...data) {
      const page = optionsPage === null || optionsPage.isClosed() ? await options_() : optionsPage;
      const reply = await page.evaluate(
        ([type, body]) =>
          (
            globalThis as unknown as {
              chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
            }
          ).chrome.runtime.sendMessage({
            id: Math.floor(Math.random() * 1e9),
            type,
            data: body,
            timestamp: Date.now(),
          }),
        [name, data[0]] as const,
      );
      return (reply as { res: never }).res;
    },

    async control<T>(path: string, body?: unknown): Promise<T> {
      const post = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      };
      const response = await fetch(
        `http://127.0.0.1:${sandbox.controlPort}${path}`,
        body === undefined ? {} : post,
      );
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(`control ${path}: ${JSON.stringify(answer)}`);
      return answer as T;
    },

    async stopWorker() {
      const browser = context.browser();
      const page = optionsPage ?? context.pages()[0];
      if (page === undefined || page === null) throw new Error('no page to reach the browser by');
      const session =
        browser === null ? await context.newCDPSession(page) : await browser.newBrowserCDPSession();
      const { targetInfos } = await session.send('Target.getTargets');
      const worker = targetInfos.find(
        ({ type, url }) => type === 'service_worker' && url.includes(chromiumId),
      );
      if (worker !== undefined)
        await session.send('Target.closeTarget', { targetId: worker.targetId });
      await session.detach();
    },

    async sidebar(page) {
      const wanted = `chrome-extension://${chromiumId}/sidepanel.html`;
      for (let frame = find(); ; frame = find()) {
        if (frame !== undefined) return frame;
        await page.waitForEvent('frameattached', { timeout: 2000 }).catch(() => undefined);
        await page.waitForEvent('framenavigated', { timeout: 200 }).catch(() => undefined);
        if (page.isClosed()) throw new Error('the page was closed');
      }
      function find(): Frame | undefined {
        return page.frames().find((candidate) => candidate.url().startsWith(wanted));
      }
    },
  };
}
