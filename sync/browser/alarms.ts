import { browser } from 'wxt/browser';
import type { Alarms } from '../engine/ports';

/** Chromium fires no sooner than 30 s after now; an earlier instant means as soon as it can. */
export function createAlarms(): Alarms & { clearAll(): Promise<void> } {
  return {
    async set(name, at) {
      await browser.alarms.create(name, { when: at });
    },
    async clear(name) {
      await browser.alarms.clear(name);
    },
    async clearAll() {
      await browser.alarms.clearAll();
    },
  };
}
