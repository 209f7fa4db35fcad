/** Reads off a row what tells its ticket: a link to one, else numbers that may be one. */
import {
  evidenceOfLinks,
  evidenceOfNumbers,
  longNumbersIn,
  mostMaybe,
  shownNumberIn,
  type Evidence,
} from '../../../core/evidence';
import type { Slugs } from '../../../core/place';
import { ticketIdIn } from './ticket-links';

const numberHints =
  '[data-id="ticketId"],[class*="ticketidwrapper-ticketId"],[class*="secondarytext-ticketId"]';
const tellingNames = /^(?:id|name|data-.+|aria-.+)$/;
/** Of a row whose link says nothing, elements that are looked at. */
const mostElements = 60;

/** Null: nothing on the row tells a ticket, or more than one does. */
export function evidenceOn(row: HTMLElement, slugs: Slugs): Evidence | null {
  const ids = new Set<string>();
  for (const link of row.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const id = ticketIdIn(link, slugs);
    if (id !== null) ids.add(id);
  }
  return ids.size > 0 ? evidenceOfLinks(ids) : evidenceOfNumbers(candidatesOn(row), shownOn(row));
}

function candidatesOn(row: HTMLElement): Set<string> {
  const found = new Set<string>();
  let seen = 0;
  for (const element of [row, ...row.querySelectorAll('*')]) {
    if (++seen > mostElements || found.size > mostMaybe) break;
    for (const { name, value } of element.attributes)
      if (tellingNames.test(name)) for (const number of longNumbersIn(value)) found.add(number);
  }
  return found;
}

function shownOn(row: HTMLElement): Set<string> {
  const shown = new Set<string>();
  for (const element of row.querySelectorAll(numberHints)) {
    const number = shownNumberIn(element.textContent ?? '');
    if (number !== null) shown.add(number);
  }
  return shown;
}
