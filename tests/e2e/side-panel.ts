/** The browser's own side panel, opened as a person does: by the sidebar's menu. */
import type { Frame } from 'playwright-core';
import { chromiumId } from '../extension';
import type { TestBrowser } from './browser';
import { attachTarget } from './target';

export interface SidePanel {
  text(): Promise<string>;
  close(): Promise<void>;
}

export async function openSidePanel(browser: TestBrowser, frame: Frame): Promise<SidePanel> {
  await frame.getByRole('button', { name: 'More', exact: true }).click();
  await frame.getByRole('menuitem', { name: "Open in the browser's side panel" }).click();
  const address = `chrome-extension://${chromiumId}/sidepanel.html#window=`;
  const panel = await attachTarget(browser, 'page', address);
  const evaluate = async (expression: string): Promise<unknown> => {
    const told = await panel.send<{ result: { value?: unknown } }>('Runtime.evaluate', {
      expression,
    });
    return told.result.value;
  };
  return {
    text: async () => String(await evaluate('document.body.innerText')),
    close: async () => void (await evaluate('setTimeout(() => window.close())')),
  };
}
