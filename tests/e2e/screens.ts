/** The screens' states in a browser, drawn from the product's own components (`preview/`). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preact } from '@preact/preset-vite';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { englishMessages } from '../i18n.js';
import { now } from '../unit/components/fixtures';
import { objectionsOf } from './axe';
import { crowded, cutRows, outside } from './layout';

interface Look {
  readonly theme?: 'light' | 'dark';
  readonly width: number;
  /** Per cent of the usual size. */
  readonly text?: number;
}

export interface Screens {
  readonly page: Page;
  open(state: string, look: Look): Promise<void>;
  /** Without loading the page again: what is open stays open. Colours change at once, not in passing. */
  restyle(look: Look): Promise<void>;
  /** px that stand outside the page. */
  outside(): Promise<number>;
  /** What stands below the row of a long list that it belongs to, and is cut off there. */
  cutRows(): Promise<readonly string[]>;
  /** Buttons in rows that reach out of their cell or stand over words. */
  crowded(): Promise<readonly string[]>;
  /**
   * What axe objects to; empty where it does to nothing. `colours`: of colours only, for a look
   * that differs in nothing else from one that all rules were asked about.
   */
  objections(about?: 'colours'): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Builds the states and opens a page for them. */
export async function startScreens(): Promise<Screens> {
  const outDir = mkdtempSync(join(tmpdir(), 'tandem-screens-'));
  const shared = {
    configFile: false,
    root: fileURLToPath(new URL('preview', import.meta.url)),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, target: 'esnext' },
  } as const;
  await build({ ...shared, plugins: [preact(), englishMessages()] });
  const server = await preview({ ...shared, preview: { port: 0, host: '127.0.0.1' } });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ locale: 'en-GB' });
  await page.clock.setFixedTime(now);

  return {
    page,
    async open(state, { theme = 'light', width, text = 100 }) {
      await page.setViewportSize({ width, height: 860 });
      const address = server.resolvedUrls?.local[0] ?? '';
      await page.goto(`${address}?state=${state}&theme=${theme}&text=${text}`);
      await page.locator('h1').first().waitFor({ state: 'attached' });
    },
    async restyle({ theme = 'light', width, text = 100 }) {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.evaluate(
        ([mode, size]) => {
          document.documentElement.dataset['theme'] = mode;
          document.documentElement.style.fontSize = `${size}%`;
        },
        [theme, text] as const,
      );
    },
    outside: () => outside(page),
    cutRows: () => cutRows(page),
    crowded: () => crowded(page),
    async objections(about) {
      // A frame is no whole page: its parts need not all stand in landmarks.
      const all = { rules: { region: { enabled: false } } };
      const colours = { runOnly: ['color-contrast', 'link-in-text-block'] };
      return objectionsOf(page, about === 'colours' ? colours : all);
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
