/**
 * Telling open pages what changed, in the form that `messaging.ts` hears. A script that only tells
 * needs nothing of its library.
 */
import { browser } from 'wxt/browser';
import type { Topic } from '../protocol';

let told = 0;

/** To every page of the extension, or to one frame of a tab. Rejects where nobody listens. */
export async function tellPages(
  data: { readonly topic: Topic; readonly subject: string | null },
  frame?: { readonly tabId: number; readonly frameId: number },
): Promise<void> {
  const message = { id: (told += 1), type: 'notice.changed', data, timestamp: Date.now() };
  const heard: unknown = await (frame === undefined
    ? browser.runtime.sendMessage(message)
    : browser.tabs.sendMessage(frame.tabId, message, { frameId: frame.frameId }));
  if (heard === undefined) throw new Error('nobody heard');
}
