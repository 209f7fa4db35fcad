/** What the page's own menu calls its modules. */
import { tabOf } from '../../../core/place';
import type { TabName } from '../../../types';

/** Entries of the menu that are looked at. */
const mostEntries = 12;

/** By entry: the page is looked at all the time, and its menu hardly ever changes. */
const read = new Map<string, TabName | null>();

function tabOn(link: HTMLAnchorElement): TabName | null {
  // `dataset` would make an object an entry at every look.
  const part = link.getAttribute('data-id') ?? '';
  const { href } = link;
  const entry = `${part} ${href}`;
  const known = read.get(entry);
  if (known !== undefined) return known;
  if (read.size >= 4 * mostEntries) read.clear();
  const tab = tabOf(part, href);
  read.set(entry, tab);
  return tab;
}

/** As far as it is drawn. */
export function readTabs(): readonly TabName[] {
  if (document.body === null) return [];
  const entries = document.querySelectorAll<HTMLAnchorElement>('a[data-id^="qtab_"]');
  return [...entries]
    .slice(0, mostEntries)
    .map(tabOn)
    .filter((tab) => tab !== null);
}
