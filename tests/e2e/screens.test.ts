/** Every designed state of the screens: nothing outside the page, and nothing axe objects to. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preact } from '@preact/preset-vite';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build, preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { englishMessages } from '../i18n.js';
import { now } from '../unit/components/fixtures';
import { administratorStates } from './preview/administrator-states';
import { optionsStates, sidebarStates } from './preview/states';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe('screens', () => {
  const outDir = mkdtempSync(join(tmpdir(), 'tandem-screens-'));
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const shared = {
      configFile: false,
      root: fileURLToPath(new URL('preview', import.meta.url)),
      logLevel: 'warn',
      build: { outDir, emptyOutDir: true, target: 'esnext' },
    } as const;
    await build({ ...shared, plugins: [preact(), englishMessages()] });
    server = await preview({ ...shared, preview: { port: 0, host: '127.0.0.1' } });
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    page = await browser.newPage({ locale: 'en-GB' });
    await page.clock.setFixedTime(now);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(outDir, { recursive: true, force: true });
  });

  async function open(state: string, theme: string, width: number, text = 100): Promise<void> {
    await page.setViewportSize({ width, height: 860 });
    const address = server.resolvedUrls?.local[0] ?? '';
    await page.goto(`${address}?state=${state}&theme=${theme}&text=${text}`);
    await page.locator('h1').first().waitFor({ state: 'attached' });
  }

  const outside = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  async function objections(): Promise<readonly string[]> {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { axe: checker } = window as unknown as {
        axe: { run(root: Document, options: object): Promise<{ violations: Violation[] }> };
      };
      // A frame is no whole page: its parts need not all stand in landmarks.
      return (await checker.run(document, { rules: { region: { enabled: false } } })).violations;
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

  const states = [
    ...Object.keys(sidebarStates).map((state) => [state, state === 'rail' ? 40 : 360] as const),
    ...Object.keys(optionsStates).map((state) => [state, 1280] as const),
    ...Object.keys(administratorStates).map((state) => [state, 1280] as const),
  ];

  it.each(states)('%s', async (state, width) => {
    for (const theme of ['light', 'dark']) {
      await open(state, theme, width);
      expect(await objections()).toEqual([]);
    }
    if (state === 'rail') return;
    await open(state, 'light', 320);
    expect(await outside()).toBe(0);
    await open(state, 'light', width, 200);
    expect(await outside()).toBe(0);
  });
});
