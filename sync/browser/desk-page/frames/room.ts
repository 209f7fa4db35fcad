/** Room beside the page, where the page gives way. */

export interface Room {
  /** `width`: px; null gives it back. Where the page stays as wide as it was, nothing changes. */
  take(width: number | null): void;
}

/** Takes none yet. */
export function createRoom(): Room {
  let wanted: number | null = null;
  let looking = 0;
  const { style } = document.documentElement;

  function check(): void {
    if (wanted === null) return;
    const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
    const body = document.body.getBoundingClientRect();
    const gave = rtl ? body.left >= wanted - 1 : body.right <= innerWidth - wanted + 1;
    if (!gave) style.removeProperty('margin-inline-end');
  }

  return {
    take(width) {
      wanted = width;
      cancelAnimationFrame(looking);
      if (width === null) {
        style.removeProperty('margin-inline-end');
        return;
      }
      style.setProperty('margin-inline-end', `${width}px`);
      // Looked at when the page has been laid out anyway: asking sooner would lay it out twice.
      looking = requestAnimationFrame(() => setTimeout(check));
    },
  };
}
