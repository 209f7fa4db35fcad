import { useEffect, useState } from 'preact/hooks';

/** In the order of the navigation. */
export const pages = ['overview', 'history', 'failures', 'conflicts'] as const;
export type Page = (typeof pages)[number];

export function addressOf(page: Page): string {
  return page === 'overview' ? '#' : `#${page}`;
}

function pageAt(hash: string): Page {
  const name = hash.slice(1).split('/')[0];
  return pages.find((page) => page === name) ?? 'overview';
}

/** The page that the address names; the browser's own back and forward go between pages. */
export function usePage(): Page {
  const [page, setPage] = useState(() => pageAt(location.hash));
  useEffect(() => {
    const look = (): void => setPage(pageAt(location.hash));
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return page;
}
