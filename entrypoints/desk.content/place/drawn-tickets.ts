import type { RecordId } from '../../../sync/types';

/** Tickets that stand in the page, by the key that their containers bear (desk-ui 3.1). */
export function drawnTickets(): readonly RecordId[] {
  return [...document.querySelectorAll<HTMLElement>('[data-id^="subTab_"]')].flatMap((part) => {
    const id = /^subTab_(\d{8,20})$/.exec(part.dataset['id'] ?? '')?.[1];
    return id === undefined || part.getClientRects().length === 0 ? [] : [id];
  });
}
