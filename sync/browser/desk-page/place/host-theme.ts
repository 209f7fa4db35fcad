/** Light or dark as the host page shows itself, so that the sidebar does not stand out. */

import type { Theme } from '../../../protocol/host';

const modeAttributes = ['data-mode', 'data-desk-mode'];
/** Relative luminance below which a background counts as dark. */
const darkBelow = 0.2;

function luminance(colour: string): number | null {
  const channels = /^rgba?\(([\d.]+),\s*([\d.]+),\s*([\d.]+)(?:,\s*([\d.]+))?\)$/.exec(colour);
  if (channels === null || channels[4] === '0') return null;
  const [red, green, blue] = [1, 2, 3].map((at) => (Number(channels[at]) / 255) ** 2.2);
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Reads the host's own mark first, then measures the page's background; null when neither tells. */
export function hostTheme(): Theme | null {
  const { documentElement, body } = document;
  const isBegun = body !== null;
  const roots = isBegun
    ? [documentElement, body, document.getElementById('react')]
    : [documentElement];
  for (const root of roots)
    for (const attribute of modeAttributes) {
      const mode = root?.getAttribute(attribute);
      if (mode != null) return mode === 'light' ? 'light' : 'dark';
    }
  // Nothing is drawn yet that could be measured.
  if (!isBegun) return null;
  for (const root of roots) {
    const light = root === null ? null : luminance(getComputedStyle(root).backgroundColor);
    if (light !== null) return light < darkBelow ? 'dark' : 'light';
  }
  return null;
}

/**
 * Calls `onTheme` at once, and when the host switches its mode or direction, until `signal` aborts.
 * Compared before it is called: making room for the sidebar changes the same attributes.
 */
export function watchTheme(onTheme: (theme: Theme | null) => void, signal: AbortSignal): void {
  let last: string | null = null;
  const look = (): void => {
    const theme = hostTheme();
    // As it is marked, which costs no layout; who turns the page by a style alone is seen to later.
    const now = `${theme ?? ''} ${document.dir} ${document.body?.dir ?? ''}`;
    if (now === last) return;
    last = now;
    onTheme(theme);
  };
  look();
  const observer = new MutationObserver(look);
  const options = {
    attributes: true,
    attributeFilter: [...modeAttributes, 'class', 'style', 'dir'],
  };
  observer.observe(document.documentElement, options);
  if (document.body !== null) observer.observe(document.body, options);
  signal.addEventListener('abort', () => observer.disconnect());
}
