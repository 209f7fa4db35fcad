/**
 * Addresses of Desk beside Zoho's own: the organisation's domain, Zoho One, CRM Plus. What the
 * browser has granted is the whole truth; nothing of it is stored here.
 */
import { browser } from 'wxt/browser';

export interface OwnHosts {
  /** Granted so far. */
  list(): Promise<readonly string[]>;
  /** Asks the person; only ever at a click. False where they declined. */
  add(host: string): Promise<boolean>;
  remove(host: string): Promise<void>;
}

const patternOf = (host: string): string => `https://${host}/*`;
const scriptId = 'own-hosts';
/** As the build writes it. */
export const contentScript = '/content-scripts/desk.js';

/** `builtIn`: match patterns that every installation has. */
export function createOwnHosts(builtIn: readonly string[]): OwnHosts {
  return {
    async list() {
      const { origins = [] } = await browser.permissions.getAll();
      return origins
        .filter((pattern) => !builtIn.includes(pattern))
        .flatMap((pattern) => /^https:\/\/([a-z0-9.-]+)\/\*$/.exec(pattern)?.[1] ?? []);
    },
    add: (host) => browser.permissions.request({ origins: [patternOf(host)] }),
    remove: async (host) => void (await browser.permissions.remove({ origins: [patternOf(host)] })),
  };
}

/** The agents' pages of a host; those that hold Desk in a frame have it under a path of their own. */
export const pagesOf = (host: string): string[] =>
  ['/agent/*', '/support/*', '/*/cxapp/support/*'].map((path) => `https://${host}${path}`);

/** Runs the content script on what is granted, now and whenever that changes. Synchronous. */
export function followOwnHosts(hosts: OwnHosts, onFailed: () => void): void {
  let last: Promise<void> = Promise.resolve();

  async function register(): Promise<void> {
    const granted = await hosts.list();
    const ids = [scriptId];
    const registered = await browser.scripting.getRegisteredContentScripts({ ids });
    if (registered.length > 0) await browser.scripting.unregisterContentScripts({ ids });
    if (granted.length === 0) return;
    await browser.scripting.registerContentScripts([
      {
        id: scriptId,
        matches: granted.flatMap(pagesOf),
        js: [contentScript],
        runAt: 'document_start',
        allFrames: true,
        persistAcrossSessions: true,
      },
    ]);
  }
  const again = (): void => {
    last = last.then(register).catch(onFailed);
  };
  browser.permissions.onAdded.addListener(again);
  browser.permissions.onRemoved.addListener(again);
  // An update of the extension forgets what was registered.
  browser.runtime.onInstalled.addListener(again);
}
