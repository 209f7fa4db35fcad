/** Where on a row a badge goes: after the subject, where it moves and covers nothing. */
import { badgeHeight, isBadge, pinStyles } from './badge';
import { isOnLineOf, measureOf, textEnd, type Span } from './line';

/** px. Room for the shape, and for the shape with the longest word. */
const room = { shape: 14, word: 90 } as const;
const gap = 10;
/** px. What is higher is no row of a list. */
const mostHeight = 300;

/** Measured before anything is changed. */
export interface Spot {
  readonly narrow: boolean;
  put(host: HTMLElement): void;
}

interface Measured {
  readonly row: HTMLElement;
  readonly subject: HTMLElement;
  readonly container: HTMLElement;
  readonly rtl: boolean;
  readonly box: Span;
  readonly own: DOMRect;
  /** Of what else stands on the subject's line. */
  readonly others: readonly Span[];
}

/** Null: there is no place for it that would not move or cover something. */
export function findSpot(row: HTMLElement, subject: HTMLElement): Spot | null {
  const container = subject.parentElement;
  if (container === null || container.closest('a') !== null) return null;
  if (row.offsetHeight > mostHeight) return null;
  const style = getComputedStyle(container);
  const rtl = style.direction === 'rtl';
  const measure = measureOf(rtl);
  const own = subject.getBoundingClientRect();
  if (own.width === 0 || own.height === 0) return null;
  const others = [...container.children]
    .filter((one) => one !== subject && !isBadge(one))
    .map((one) => one.getBoundingClientRect())
    .filter((rect) => rect.width > 0 && isOnLineOf(own, rect))
    .map(measure);
  const box = measure(container.getBoundingClientRect());
  const measured = { row, subject, container, rtl, box, own, others };
  const isFlexRow = style.display.includes('flex') && style.flexDirection.startsWith('row');
  return isFlexRow ? within(measured) : beside(measured);
}

/** A flex row gives the badge a place of its own. */
function within({ subject, rtl, box, own, others }: Measured): Spot {
  const used = Math.max(measureOf(rtl)(own).end, ...others.map(({ end }) => end));
  const { order } = getComputedStyle(subject);
  return {
    narrow: box.end - used < room.word + gap,
    put(host) {
      if (subject.nextElementSibling !== host) subject.after(host);
      pinStyles(host, `flex:none;align-self:center;order:${order}`);
    },
  };
}

/** Over the free part of the line: in a block, anything in the flow could begin a line of its own. */
function beside(measured: Measured): Spot | null {
  const { row, subject, container, rtl, box, own, others } = measured;
  const end = textEnd(subject, measureOf(rtl));
  const next = Math.min(box.end, ...others.map(({ start }) => start).filter((at) => at >= end));
  const free = next - end - gap;
  const at = free < room.shape - 6 ? behind(measured, next) : end + gap;
  if (at === null) return null;
  return {
    narrow: free < room.word,
    put(host) {
      if (host.parentElement !== container) container.append(host);
      pinStyles(host, 'position:absolute');
      const frame = host.offsetParent;
      if (frame === null || !row.contains(frame)) {
        host.remove();
        return;
      }
      const { left, top, right } = frame.getBoundingClientRect();
      const middle = own.top + own.height / 2 - badgeHeight / 2;
      const along = rtl ? `right:${right + at}` : `left:${at - left}`;
      pinStyles(host, `top:${middle - top - frame.clientTop}px;${along}px`);
    },
  };
}

/** Where the text fills its column, the shape stands between it and what follows on the line. */
function behind({ row, container, rtl, box, own }: Measured, next: number): number | null {
  const measure = measureOf(rtl);
  const after = container.nextElementSibling?.getBoundingClientRect();
  const isBeside = after !== undefined && isOnLineOf(own, after);
  const limit = isBeside ? measure(after).start : measure(row.getBoundingClientRect()).end;
  const space = limit - box.end;
  return next < box.end || space < room.shape - 2 ? null : box.end + (space - 8) / 2;
}
