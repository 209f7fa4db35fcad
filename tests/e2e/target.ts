/** What of the browser is no page of the context, reached by the protocol: its side panel, the worker. */
import type { CDPSession } from 'playwright-core';
import type { TestBrowser } from './browser';

export interface Target {
  send<T>(method: string, params?: object): Promise<T>;
  /** Lets go of it. */
  end(): Promise<void>;
}

type Reached = Pick<TestBrowser, 'context'>;

interface Told {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

async function browserSession({ context }: Reached): Promise<CDPSession> {
  const whole = await context.browser()?.newBrowserCDPSession();
  if (whole !== undefined) return whole;
  const [page] = context.pages();
  if (page === undefined) throw new Error('no page to reach the browser by');
  return context.newCDPSession(page);
}

/** Waits until there is a target of this type whose address begins so. */
export async function attachTarget(
  browser: Reached,
  type: 'page' | 'service_worker',
  address: string,
): Promise<Target> {
  const session = await browserSession(browser);
  let targetId: string | undefined;
  for (let tries = 0; targetId === undefined; tries += 1) {
    if (tries > 100) throw new Error(`no ${type} at ${address}`);
    const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
    targetId = targetInfos.find(
      (one) => one.type === type && one.url.startsWith(address),
    )?.targetId;
    if (targetId === undefined) await browser.context.pages()[0]?.waitForTimeout(100);
  }
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  let number = 0;
  return {
    async send<T>(method: string, params: object = {}): Promise<T> {
      const id = ++number;
      const answer = new Promise<T>((resolve, reject) => {
        const hear = (event: { message: string; sessionId: string }): void => {
          if (event.sessionId !== sessionId) return;
          const told = JSON.parse(event.message) as Told;
          if (told.id !== id) return;
          session.off('Target.receivedMessageFromTarget', hear);
          if (told.error === undefined) resolve(told.result as T);
          else reject(new Error(told.error.message));
        };
        session.on('Target.receivedMessageFromTarget', hear);
      });
      const message = JSON.stringify({ id, method, params });
      await session.send('Target.sendMessageToTarget', { sessionId, message });
      return answer;
    },
    end: () => session.detach(),
  };
}
