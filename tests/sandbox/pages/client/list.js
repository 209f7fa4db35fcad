/** The lists: tickets with their views, contacts, accounts. */
import { ask, boot, h } from './dom.js';
import { remember } from './queue.js';
import { currentDepartment, listUrl, onLink } from './route.js';
import { createRow } from './row.js';
import { createWindow } from './window.js';

const pageSize = 50;

function viewLink({ label, count, url, active, part }) {
  return h(
    'a',
    {
      class: `viewlist-item${active ? ' viewlist-active' : ''}`,
      href: url,
      id: part,
      'aria-current': active ? 'page' : undefined,
      onclick: onLink(url),
    },
    h('span', {}, label),
    h('span', { class: 'viewlist-count' }, String(count)),
  );
}

function viewList({ views, departments }, route) {
  return [
    h(
      'button',
      { class: 'viewlist-title', id: 'all_views', type: 'button', 'aria-expanded': 'true' },
      'Views',
    ),
    ...views.map((view) =>
      viewLink({
        ...view,
        url: listUrl(view.slug),
        active: view.slug === route.view,
        part: `view_${view.slug}`,
      }),
    ),
    h('p', { class: 'viewlist-title' }, 'Departments'),
    ...departments.map((one) =>
      viewLink({
        label: one.name,
        count: one.count,
        url: listUrl('open-cases', one.slug),
        active: one.slug === route.dept,
        part: 'department',
      }),
    ),
  ];
}

function skeletons() {
  return Array.from({ length: 8 }, () =>
    h(
      'div',
      { class: 'listlayout-container listlayout-skeleton', 'aria-hidden': 'true' },
      h('span', {}),
      h('span', {}),
    ),
  );
}

/** `stillHere()` tells whether the agent has moved on while data was on its way. */
export async function showTickets(frame, route, stillHere) {
  const role = boot.look.layout === 'table' ? 'table' : 'list';
  const list = h(
    'div',
    { class: `ticketlist-scroll ticketlist-${boot.look.layout}`, role, 'aria-label': 'Tickets' },
    ...skeletons(),
  );
  const side = h('nav', { class: 'viewlist-container', 'aria-label': 'Views' });
  const columns = h(
    'div',
    { class: 'ticketlist-head', 'aria-hidden': 'true' },
    ...['', 'Ticket', 'Due', 'Status', 'Owner'].map((label) => h('span', {}, label)),
  );
  frame.main.replaceChildren(
    h(
      'div',
      { class: 'ticketlist-page' },
      side,
      h('div', { class: 'ticketlist-main' }, columns, list),
    ),
  );
  const query = `view=${encodeURIComponent(route.view)}&department=${encodeURIComponent(currentDepartment())}`;
  let shown = 0;
  let total = 0;
  let loading = false;
  const recycled = boot.look.rows === 'recycle' ? createWindow(list) : null;

  function show(tickets, count) {
    if (recycled !== null) {
      recycled.add(tickets, count);
      return;
    }
    const first = list.childElementCount;
    for (const [index, ticket] of tickets.entries()) {
      const row = createRow();
      row.fill(ticket, first + index, count);
      list.append(row.node);
    }
  }

  async function more() {
    if (loading) return;
    loading = true;
    const { data, count } = await ask(
      `tickets?include=contacts,assignee&limit=${pageSize}&from=${shown}&${query}`,
    );
    loading = false;
    if (!stillHere()) return;
    if (shown === 0) list.replaceChildren();
    remember(data, shown === 0);
    total = count;
    shown += data.length;
    show(data, count);
    if (total === 0)
      list.append(h('p', { class: 'commonemptystate-title' }, 'No tickets in this view'));
  }

  list.addEventListener('scroll', () => {
    if (shown < total && list.scrollTop + list.clientHeight > list.scrollHeight - 400) void more();
  });
  const [views] = await Promise.all([ask(`views?${query}`), more()]);
  if (!stillHere()) return;
  side.replaceChildren(...viewList(views, route));
  const title = views.views.find((view) => view.slug === route.view)?.label ?? 'Tickets';
  frame.head('tickets', [h('b', {}, title)], []);
  document.title = title;
}

/** j and k: the marked row. */
export function moveInList(step) {
  const rows = [...document.querySelectorAll('.s-listlayout-container[tabindex]')];
  const at = rows.findIndex((one) => one.classList.contains('s-listlayout-keyboardActive'));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  rows[at]?.classList.remove('s-listlayout-keyboardActive');
  next?.classList.add('s-listlayout-keyboardActive');
  next?.scrollIntoView({ block: 'nearest' });
}

export function openMarked() {
  document.querySelector('.s-listlayout-keyboardActive')?.click();
}
