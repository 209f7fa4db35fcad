/** What the page's own menu calls its modules. */
import { tabOf } from '../../../sync/core/place';
import type { TabName } from '../../../sync/types';

/** Entries of the menu that are looked at. */
const mostEntries = 12;

/** As far as it is drawn. */
export function readTabs(): readonly TabName[] {
  const entries = document.querySelectorAll<HTMLAnchorElement>('a[data-id^="qtab_"]');
  return [...entries].slice(0, mostEntries).flatMap(({ dataset, href }) => {
    const tab = tabOf(dataset['id'] ?? '', href);
    return tab === null ? [] : [tab];
  });
}
