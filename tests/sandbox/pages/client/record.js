/** Pages of contacts and accounts, and their lists. */
import { ask, bdi, h, initials } from './dom.js';
import { detailUrl, kindListUrl, onLink } from './route.js';
import { dateOf, dueOf } from './words.js';

const titles = { contacts: 'Contacts', accounts: 'Accounts' };

const labels = {
  email: 'E-mail',
  secondaryEmail: 'Secondary e-mail',
  phone: 'Phone',
  mobile: 'Mobile',
  title: 'Title',
  street: 'Street',
  city: 'City',
  state: 'State',
  zip: 'Post code',
  code: 'Post code',
  country: 'Country',
  website: 'Website',
  fax: 'Fax',
  industry: 'Industry',
  annualrevenue: 'Annual revenue',
};

function link(kind, id, name) {
  const url = detailUrl(kind, id);
  return h(
    'a',
    { class: 'link-container', href: url, 'data-title': name, onclick: onLink(url) },
    bdi(name),
  );
}

function crumb(kind) {
  const url = kindListUrl(kind);
  return [h('a', { href: url, onclick: onLink(url) }, titles[kind]), h('span', {}, '/')];
}

export async function showRecords(frame, route, stillHere) {
  const rows = h('div', {
    class: 'recordlist-scroll',
    role: 'list',
    'aria-label': titles[route.kind],
  });
  frame.main.replaceChildren(rows);
  frame.head(route.kind, [h('b', {}, titles[route.kind])], []);
  document.title = titles[route.kind];
  const { data } = await ask(route.kind);
  if (!stillHere()) return;
  rows.replaceChildren(
    ...data.map((record) =>
      h(
        'div',
        { class: 'listlayout-container recordlist-row', role: 'listitem', tabindex: '0' },
        h('span', { class: 'avatar-container', 'aria-hidden': 'true' }, initials(record.name)),
        h(
          'div',
          {},
          link(route.kind, record.id, record.name),
          h(
            'div',
            { class: 'secondarytext-wrapper' },
            record.account ? bdi(record.account.accountName) : record.email,
          ),
        ),
        h('span', { class: 'recordlist-cell' }, record.email),
        h('span', { class: 'recordlist-cell' }, bdi(record.phone)),
      ),
    ),
  );
}

function ticketRow(ticket) {
  const due = dueOf(ticket.dueDate);
  return h(
    'div',
    { class: 'kanbanlistitem-container', role: 'listitem' },
    h(
      'a',
      {
        class: 'ticketidwrapper-ticketId',
        href: detailUrl('tickets', ticket.id),
        onclick: onLink(detailUrl('tickets', ticket.id)),
      },
      `#${ticket.ticketNumber}`,
    ),
    h(
      'a',
      {
        class: 'kanbanlistitem-link',
        href: detailUrl('tickets', ticket.id),
        onclick: onLink(detailUrl('tickets', ticket.id)),
      },
      h('span', { class: 'kanbanlistitem-subject', dir: 'auto' }, ticket.subject),
    ),
    h(
      'span',
      { class: due.overdue && ticket.status !== 'Closed' ? 'listlayout-late' : 'recordlist-cell' },
      ticket.status === 'Closed' ? 'Closed' : due.text,
    ),
  );
}

function section(title, entries, none) {
  const shown = entries.length > 0 ? entries : [h('p', { class: 'commonemptystate-title' }, none)];
  return [h('h2', {}, title), h('div', { class: 'customerprofile-list', role: 'list' }, ...shown)];
}

export async function showRecord(frame, route, stillHere) {
  const { kind, id } = route;
  const side = h('aside', {
    class: 'customerprofile-container',
    'aria-label': kind === 'contacts' ? 'Contact Information' : 'Account Information',
  });
  const tickets = h('div', { class: 'customerprofile-main' });
  frame.main.replaceChildren(
    h('div', { class: 'customerprofile-page', id: 'customerProfile' }, side, tickets),
  );
  frame.head(kind, crumb(kind), []);
  let record;
  let cases;
  let people;
  try {
    [record, cases, people] = await Promise.all([
      ask(`${kind}/${id}`),
      ask(`tickets?view=all-cases&${kind === 'contacts' ? 'contactId' : 'accountId'}=${id}`),
      kind === 'accounts' ? ask(`contacts?accountId=${id}`) : { data: [] },
    ]);
  } catch {
    if (stillHere())
      frame.main.replaceChildren(
        h('p', { class: 'commonemptystate-title' }, 'There is no record here'),
      );
    return;
  }
  if (!stillHere()) return;
  const rows = record.fields.flatMap(([name, value]) => [
    h('dt', {}, labels[name] ?? name),
    h('dd', { 'data-test-id': `${kind}_${labels[name] ?? name}` }, bdi(value)),
  ]);
  if (record.account)
    rows.unshift(
      h('dt', {}, 'Account'),
      h('dd', {}, link('accounts', record.account.id, record.account.accountName)),
    );
  side.replaceChildren(
    h(
      'div',
      { class: 'customerprofile-staticSectionCnt' },
      h(
        'span',
        { class: 'avatar-container avatar-large', 'aria-hidden': 'true' },
        initials(record.name),
      ),
      h('h1', { dir: 'auto' }, record.name),
    ),
    h(
      'dl',
      {},
      ...rows,
      h('dt', {}, 'Created'),
      h('dd', {}, bdi(dateOf(Date.parse(record.createdTime)))),
    ),
  );
  tickets.replaceChildren(
    ...section('Tickets', cases.data.map(ticketRow), 'No tickets'),
    ...(kind === 'accounts'
      ? section(
          'Contacts',
          people.data.map((one) =>
            h(
              'div',
              { class: 'kanbanlistitem-container', role: 'listitem' },
              link('contacts', one.id, one.name),
              h('span', { class: 'recordlist-cell' }, one.email),
            ),
          ),
          'No contacts',
        )
      : []),
  );
  frame.head(kind, [...crumb(kind), h('b', { dir: 'auto' }, record.name)], []);
  document.title = record.name;
}
