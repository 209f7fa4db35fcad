/**
 * Messages of content scripts in the form that `messaging.ts` gives them: its library would be a
 * tenth of what every page of Desk loads, most of it for errors, which no handler here throws.
 */
import { browser } from 'wxt/browser';
import type { HandshakeMessages } from '../protocol/handshake';
import type { HostMessages, HostNotices } from '../protocol/host';

type Asked = HostMessages & Pick<HandshakeMessages, 'host.types'>;

interface Envelope {
  readonly type: string;
  readonly data: never;
}

let asked = 0;

/** Rejects where nobody listens, or the extension was taken from under the page. */
export async function askBackground<Name extends keyof Asked>(
  type: Name,
  data: Parameters<Asked[Name]>[0],
): Promise<ReturnType<Asked[Name]>> {
  const envelope = { id: (asked += 1), type, data, timestamp: Date.now() };
  const answer: { res?: unknown } | undefined = await browser.runtime.sendMessage(envelope);
  if (answer?.res === undefined) throw new Error('no answer');
  return answer.res as ReturnType<Asked[Name]>;
}

/** Hears every notice of the background, from now on. */
export function hearBackground(notices: {
  readonly [Name in keyof HostNotices]: (
    data: Parameters<HostNotices[Name]>[0],
  ) => ReturnType<HostNotices[Name]>;
}): void {
  browser.runtime.onMessage.addListener((message: unknown, _sender, reply) => {
    const { type, data } = (message ?? {}) as Partial<Envelope>;
    if (type === undefined || !Object.hasOwn(notices, type)) return;
    reply({ res: notices[type as keyof HostNotices](data as never) });
  });
}
