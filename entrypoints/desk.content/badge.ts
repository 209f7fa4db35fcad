/**
 * One badge: a shape and a word in a closed shadow root. Styled through the object model only,
 * which no style sheet and no policy of the page reaches.
 */
import { browser } from 'wxt/browser';
import type { TypeWord } from '../../sync/protocol/handshake';
import type { Theme } from './host-theme';

/** What the page's own observers and ours know a badge by. */
export const badgeMark = 'data-tandem-badge';

/** px. Room for the shape, and for the shape with the longest word. */
export const room = { shape: 14, word: 90 } as const;
/** px. Lower than a line of text, so that no row grows. */
const height = 14;
const gap = 10;

const vector = 'http://www.w3.org/2000/svg';
const colours: Readonly<Record<Theme, Readonly<Partial<Record<TypeWord, string>>>>> = {
  light: { customer: '#0f7a4d', potential: '#15181d' },
  dark: { customer: '#57c796', potential: '#e8eaee' },
};
/** The library would cost more than the five words; its types know no names beside its own. */
const messages = browser.i18n as { getMessage(name: string): string };
const names = {
  customer: 'type_customer',
  potential: 'type_potential',
  contact: 'type_contact',
  new: 'type_new',
  inCrm: 'type_inCrm',
} as const;
const grey: Readonly<Record<Theme, string>> = { light: '#5a6472', dark: '#9aa4b2' };
const hidden = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';

export interface Badge {
  readonly host: HTMLElement;
  show(word: TypeWord, narrow: boolean, theme: Theme): void;
}

/** Marked as important, each: the page's style sheets reach the host. */
function pin(element: HTMLElement, styles: string): void {
  for (const style of styles.split(';')) {
    const colon = style.indexOf(':');
    element.style.setProperty(style.slice(0, colon), style.slice(colon + 1), 'important');
  }
}

function draw(name: string, attributes: Readonly<Record<string, string>>): Element {
  const element = document.createElementNS(vector, name);
  for (const attribute of Object.keys(attributes))
    element.setAttribute(attribute, attributes[attribute] ?? '');
  return element;
}

const fill = (isFull: boolean): string => (isFull ? 'currentColor' : 'none');

export function createBadge(): Badge {
  const host = document.createElement('span');
  host.setAttribute(badgeMark, '');
  // Full circle, half, ring, dashed ring: readable without colour.
  const ring = draw('circle', { cx: '5', cy: '5', r: '4.25', stroke: 'currentColor' });
  const half = draw('path', { d: 'M5 .75a4.25 4.25 0 0 1 0 8.5z' });
  const shape = draw('svg', {
    viewBox: '0 0 10 10',
    width: '8',
    height: '8',
    'stroke-width': '1.5',
    'aria-hidden': 'true',
  });
  shape.append(ring, half);
  const label = document.createElement('span');
  host.attachShadow({ mode: 'closed' }).append(shape, label);
  // A click on it is a click on nothing: it opens no ticket and marks no row.
  for (const name of ['click', 'mousedown', 'pointerdown'])
    host.addEventListener(name, (event) => event.stopPropagation());
  return {
    host,
    show(word, narrow, theme) {
      const name = messages.getMessage(names[word]);
      ring.setAttribute('fill', fill(word === 'customer'));
      ring.setAttribute('stroke-dasharray', word === 'new' ? '1.9 1.44' : 'none');
      half.setAttribute('fill', fill(word === 'potential'));
      half.setAttribute('stroke', 'none');
      label.textContent = name;
      label.style.cssText = narrow ? hidden : '';
      // The page shows this as its own tooltip; without it, the row's would stand there.
      host.setAttribute('data-title', name);
      pin(
        host,
        `all:initial;display:inline-flex;align-items:center;gap:5px;height:${height}px;white-space:nowrap;font-family:inherit;font-size:11px;font-weight:500;line-height:${height}px;color:${colours[theme][word] ?? grey[theme]};cursor:default`,
      );
    },
  };
}

/** Where on a row the badge goes; measured before anything is changed. */
export interface Spot {
  readonly narrow: boolean;
  put(host: HTMLElement): void;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Null: there is no place for it that would not move or cover something. */
export function findSpot(row: HTMLElement, subject: HTMLElement): Spot | null {
  const container = subject.parentElement;
  if (container === null || container.closest('a') !== null || row.offsetHeight > 300) return null;
  const style = getComputedStyle(container);
  const rtl = style.direction === 'rtl';
  // Along the line: grows from its start to its end, whichever way it is read.
  const span = ({ left, right }: DOMRect): Span =>
    rtl ? { start: -right, end: -left } : { start: left, end: right };
  const box = span(container.getBoundingClientRect());
  const own = subject.getBoundingClientRect();
  if (own.width === 0 || own.height === 0) return null;
  const others = [...container.children]
    .filter((one) => one !== subject && !one.hasAttribute(badgeMark))
    .map((one) => one.getBoundingClientRect())
    .filter(({ top, bottom, width }) => width > 0 && top < own.bottom && bottom > own.top)
    .map(span);
  if (style.display.includes('flex') && style.flexDirection.startsWith('row')) {
    const used = Math.max(span(own).end, ...others.map(({ end }) => end));
    const { order } = getComputedStyle(subject);
    return {
      narrow: box.end - used < room.word + gap,
      put(host) {
        if (subject.nextElementSibling !== host) subject.after(host);
        pin(host, `flex:none;align-self:center;order:${order}`);
      },
    };
  }
  return beside({ row, container, rtl, box, end: textEnd(subject, span), own, others, span });
}

/** The end of the text itself: its box may be wider, or the text may be cut. */
function textEnd(subject: HTMLElement, span: (rect: DOMRect) => Span): number {
  const range = document.createRange();
  range.selectNodeContents(subject);
  return Math.min(
    span(range.getBoundingClientRect()).end,
    span(subject.getBoundingClientRect()).end,
  );
}

interface Measured {
  readonly row: HTMLElement;
  readonly container: HTMLElement;
  readonly rtl: boolean;
  readonly box: Span;
  readonly end: number;
  readonly own: DOMRect;
  readonly others: readonly Span[];
  readonly span: (rect: DOMRect) => Span;
}

/** Over the free part of the line: in a block, anything in the flow could begin a line of its own. */
function beside({ row, container, rtl, box, end, own, others, span }: Measured): Spot | null {
  const next = Math.min(box.end, ...others.map(({ start }) => start).filter((at) => at >= end));
  const free = next - end - gap;
  let at = end + gap;
  if (free < room.shape - 6) {
    // The text fills its column: the shape stands between it and what follows on the line.
    const after = container.nextElementSibling?.getBoundingClientRect();
    const isBeside = after !== undefined && after.top < own.bottom && after.bottom > own.top;
    const limit = isBeside ? span(after).start : span(row.getBoundingClientRect()).end;
    const space = limit - box.end;
    if (next < box.end || space < room.shape - 2) return null;
    at = box.end + (space - 8) / 2;
  }
  return {
    narrow: free < room.word,
    put(host) {
      if (host.parentElement !== container) container.append(host);
      pin(host, 'position:absolute');
      const frame = host.offsetParent;
      if (frame === null || !row.contains(frame)) {
        host.remove();
        return;
      }
      const { left, top, right } = frame.getBoundingClientRect();
      pin(
        host,
        `top:${own.top + own.height / 2 - height / 2 - top - frame.clientTop}px;${rtl ? `right:${right + at}` : `left:${at - left}`}px`,
      );
    },
  };
}
