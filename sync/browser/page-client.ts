/** What the screens use instead of the browser: questions to the background, and its notices. */
import type { PageMessages, Topic } from '../protocol';
import type { AdditionMessages } from '../protocol/additions';
import type { AccessMessages } from '../protocol/access';
import type { AdministratorMessages } from '../protocol/administration';
import type { ConfigurationFileMessages } from '../protocol/configuration-file';
import type { CreditMessages } from '../protocol/credits';
import type { HandshakeMessages } from '../protocol/handshake';
import type { LinkMessages } from '../protocol/links';
import type { SeatMessages } from '../protocol/host';
import type { PermissionsMessages } from '../protocol/permissions';
import type { PreviewMessages } from '../protocol/preview';
import type { ReferenceMessages } from '../protocol/references';
import type { PublicationMessages } from '../protocol/publication';
import { onMessage, sendMessage } from './messaging';

type Questions = PageMessages &
  AdditionMessages &
  LinkMessages &
  SeatMessages &
  AdministratorMessages &
  AccessMessages &
  PermissionsMessages &
  PreviewMessages &
  CreditMessages &
  ReferenceMessages &
  PublicationMessages &
  ConfigurationFileMessages &
  Pick<HandshakeMessages, 'board.get'>;
type Name = keyof Questions;

export interface PageClient {
  ask<K extends Name>(
    name: K,
    data: Parameters<Questions[K]>[0],
  ): Promise<ReturnType<Questions[K]>>;
  listen(
    onNotice: (notice: { readonly topic: Topic; readonly subject: string | null }) => void,
  ): () => void;
}

type OnNotice = Parameters<PageClient['listen']>[0];

/** One per page: the channel takes one listener for notices, which passes them on to all. */
export function createPageClient(): PageClient {
  const listeners = new Set<OnNotice>();
  let stop: (() => void) | null = null;
  return {
    // The channel's own types derive the same pair from the same map, in a form that does not
    // unify with a type parameter.
    ask: (name, data) => (sendMessage as (type: Name, body: unknown) => Promise<never>)(name, data),
    listen(onNotice) {
      listeners.add(onNotice);
      stop ??= onMessage('notice.changed', ({ data }) => {
        for (const listener of listeners) listener(data);
      });
      return () => {
        listeners.delete(onNotice);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
