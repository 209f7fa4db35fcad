/** What the screens use instead of the browser: questions to the background, and its notices. */
import type { PageMessages, Topic } from '../protocol';
import { onMessage, sendMessage } from './messaging';

type Name = keyof PageMessages;

export interface PageClient {
  ask<K extends Name>(
    name: K,
    data: Parameters<PageMessages[K]>[0],
  ): Promise<ReturnType<PageMessages[K]>>;
  listen(
    onNotice: (notice: { readonly topic: Topic; readonly subject: string | null }) => void,
  ): () => void;
}

/** One per page: the channel takes one listener for notices. */
export function createPageClient(): PageClient {
  return {
    // The channel's own types derive the same pair from the same map, in a form that does not
    // unify with a type parameter.
    ask: (name, data) => (sendMessage as (type: Name, body: unknown) => Promise<never>)(name, data),
    listen: (onNotice) => onMessage('notice.changed', ({ data }) => onNotice(data)),
  };
}
