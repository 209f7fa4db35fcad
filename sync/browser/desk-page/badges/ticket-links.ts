/** Which ticket a link of the page leads to. */
import { parsePlace, type Slugs } from '../../../core/place';

/** Addresses of links are few and come again with every look. */
const parsed = new Map<string, string | null>();
const mostParsed = 2000;
let parsedWith: Slugs | undefined;

/** Null for a link to anything else. */
export function ticketIdIn(link: HTMLAnchorElement, slugs: Slugs): string | null {
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
