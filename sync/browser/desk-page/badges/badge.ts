/**
 * One badge: a shape and a word in a closed shadow root. Styled through the object model only,
 * which no style sheet and no policy of the page reaches.
 */
import { browser } from 'wxt/browser';
import { badgeLook } from '../../../core/badge';
import type { Theme } from '../../../protocol/host';
import type { TypeWord } from '../../../protocol/handshake';

/** What the page's own observers and ours know a badge by. */
const badgeMark = 'data-tandem-badge';

export const isBadge = (node: Node): boolean =>
  node instanceof Element && node.hasAttribute(badgeMark);

/** px. Lower than a line of text, so that no row grows. */
export const badgeHeight = 14;

const vector = 'http://www.w3.org/2000/svg';
/** The library would cost more than the five words; its types know no names beside its own. */
const messages = browser.i18n as { getMessage(name: string): string };
const hidden = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';

export interface Badge {
  readonly host: HTMLElement;
  /** `narrow`: the shape alone, its word for screen readers and in the page's tooltip. */
  show(word: TypeWord, narrow: boolean, theme: Theme): void;
}

/** Marked as important, each: the page's style sheets reach the host. */
export function pinStyles(element: HTMLElement, styles: string): void {
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

/** Stands nowhere yet and says nothing. */
export function createBadge(): Badge {
  const host = document.createElement('span');
  host.setAttribute(badgeMark, '');
  const ring = draw('circle', { cx: '5', cy: '5', r: '4.25', stroke: 'currentColor' });
  const half = draw('path', { d: 'M5 .75a4.25 4.25 0 0 1 0 8.5z' });
  const drawing = draw('svg', {
    viewBox: '0 0 10 10',
    width: '8',
    height: '8',
    'stroke-width': '1.5',
    'aria-hidden': 'true',
  });
  drawing.append(ring, half);
  const label = document.createElement('span');
  host.attachShadow({ mode: 'closed' }).append(drawing, label);
  // A click on it is a click on nothing: it opens no ticket and marks no row.
  for (const name of ['click', 'mousedown', 'pointerdown'])
    host.addEventListener(name, (event) => event.stopPropagation());
  return {
    host,
    show(word, narrow, theme) {
      const { shape, colour, name } = badgeLook(word, theme);
      const text = messages.getMessage(name);
      ring.setAttribute('fill', fill(shape === 'full'));
      ring.setAttribute('stroke-dasharray', shape === 'dashed' ? '1.9 1.44' : 'none');
      half.setAttribute('fill', fill(shape === 'half'));
      half.setAttribute('stroke', 'none');
      label.textContent = text;
      label.style.cssText = narrow ? hidden : '';
      // The page shows this as its own tooltip; without it, the row's would stand there.
      host.setAttribute('data-title', text);
      pinStyles(
        host,
        `all:initial;display:inline-flex;align-items:center;gap:5px;height:${badgeHeight}px;white-space:nowrap;font-family:inherit;font-size:11px;font-weight:500;line-height:${badgeHeight}px;color:${colour};cursor:default`,
      );
    },
  };
}
