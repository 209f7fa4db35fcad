/**
 * A list that draws only what is in view and gives the same nodes to other tickets while it
 * scrolls. Order on the screen is by CSS `order`, so that it differs from the order of the nodes.
 */
import { boot, h } from './dom.js';
import { createRow } from './row.js';

const heights = { classic: 71, compact: 42, table: 42, cards: 97 };
const spare = 4;

export function createWindow(list) {
  const height = heights[boot.look.layout];
  const above = h('div', { id: 'topDummyElement', 'aria-hidden': 'true' });
  const below = h('div', { id: 'bottomDummyElement', 'aria-hidden': 'true' });
  const rows = [];
  const tickets = [];
  const drawn = new Map();
  let size = 0;

  function draw() {
    const count = Math.min(tickets.length, Math.ceil(list.clientHeight / height) + 2 * spare);
    while (rows.length < count) {
      const row = createRow();
      rows.push(row);
      list.insertBefore(row.node, below);
    }
    const top = Math.floor(list.scrollTop / height) - spare;
    const first = Math.max(0, Math.min(tickets.length - count, top));
    for (let index = first; index < first + count; index += 1) {
      const row = rows[index % count];
      if (drawn.get(row) === tickets[index]) continue;
      row.fill(tickets[index], index, size);
      row.node.style.order = String(index + 1);
      drawn.set(row, tickets[index]);
    }
    above.style.blockSize = `${first * height}px`;
    below.style.blockSize = `${(tickets.length - first - count) * height}px`;
    below.style.order = String(size + 1);
  }

  list.classList.add('s-ticketlist-recycle');
  list.addEventListener('scroll', draw);
  return {
    add(more, count) {
      if (above.parentNode !== list) list.append(above, below);
      tickets.push(...more);
      size = count;
      draw();
    },
  };
}
