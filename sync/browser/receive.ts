/** Hands every message to its handler, with what the browser itself says about the sender. */
import { browser, type Browser } from 'wxt/browser';
import type { AdministratorHandlers, EngineHandlers } from '../engine/handlers';
import type { SeatHandlers } from '../engine/seats';
import type { SenderFacts } from '../engine/sender';
import { onMessage } from './messaging';

/** Told by the browser, so that nothing a page says about itself counts. */
export function factsOf(sender: Browser.runtime.MessageSender): SenderFacts {
  const own = browser.runtime.getURL('');
  const address = sender.url ?? '';
  return {
    tabId: sender.tab?.id ?? null,
    frameId: sender.frameId ?? null,
    isExtensionPage: sender.id === browser.runtime.id && address.startsWith(own),
    host: URL.canParse(address) ? new URL(address).hostname : null,
  };
}

/**
 * Registers a listener a message. Synchronous: a worker that is started by a message must be
 * listening at once. `onSender` hears of everyone who asks.
 */
export function receive(
  handlers: EngineHandlers & AdministratorHandlers & SeatHandlers,
  onSender: (sender: SenderFacts) => void,
): void {
  for (const name of Object.keys(handlers) as (keyof typeof handlers)[]) {
    // Each name's data and answer belong together; over the union of names the types cannot say so.
    const handler = handlers[name] as (data: unknown, sender: SenderFacts) => Promise<never>;
    onMessage(name, ({ data, sender }) => {
      const facts = factsOf(sender);
      onSender(facts);
      return handler(data, facts);
    });
  }
}
