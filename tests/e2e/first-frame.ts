/**
 * How long a page of Desk that loads waits for its customer, in browsers without Playwright: from
 * the navigation's start to the frame in which the cached customer stands in the sidebar. A
 * debugger is told of the sidebar's frame and lets it go on at once, so what it takes is counted.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { startBare, type BareBrowser } from './bare-browser';

/** What is run in each frame before its own scripts: notes when a customer's deal was painted. */
const watch = `new MutationObserver((_records, observer) => {
  if (!/Deal m\\d+m/.test(document.body?.textContent ?? '')) return;
  observer.disconnect();
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => performance.mark('customer-painted');
    port2.postMessage(null);
  });
}).observe(document, { childList: true, characterData: true, subtree: true })`;

/** The clock's time of that paint; null where it has not been yet. */
const paintedAt = `(() => {
  const [mark] = performance.getEntriesByName('customer-painted');
  return mark === undefined ? null : performance.timeOrigin + mark.startTime;
})()`;

/** ms. Nobody asks while the page is busy: that would take time from what is measured. */
const undisturbed = 1500;
const mostLooks = 40;

interface Tab {
  /** ms from the navigation's start to the paint. */
  load(url: string): Promise<number>;
}

async function openTab(bare: BareBrowser): Promise<Tab> {
  let frame: string | null = null;
  const attach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
  const { targetId } = await bare.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  });
  const { sessionId: page } = await bare.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  bare.on('Target.attachedToTarget', ({ sessionId }: { readonly sessionId: string }) => {
    // What a page is attached to itself.
    if (sessionId === page) return;
    frame = sessionId;
    const tell = (method: string, params = {}): void =>
      void bare.send(method, params, sessionId).catch(() => undefined);
    tell('Page.enable');
    tell('Page.addScriptToEvaluateOnNewDocument', { source: watch });
    tell('Runtime.runIfWaitingForDebugger');
  });
  await bare.send('Target.setAutoAttach', { ...attach, filter: [{ type: 'iframe' }] }, page);

  async function ask(expression: string, session: string): Promise<number | null> {
    const { result } = await bare.send<{ result: { value: number | null } }>(
      'Runtime.evaluate',
      { expression, returnByValue: true },
      session,
    );
    return result.value;
  }

  return {
    async load(url) {
      frame = null;
      await bare.send('Page.navigate', { url }, page);
      await pass(undisturbed);
      for (let look = 0; look < mostLooks; look += 1) {
        const at = frame === null ? null : await ask(paintedAt, frame).catch(() => null);
        if (at !== null) return at - ((await ask('performance.timeOrigin', page)) ?? Number.NaN);
        await pass(500);
      }
      throw new Error(`no customer beside ${url}`);
    },
  };
}

/** An extension that does nothing but frame a page of its own with a few words in it. */
async function leastExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-floor-'));
  const pages = ['https://*/*'];
  const manifest = {
    manifest_version: 3,
    name: 'Floor',
    version: '1',
    content_scripts: [{ matches: pages, js: ['page.js'], run_at: 'document_start' }],
    web_accessible_resources: [{ resources: ['frame.html'], matches: pages }],
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(
    join(folder, 'page.js'),
    `const frame = document.createElement('iframe');
     frame.src = chrome.runtime.getURL('/frame.html');
     frame.style.cssText = 'position:fixed;top:0;right:0;width:360px;height:100%;border:0';
     document.documentElement.append(frame);`,
  );
  await writeFile(join(folder, 'frame.html'), '<!doctype html><body><p>Deal m00m</p></body>');
  return folder;
}

/**
 * Loads the pages in turn, `rounds` times, each after one of a browser with the least extension
 * that frames anything (`floor`). `profile` is of a connected browser that has been closed.
 */
export async function measureFirstFrame(
  of: { readonly profile: string; readonly proxyPort: number; readonly build: string },
  urls: readonly string[],
  rounds: number,
): Promise<{ readonly times: readonly number[]; readonly floor: readonly number[] }> {
  const least = await leastExtension();
  const empty = await mkdtemp(join(tmpdir(), 'tandem-profile-'));
  const ours = startBare(of);
  const floors = startBare({ ...of, profile: empty, build: least });
  const times: number[] = [];
  const floor: number[] = [];
  try {
    const tab = await openTab(ours);
    const beside = await openTab(floors);
    // Once everybody: session memory ended with the browser before.
    for (const url of urls) await tab.load(url);
    await beside.load(urls[0] ?? '');
    for (let at = 0; at < rounds; at += 1) {
      const url = urls[at % urls.length] ?? '';
      floor.push(await beside.load(url));
      times.push(await tab.load(url));
    }
    return { times, floor };
  } finally {
    await Promise.all([ours.close(), floors.close()]);
    await Promise.all([least, empty].map((path) => rm(path, { recursive: true, force: true })));
  }
}
