/** What can be wrong with the place that parts of a page take, by what a person would miss. */
import type { Frame, Page } from 'playwright-core';

/** px that can only be reached by scrolling sideways. */
export const outside = (page: Page | Frame): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** What is cut off without a sign of it: text that is wider than the box it stands in. */
export const cutOff = (page: Page | Frame): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, h1, h2, dt, .seg')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 1)
      .filter((part) => getComputedStyle(part).overflowX === 'hidden')
      .filter((part) => getComputedStyle(part).textOverflow !== 'ellipsis')
      .map((part) => part.textContent ?? ''),
  );

/** What stands below the end of its row, by its text: rows of long lists have one height. */
export const cutRows = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.vr-row')].flatMap((row) => {
      const { bottom } = row.getBoundingClientRect();
      const aside = '.vh, svg, svg *, [popover], [popover] *';
      return [...row.querySelectorAll<HTMLElement>(`:not(:has(:not(${aside})), ${aside})`)]
        .filter((part) => part.getBoundingClientRect().bottom > bottom)
        .map((part) => part.innerText);
    }),
  );

/** Buttons with a mark in rows of tables that reach out of their cell or stand over the row's words. */
export const crowded = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const wordsOf = (row: Element): readonly DOMRect[] => {
      const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT, (node) =>
        node.parentElement?.closest('.vh, option, [popover]') === null &&
        node.textContent?.trim() !== ''
          ? NodeFilter.FILTER_ACCEPT
          : NodeFilter.FILTER_SKIP,
      );
      const boxes: DOMRect[] = [];
      while (texts.nextNode() !== null) {
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        // A name that is cut ends where its box does.
        const room = texts.currentNode.parentElement?.closest('td > *')?.getBoundingClientRect();
        for (const { left, top, right, bottom } of range.getClientRects()) {
          const from = Math.max(left, room?.left ?? left);
          const to = Math.min(right, room?.right ?? right);
          boxes.push(new DOMRect(from, top, Math.max(to - from, 0), bottom - top));
        }
      }
      return boxes;
    };
    return [...document.querySelectorAll('tr')].flatMap((row) => {
      const words = wordsOf(row);
      return [...row.querySelectorAll('td .ib')]
        .filter((button) => {
          const box = button.getBoundingClientRect();
          const cell = button.closest('td')?.getBoundingClientRect() ?? box;
          const isOver = words.some(
            (word) =>
              Math.min(word.right, box.right) - Math.max(word.left, box.left) > 1 &&
              Math.min(word.bottom, box.bottom) - Math.max(word.top, box.top) > 1,
          );
          return isOver || box.right > cell.right + 1 || box.left < cell.left - 1;
        })
        .map((button) => button.getAttribute('aria-label') ?? button.outerHTML);
    });
  });

/** Controls and words that reach past the edge of a page's own column, unless they scroll in a box. */
export const pastTheMargin = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const column = document.querySelector('.op-in') ?? document.body;
    const { left, right } = column.getBoundingClientRect();
    const { paddingLeft, paddingRight } = getComputedStyle(column);
    const from = left + Number.parseFloat(paddingLeft);
    const to = right - Number.parseFloat(paddingRight);
    const scrolls = (part: Element | null): boolean =>
      part !== null &&
      part !== column &&
      (getComputedStyle(part).overflowX !== 'visible' || scrolls(part.parentElement));
    return [...column.querySelectorAll('select, button, input, p, h1, h2, dd')]
      .filter((part) => !scrolls(part.parentElement))
      .filter((part) => {
        const box = part.getBoundingClientRect();
        // A quiet button's words stand in line, and its edges a little outside.
        return box.width > 1 && (box.right > to + 9 || box.left < from - 9);
      })
      .map((part) => `${part.tagName} ${part.textContent ?? ''}`);
  });
