/** Whether the sidebar's frame is to be seen in its page, which only a debugger can tell: it stands in a closed root. */
import type { Page } from 'playwright-core';

interface Node {
  readonly nodeName: string;
  readonly backendNodeId: number;
  readonly attributes?: readonly string[];
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
}

/** From when on the frame was to be seen, or not. */
export interface Sight {
  /** ms of the clock. */
  readonly at: number;
  readonly seen: boolean;
}

function frameIn(node: Node): Node | undefined {
  const isOurs = node.attributes?.some((text) => text.includes('/sidepanel.html')) === true;
  if (node.nodeName === 'IFRAME' && isOurs) return node;
  for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) {
    const found = frameIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Puts `isSidebarSeen()` and the list `sidebarSights` into the page's own world. The page is to
 * have a sidebar, and to stay loaded.
 */
export async function watchVeil(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  const frame = frameIn(root);
  if (frame === undefined) throw new Error('no sidebar in this page');
  const { object } = await session.send('DOM.resolveNode', { backendNodeId: frame.backendNodeId });
  await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId ?? '',
    functionDeclaration: `function () {
      const host = this.getRootNode().host;
      const isSeen = () => this.isConnected && this.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      const sights = [{ at: Date.now(), seen: isSeen() }];
      const look = () => {
        const seen = isSeen();
        if (seen !== sights.at(-1).seen) sights.push({ at: Date.now(), seen });
      };
      for (const element of [this, host])
        new MutationObserver(look).observe(element, { attributes: true });
      const isSidebarSeen = () => (look(), isSeen());
      Object.assign(globalThis, { isSidebarSeen, sidebarSights: sights });
    }`,
  });
  await session.detach();
}

/** What `watchVeil` put there. */
export interface VeilWatched {
  /** Written down as well. */
  isSidebarSeen(): boolean;
  readonly sidebarSights: readonly Sight[];
}
