/** The lists: tickets with their views, contacts, accounts. */
import { ask, bdi, boot, h } from './dom.js';
import { currentDepartment, detailUrl, go, listUrl, onLink } from './route.js';
import { dueOf } from './words.js';

const pageSize = 50;

/** What takes turns over the rows when links are `mixed`. Most have a real address. */
const turns = ['href', 'href', 'href', 'void', 'href', 'click'];

function linkKind(index) {
  return boot.look.links === 'mixed' ? turns[index % turns.length] : boot.look.links;
}

function subject(ticket, kind) {
  const url = detailUrl('tickets', ticket.id);
  const text = h('div', { class: 'modulelistnew-subjectInnerEle', dir: 'auto' }, ticket.subject);
  if (kind === 'click')
    return h('div', { class: 'link-container subject-text', 'data-title': ticket.subject }, text);
  const href = kind === 'href' ? url : 'javascript:void(0);';
  return h(
    'a',
    {
      class: 'link-container subject-text',
      href,
      'data-title': ticket.subject,
      rel: 'noopener noreferrer',
      onclick: onLink(url),
    },
    text,
  );
}

function requester(ticket) {
  const { contact } = ticket;
  if (contact === null)
    return [h('span', { id: 'contactName' }, bdi(ticket.email || 'No contact'))];
  const url = detailUrl('contacts', contact.id);
  const name = h(
    'a',
    { class: 'link-container', id: 'contactName_link', href: url, onclick: onLink(url) },
    bdi(contact.name),
  );
  if (contact.account === null) return [name];
  const accountUrl = detailUrl('accounts', contact.account.id);
  const account = h(
    'a',
    {
      class: 'link-container',
      id: 'accountName_link',
      href: accountUrl,
      onclick: onLink(accountUrl),
    },
    bdi(contact.account.accountName),
  );
  return [name, ', ', account];
}

function row(ticket, index, size) {
  const kind = linkKind(index);
  const due = dueOf(ticket.dueDate);
  const layout = boot.look.layout;
  const box = h('input', {
    type: 'checkbox',
    'aria-label': `Select #${ticket.ticketNumber}`,
    onclick: (event) => event.stopPropagation(),
  });
  return h(
    'div',
    {
      class: `listlayout-container listlayout-varClass listlayout-listHover listlayout-${layout} modulelistnew-listContainer modulelistnew-hoverContainer modulelistnew-${layout}${layout === 'cards' ? ' kanbanlistitem-container' : ''}`,
      id: kind === 'void' ? `caseList_${ticket.id}` : 'ticketsList',
      role: layout === 'table' ? 'row' : 'listitem',
      tabindex: '0',
      'aria-label': ticket.subject,
      'aria-setsize': size,
      'aria-posinset': index + 1,
      onclick: () => go(detailUrl('tickets', ticket.id)),
    },
    h(
      'div',
      {
        class: 'listlayout-innerContainer',
        id: 'containerComponent',
        'data-selector-id': 'container',
      },
      h('span', { class: 'listlayout-box' }, box),
      h(
        'div',
        { class: 'modulelistnew-innerListDiv' },
        subject(ticket, kind),
        h(
          'div',
          { class: 'secondarytext-wrapper' },
          ...requester(ticket),
          ' · ',
          h('span', { class: 'secondarytext-ticketId', id: 'ticketId' }, `#${ticket.ticketNumber}`),
        ),
      ),
      h(
        'span',
        {
          class: `listlayout-cell listlayout-due${due.overdue ? ' listlayout-late' : ''}`,
          id: 'due',
        },
        due.text,
      ),
      h('span', { class: 'listlayout-cell listlayout-status', id: 'status' }, ticket.status),
      h(
        'span',
        { class: 'listlayout-cell listlayout-owner', id: 'owner' },
        bdi(ticket.assignee?.name ?? 'Unassigned'),
      ),
    ),
  );
}

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

  async function more() {
    if (loading) return;
    loading = true;
    const { data, count } = await ask(
      `tickets?include=contacts,assignee&limit=${pageSize}&from=${shown}&${query}`,
    );
    loading = false;
    if (!stillHere()) return;
    if (shown === 0) list.replaceChildren();
    total = count;
    list.append(...data.map((ticket, index) => row(ticket, shown + index, count)));
    shown += data.length;
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
