import type { Standing } from '../../../core/whereabouts';
import type { Place } from '../../../types';

/** The key of a ticket's container. */
const container = /^subTab_(\d{8,20})$/;

/** Tickets that stand in the page, by the key that their containers bear (desk-ui 3.1). */
export function drawnTickets(place: Place | null): Standing {
  const parts = [...document.querySelectorAll('[data-id^="subTab_"]')];
  // The usual cases, and the only ones that need no layout of the page.
  if (parts.length === 0) return { tickets: [], byLayout: false };
  const ids = parts.map((part) => container.exec(part.getAttribute('data-id') ?? '')?.[1]);
  if (parts.length === 1 && place !== null && ids[0] === place.id)
    return { tickets: [place.id], byLayout: false };
  const tickets = ids.flatMap((id, at) =>
    id === undefined || parts[at]?.getClientRects().length === 0 ? [] : [id],
  );
  return { tickets, byLayout: true };
}
