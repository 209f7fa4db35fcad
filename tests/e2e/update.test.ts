/** A new version replaces the old one while an agent looks at a ticket. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFolder, startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';

const patient = { timeout: 30_000, interval: 100 };

let build: string;
let profile: string;
let browser: TestBrowser;
let desk: Page;

/** Makes the folder that the browser loads a build of this version. */
async function release(version: string): Promise<void> {
  const manifest = join(build, 'manifest.json');
  const told = JSON.parse(await readFile(manifest, 'utf8')) as object;
  await writeFile(manifest, JSON.stringify({ ...told, version }));
}

/** A profile whose browser goes on with a folder's extension when that is loaded anew. */
async function developersProfile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-profile-'));
  await mkdir(join(folder, 'Default'));
  const preferences = { extensions: { ui: { developer_mode: true } } };
  await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
  return folder;
}

/** The version that the open sidebar belongs to; null where none answers. */
async function versionShown(): Promise<string | null> {
  const frame = desk.frames().find((one) => one.url().includes('/sidepanel.html'));
  if (frame === undefined) return null;
  return frame
    .evaluate(() => {
      const { chrome } = globalThis as unknown as {
        chrome?: { runtime?: { getManifest?(): { version: string } } };
      };
      return chrome?.runtime?.getManifest?.().version ?? null;
    })
    .catch(() => null);
}

beforeAll(async () => {
  build = await mkdtemp(join(tmpdir(), 'tandem-build-'));
  await cp(buildFolder, build, { recursive: true });
  await release('1.0.0');
  profile = await developersProfile();
  browser = await startBrowser({ contacts: 20, seed: 'update', build, profile });
  await connect(browser);
  await settled(browser);
  desk = await browser.context.newPage();
  await desk.goto(browser.sandbox.describe().ticketUrl);
  await (await browser.sidebar(desk)).getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  for (const folder of [build, profile]) await rm(folder, { recursive: true, force: true });
});

test('the agent has the new sidebar by itself, once, in the same room', async () => {
  expect(await versionShown()).toBe('1.0.0');
  const room = () => desk.evaluate(() => document.body.getBoundingClientRect().width);
  const before = await room();
  await release('1.0.1');
  const options = await browser.options();
  await options.evaluate(() => {
    const { chrome } = globalThis as unknown as { chrome: { runtime: { reload(): void } } };
    // When this is answered: the page goes with its extension.
    setTimeout(() => chrome.runtime.reload());
  });
  await desk.bringToFront();
  await expect.poll(versionShown, patient).toBe('1.0.1');
  await (await browser.sidebar(desk)).getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await expect.poll(() => desk.locator('[data-tandem]').count(), patient).toBe(1);
  await expect.poll(room, patient).toBe(before);
});

test('it follows the page as before, and nothing of the old one answers', async () => {
  await desk.locator('[data-id=qtab_Cases_Tab]').click();
  await expect.poll(() => desk.locator('[data-tandem-badge]').count(), patient).toBeGreaterThan(0);
  await expect.poll(() => desk.locator('[data-tandem]').isVisible(), patient).toBe(false);
  await desk.goBack();
  await (await browser.sidebar(desk)).getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  expect(await desk.locator('[data-tandem]').count()).toBe(1);
});
