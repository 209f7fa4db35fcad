/** Where things stand along a line of the page, whichever way it is read. */

/** px, growing from the line's start to its end. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A line's measure of a rectangle. */
export type Measure = (rect: DOMRect) => Span;

export const measureOf =
  (rtl: boolean): Measure =>
  ({ left, right }) =>
    rtl ? { start: -right, end: -left } : { start: left, end: right };

export const isOnLineOf = (own: DOMRect, { top, bottom }: DOMRect): boolean =>
  top < own.bottom && bottom > own.top;

/** The end of the text itself: its box may be wider, or the text may be cut. */
export function textEnd(element: HTMLElement, measure: Measure): number {
  const range = document.createRange();
  range.selectNodeContents(element);
  const text = measure(range.getBoundingClientRect());
  return Math.min(text.end, measure(element.getBoundingClientRect()).end);
}
