/** The only way from a screen to the rest of Tandem. */
import { i18n } from '#i18n';
import type { Answer, PageMessages, Topic } from '../../sync/protocol';
import type { AdditionMessages } from '../../sync/protocol/additions';
import type { AccessMessages } from '../../sync/protocol/access';
import type { AdministratorMessages } from '../../sync/protocol/administration';
import type { ConfigurationFileMessages } from '../../sync/protocol/configuration-file';
import type { CreditMessages } from '../../sync/protocol/credits';
import type { HandshakeMessages } from '../../sync/protocol/handshake';
import type { PreviewMessages } from '../../sync/protocol/preview';
import type { PermissionsMessages } from '../../sync/protocol/permissions';
import type { ReferenceMessages } from '../../sync/protocol/references';
import type { PublicationMessages } from '../../sync/protocol/publication';
import type { LinkMessages } from '../../sync/protocol/links';
import type { SeatMessages } from '../../sync/protocol/host';
import type { Problem } from '../../sync/types';

export interface Notice {
  readonly topic: Topic;
  readonly subject: string | null;
}

export type Questions = PageMessages &
  SeatMessages &
  AdministratorMessages &
  PreviewMessages &
  CreditMessages &
  ReferenceMessages &
  PermissionsMessages &
  PublicationMessages &
  AdditionMessages &
  LinkMessages &
  ConfigurationFileMessages &
  AccessMessages &
  Pick<HandshakeMessages, 'board.get'>;

export interface Client {
  ask<K extends keyof Questions>(
    name: K,
    data: Parameters<Questions[K]>[0],
  ): Promise<ReturnType<Questions[K]>>;
  listen(onNotice: (notice: Notice) => void): () => void;
}

export type Value<K extends keyof Questions> =
  ReturnType<Questions[K]> extends Answer<infer T> ? T : never;

const begun = new WeakMap<Client, Map<string, Promise<Answer<unknown>>>>();
const signOf = (name: string, data: unknown): string => JSON.stringify([name, data ?? null]);

/**
 * Asks what a screen will ask first, before it is drawn; its own question takes this answer.
 * With news of what it may tell of, answers that nobody took yet are out of date. Where tabs and
 * sidebars stand is none of that: the opening of the page itself is such news.
 */
export function begin<K extends keyof Questions>(
  client: Client,
  name: K,
  data: Parameters<Questions[K]>[0],
): void {
  let early = begun.get(client);
  if (early === undefined) {
    early = new Map();
    begun.set(client, early);
    client.listen(({ topic }) => {
      if (topic === 'status' || topic === 'setup') begun.get(client)?.clear();
    });
  }
  early.set(signOf(name, data), send(client, name, data));
}

/**
 * Asks, and turns a channel that broke (the worker was stopped mid-answer, the extension was
 * updated under an open page) into an answer like any other.
 */
export function ask<K extends keyof Questions>(
  client: Client,
  name: K,
  data: Parameters<Questions[K]>[0],
): Promise<Answer<Value<K>>> {
  const early = begun.get(client);
  const sign = early === undefined ? '' : signOf(name, data);
  const answer = early?.get(sign);
  if (answer === undefined) return send(client, name, data);
  early?.delete(sign);
  return answer as Promise<Answer<Value<K>>>;
}

async function send<K extends keyof Questions>(
  client: Client,
  name: K,
  data: Parameters<Questions[K]>[0],
): Promise<Answer<Value<K>>> {
  try {
    const answer: Answer<unknown> | undefined = await client.ask(name, data);
    return (answer as Answer<Value<K>> | undefined) ?? { ok: false, problem: unreachable() };
  } catch {
    return { ok: false, problem: unreachable() };
  }
}

function unreachable(): Problem {
  return { code: 'screen.unreachable', kind: 'transient', message: i18n.t('problem.unreachable') };
}
