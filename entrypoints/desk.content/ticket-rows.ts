/**
 * Rows of ticket lists, found by what they are and not by how they look (desk-ui 2.3): a link to
 * a ticket, else numbers that may be one. What the row is in the end decides who knows the tickets.
 */
import { parsePlace, type Slugs } from '../../sync/core/place';

/** What stands on a row and tells its ticket. */
export interface Evidence {
  /** From a link; null where no link says it. */
  readonly id: string | null;
  /** Long numbers in names and data; of the ticket, or of anything else. */
  readonly maybe: readonly string[];
  /** The ticket's number as it is shown. */
  readonly number: string | null;
  /** Says whether two are the same. */
  readonly key: string;
}

export interface TicketRow {
  readonly row: HTMLElement;
  readonly evidence: Evidence;
}

const rowHints =
  '[role=listitem],[role=row],tr,li,[class*="-listlayout-container"],[class*="-kanbanlistitem-container"]';
const numberHints =
  '[data-id="ticketId"],[class*="ticketidwrapper-ticketId"],[class*="secondarytext-ticketId"]';
/** Where people write about tickets: what stands there is no list. */
const prose =
  '[contenteditable]:not([contenteditable="false"]),[data-id="threadContent"],[class*="-conversationlist-"],[class*="-richtextcontent-"],[class*="-replyeditor-"]';

const longNumber = /(?<!\d)\d{8,20}(?!\d)/g;
const shownNumber = /^#?\s*(\d{1,10})$/;
/** Of a row whose link says nothing, elements that are looked at. */
const mostElements = 60;
const mostMaybe = 8;
const mostRows = 400;

/** Addresses of links are few and come again with every look. */
const parsed = new Map<string, string | null>();
const mostParsed = 2000;
let parsedWith: Slugs | undefined;

function ticketIdIn(link: HTMLAnchorElement, slugs: Slugs): string | null {
  if (parsedWith !== slugs || parsed.size > mostParsed) {
    parsed.clear();
    parsedWith = slugs;
  }
  const { href } = link;
  const known = parsed.get(href);
  if (known !== undefined) return known;
  const place = parsePlace(href, slugs, location.hostname);
  const id = place?.type === 'ticket' ? place.id : null;
  parsed.set(href, id);
  return id;
}

/** Null: nothing on the row tells a ticket, or more than one does. */
export function evidenceOn(row: HTMLElement, slugs: Slugs): Evidence | null {
  const ids = new Set<string>();
  for (const link of row.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const id = ticketIdIn(link, slugs);
    if (id !== null) ids.add(id);
  }
  if (ids.size > 1) return null;
  const [id] = ids;
  if (id !== undefined) return { id, maybe: [], number: null, key: id };
  const maybe = numbersIn(row);
  const number = numberOn(row);
  if (maybe.length === 0 && number === null) return null;
  return { id: null, maybe, number, key: `${maybe.join()}#${number ?? ''}` };
}

function numbersIn(row: HTMLElement): string[] {
  const found = new Set<string>();
  let seen = 0;
  for (const element of [row, ...row.querySelectorAll('*')]) {
    if (++seen > mostElements || found.size > mostMaybe) break;
    for (const { name, value } of element.attributes)
      if (/^(?:id|name|data-.+|aria-.+)$/.test(name))
        for (const [number] of value.matchAll(longNumber)) found.add(number);
  }
  return found.size > mostMaybe ? [] : [...found];
}

function numberOn(row: HTMLElement): string | null {
  const numbers = new Set<string>();
  for (const element of row.querySelectorAll(numberHints)) {
    const number = shownNumber.exec(element.textContent?.trim() ?? '')?.[1];
    if (number !== undefined) numbers.add(number);
  }
  const [number] = numbers;
  return numbers.size === 1 ? (number ?? null) : null;
}

/** Rows that say something of a ticket, the innermost of rows within rows. */
export function findRows(slugs: Slugs): TicketRow[] {
  const rows: TicketRow[] = [];
  for (const row of document.querySelectorAll<HTMLElement>(rowHints)) {
    if (rows.length >= mostRows) break;
    if (row.querySelector(rowHints) !== null || row.closest(prose) !== null) continue;
    const evidence = evidenceOn(row, slugs);
    if (evidence !== null) rows.push({ row, evidence });
  }
  return rows;
}

/** What shows the subject: the badge stands after it, never inside a link. */
export function subjectOn(row: HTMLElement, slugs: Slugs): HTMLElement | null {
  const links = [...row.querySelectorAll<HTMLAnchorElement>('a')];
  const hints = '[class*="-subject"],[class*="subjectInner"],[data-id*="subject" i]';
  const hinted = row.querySelector<HTMLElement>(hints);
  const subject =
    hinted?.closest<HTMLElement>('a') ??
    outermost(hinted, row) ??
    links.find((link) => ticketIdIn(link, slugs) !== null && !shownNumber.test(link.innerText)) ??
    null;
  return subject !== null && subject !== row && row.contains(subject) ? subject : null;
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
