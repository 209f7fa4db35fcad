/** Rows of ticket lists, found by what they are and not by how they look (desk-ui 2.3). */
import type { Evidence } from '../../../core/evidence';
import type { Slugs } from '../../../core/place';
import { evidenceOn } from './row-evidence';

export interface TicketRow {
  readonly row: HTMLElement;
  readonly evidence: Evidence;
}

const rowHints =
  '[role=listitem],[role=row],tr,li,[class*="-listlayout-container"],[class*="-kanbanlistitem-container"]';
/** Where people write about tickets: what stands there is no list. */
const prose =
  '[contenteditable]:not([contenteditable="false"]),[data-id="threadContent"],[class*="-conversationlist-"],[class*="-richtextcontent-"],[class*="-replyeditor-"]';
const mostRows = 400;

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
