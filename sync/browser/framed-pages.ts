import type { SenderFacts } from '../engine/sender';
import type { Topic } from '../protocol';
import { tellPages } from './notices';
import type { SessionStore } from './session-store';

/** The extension's pages that stand in a frame of a web page. */
export interface FramedPages {
  /** Remembers who asked, if it is such a page. */
  note(sender: SenderFacts): void;
  /** Tells each of them; one that is gone is forgotten. */
  tell(topic: Topic, subject: string | null): Promise<void>;
}

const entry = 'framedPages';
/** A browser with more frames than that has closed most of them. */
const most = 100;

/**
 * Firefox gives a frame of ours inside a web page no more than a content script's channel: it asks
 * and is answered, but what the background tells to all does not reach it (seen in Firefox 153).
 * Each is told by its tab and frame instead, and by nothing else in that tab. In session memory, so
 * that a background that was stopped still knows them.
 */
export function createFramedPages(session: SessionStore): FramedPages {
  let known: Promise<Set<string>> | null = null;

  function read(): Promise<Set<string>> {
    known ??= session
      .get(entry)
      .then((text) => new Set(text === null || text === '' ? [] : text.split(' ')));
    return known;
  }

  async function keep(pages: ReadonlySet<string>): Promise<void> {
    await session.set(entry, [...pages].slice(-most).join(' '));
  }

  async function add(page: string): Promise<void> {
    const pages = await read();
    if (pages.has(page)) return;
    pages.add(page);
    await keep(pages);
  }

  return {
    note({ isExtensionPage, tabId, frameId }) {
      if (isExtensionPage && tabId !== null && frameId !== null && frameId > 0)
        void add(`${tabId}:${frameId}`).catch(() => undefined);
    },
    async tell(topic, subject) {
      const pages = await read();
      const gone: string[] = [];
      await Promise.all(
        [...pages].map(async (page) => {
          const [tabId, frameId] = page.split(':').map(Number);
          if (tabId === undefined || frameId === undefined) return;
          await tellPages({ topic, subject }, { tabId, frameId }).catch(() => gone.push(page));
        }),
      );
      if (gone.length === 0) return;
      for (const page of gone) pages.delete(page);
      await keep(pages);
    },
  };
}
