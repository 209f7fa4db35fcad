/** The sidebar, the board and a badge in German and in Arabic: every word there, errors too, nothing outside. */
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumId } from '../extension';
import { buildFolder, startBrowser, type TestBrowser } from './browser';
import { cutOff, cutRows, outside, pastTheMargin } from './layout';
import { connect, settled } from './setup-path';

const languages = ['de', 'ar'] as const;
type Language = (typeof languages)[number];

const folders: string[] = [];
let home: TestBrowser;
let profile: string;

/** The shipped build where no other language is to be had: a browser without its own would show English. */
async function only(language: Language): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-build-'));
  folders.push(folder);
  await cp(buildFolder, folder, { recursive: true });
  for (const other of await readdir(join(folder, '_locales')))
    if (other !== language) await rm(join(folder, '_locales', other), { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { default_locale: string };
  manifest.default_locale = language;
  await writeFile(file, JSON.stringify(manifest));
  return folder;
}

/** Words of a language by their key, as the build has them. */
async function wordsOf(language: Language): Promise<(key: string) => string> {
  const file = join(buildFolder, '_locales', language, 'messages.json');
  const messages = JSON.parse(await readFile(file, 'utf8')) as Record<string, { message: string }>;
  return (key) => messages[key]?.message ?? `no ${key}`;
}

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'tandem-profile-'));
  folders.push(profile);
  home = await startBrowser({ contacts: 40, seed: 'languages', profile });
  await connect(home);
  await settled(home);
  await home.context.close();
});
afterAll(async () => {
  await home?.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Pages of the administrator, and a heading that each has once it is drawn. */
const narrowPages = [
  ['overview', 'records_title'],
  ['configuration/preferences', 'preferences_type'],
  ['permissions', 'permissions_viewAs'],
  ['history', 'nav_history'],
  ['failures', 'nav_failures'],
  ['conflicts', 'nav_conflicts'],
] as const;

test.each(languages)('%s', async (language) => {
  const word = await wordsOf(language);
  const browser = await startBrowser({ beside: home, build: await only(language), profile });
  try {
    const desk = await browser.context.newPage();
    desk.setDefaultTimeout(25_000);
    const { ticketUrl } = browser.sandbox.describe();
    await desk.goto(ticketUrl);
    const frame = await browser.sidebar(desk);
    await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
    const root = await frame.evaluate(() => {
      const { lang, dir } = document.documentElement;
      return { lang, dir };
    });
    expect(root).toEqual({ lang: language, dir: language === 'ar' ? 'rtl' : 'ltr' });
    // The type is told once its deals are read, which may be after the name.
    const shown = frame.getByText(word('type_customer'), { exact: true });
    await shown.first().waitFor();
    expect(await shown.count()).toBe(1);

    // From section to section, each by its name, and none changes the width.
    for (const section of ['potentials', 'activities', 'notes', 'informationContacts', 'account']) {
      const toggle = frame
        .getByRole('heading', { level: 2 })
        .getByRole('button', { name: word(`section_${section}`) });
      const before = await toggle.getAttribute('aria-expanded');
      await toggle.press('Enter');
      await expect.poll(() => toggle.getAttribute('aria-expanded')).not.toBe(before);
      if (before === 'true') await toggle.press('Enter');
    }
    expect(await outside(frame)).toBe(0);
    expect(await cutOff(frame)).toEqual([]);

    // A name in another script begins where the section begins, not at the far end of its line.
    const edges = await frame.evaluate(() => {
      const rect = (selector: string): DOMRect => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector(selector) ?? document.body);
        return range.getBoundingClientRect();
      };
      const [title, named] = [rect('[data-section=potentials] h2'), rect('.item .nm')];
      return { left: named.left - title.left, right: title.right - named.right };
    });
    expect(Math.abs(language === 'ar' ? edges.right : edges.left)).toBeLessThan(4);

    const more = frame.getByRole('button', { name: word('more'), exact: true });
    const name = await frame.getByRole('heading', { level: 1 }).boundingBox();
    const acts = await more.boundingBox();
    expect((acts?.x ?? 0) > (name?.x ?? 0)).toBe(language === 'de');
    await more.press('Enter');
    await frame.getByRole('menuitem', { name: word('keys_title') }).press('Enter');
    const dialog = frame.getByRole('dialog', { name: word('keys_title') });
    await dialog.getByText(word('keys_action_note')).waitFor();
    expect(await outside(frame)).toBe(0);
    expect(await cutOff(frame)).toEqual([]);
    await dialog.getByRole('button', { name: word('close'), exact: true }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    // No word of another language's: what is missing would be shown as nothing at all.
    expect(await frame.getByRole('button', { name: /^$/ }).count()).toBe(0);

    // What went wrong is said in the same language.
    await desk.goto(ticketUrl.replace(/\d+$/, '554023000000999999'));
    const gone = await browser.sidebar(desk);
    await gone.getByText(word('said_profile_missing'), { exact: true }).waitFor();
    expect(await outside(gone)).toBe(0);

    await desk.goto(`${ticketUrl.replace(/details.*/, 'list/open-cases')}?links=href`);
    const badge = desk.locator('[data-tandem-badge]').first();
    await badge.waitFor({ state: 'attached' });
    const types = ['customer', 'potential', 'contact', 'new', 'inCrm'];
    expect(types.map((type) => word(`type_${type}`))).toContain(
      await badge.getAttribute('data-title'),
    );

    await desk.goto(`chrome-extension://${chromiumId}/board.html`);
    await desk
      .getByRole('region', { name: word('board_column_customer') })
      .first()
      .waitFor();
    expect(await outside(desk)).toBe(0);
    expect(await cutOff(desk)).toEqual([]);

    // The administrator's pages on the narrowest screen, where the longer words take more lines.
    const page = await browser.options();
    await page.setViewportSize({ width: 320, height: 900 });
    for (const [hash, heading] of narrowPages) {
      await page.evaluate((next) => {
        location.hash = next;
      }, hash);
      await page
        .getByRole('heading', { name: word(heading) })
        .first()
        .waitFor();
      const wrong = [pastTheMargin(page), cutOff(page), cutRows(page)];
      expect({ hash, wrong: (await Promise.all(wrong)).flat() }).toEqual({ hash, wrong: [] });
    }
  } finally {
    await browser.close();
  }
});
