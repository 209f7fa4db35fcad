/** Pages of Desk that are open while the extension is updated. */
import { browser } from 'wxt/browser';
import { contentScript, pagesOf, type OwnHosts } from './own-hosts';

/**
 * After an update puts the new content script into them: Chromium leaves the one of the build
 * before, which nobody answers any more. It ends when the new one comes. In Firefox the browser
 * does the same by itself. Pages that hold Desk in a frame get theirs when they are next loaded.
 * Synchronous.
 */
export function enterOpenPages(hosts: OwnHosts, onFailed: () => void): void {
  async function enter(): Promise<void> {
    const named = browser.runtime.getManifest().content_scripts ?? [];
    const own = (await hosts.list()).flatMap(pagesOf);
    const url = [...named.flatMap(({ matches = [] }) => matches), ...own];
    const entered = (await browser.tabs.query({ url })).map(async ({ id: tabId }) => {
      if (tabId === undefined) return;
      await browser.scripting.executeScript({ target: { tabId }, files: [contentScript] });
    });
    const failed = (await Promise.allSettled(entered)).some(({ status }) => status === 'rejected');
    if (failed) onFailed();
  }
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'update') void enter().catch(onFailed);
  });
}
