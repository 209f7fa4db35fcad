/** What on a row shows the ticket's subject. */
import { shownNumberIn } from '../../../core/evidence';
import type { Slugs } from '../../../core/place';
import { ticketIdIn } from './ticket-links';

const hints = '[class*="-subject"],[class*="subjectInner"],[data-id*="subject" i]';

/** The badge stands after it, never inside a link; null where nothing looks like one. */
export function subjectOn(row: HTMLElement, slugs: Slugs): HTMLElement | null {
  const hinted = row.querySelector<HTMLElement>(hints);
  const subject =
    hinted?.closest<HTMLElement>('a') ?? outermost(hinted, row) ?? subjectLink(row, slugs);
  return subject !== null && subject !== row && row.contains(subject) ? subject : null;
}

/** A link to the ticket that is not its number. */
function subjectLink(row: HTMLElement, slugs: Slugs): HTMLElement | null {
  for (const link of row.querySelectorAll<HTMLAnchorElement>('a'))
    if (ticketIdIn(link, slugs) !== null && shownNumberIn(link.innerText) === null) return link;
  return null;
}

/** A subject's text may be wrapped more than once. */
function outermost(subject: HTMLElement | null, row: HTMLElement): HTMLElement | null {
  let found = subject;
  while (found?.parentElement != null && found.parentElement !== row) {
    if (found.parentElement.childElementCount > 1) break;
    found = found.parentElement;
  }
  return found;
}
