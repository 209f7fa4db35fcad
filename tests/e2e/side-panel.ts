/** The browser's own side panel, which is no page of the context and is reached by the protocol. */
import type { CDPSession, Frame } from 'playwright-core';
import { chromiumId } from '../extension';
import type { TestBrowser } from './browser';

export interface SidePanel {
  text(): Promise<string>;
  close(): Promise<void>;
}

/** Opens it as a person does, by the sidebar's menu. */
export async function openSidePanel(browser: TestBrowser, frame: Frame): Promise<SidePanel> {
  const [page] = browser.context.pages();
  if (page === undefined) throw new Error('no page to reach the browser by');
  await frame.getByRole('button', { name: 'More', exact: true }).click();
  await frame.getByRole('menuitem', { name: "Open in the browser's side panel" }).click();
  const session: CDPSession =
    (await browser.context.browser()?.newBrowserCDPSession()) ??
    (await browser.context.newCDPSession(page));
  const address = `chrome-extension://${chromiumId}/sidepanel.html#window=`;
  for (let tries = 0; ; tries += 1) {
    const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
    const target = targetInfos.find(({ url, type }) => url.startsWith(address) && type === 'page');
    if (target !== undefined) return attach(session, target.targetId);
    if (tries > 20) throw new Error('no side panel');
    await page.waitForTimeout(250);
  }
}

async function attach(session: CDPSession, targetId: string): Promise<SidePanel> {
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  let number = 0;
  async function evaluate(expression: string): Promise<string> {
    const id = ++number;
    const answer = new Promise<string>((resolve) => {
      const hear = (event: { message: string; sessionId: string }): void => {
        const told = JSON.parse(event.message) as {
          id?: number;
          result?: { result?: { value?: unknown } };
        };
        if (event.sessionId !== sessionId || told.id !== id) return;
        session.off('Target.receivedMessageFromTarget', hear);
        resolve(String(told.result?.result?.value ?? ''));
      };
      session.on('Target.receivedMessageFromTarget', hear);
    });
    const message = JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression } });
    await session.send('Target.sendMessageToTarget', { sessionId, message });
    return answer;
  }
  return {
    text: () => evaluate('document.body.innerText'),
    close: async () => void (await evaluate('window.close()')),
  };
}
