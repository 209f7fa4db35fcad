import { useEffect, useState } from 'preact/hooks';

/** In the order of the navigation. */
export const pages = [
  'overview',
  'configuration',
  'permissions',
  'history',
  'failures',
  'conflicts',
] as const;
export type Page = (typeof pages)[number];

export function addressOf(page: Page): string {
  return page === 'overview' ? '#' : `#${page}`;
}

function oneOf<T extends string>(names: readonly T[], wanted: string | undefined): T {
  return names.find((name) => name === wanted) ?? names[0]!;
}

function useHash(): readonly string[] {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const look = (): void => setHash(location.hash);
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return hash.slice(1).split('/');
}

/** The page that the address names; the browser's own back and forward go between pages. */
export function usePage(): Page {
  return oneOf(pages, useHash()[0]);
}

/** The tab within a page; the first where the address names none. */
export function useTab<T extends string>(tabs: readonly T[]): T {
  return oneOf(tabs, useHash()[1]);
}
