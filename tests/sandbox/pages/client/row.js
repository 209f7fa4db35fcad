/** A row of the ticket list. One row can be filled again and again, as a list that recycles does. */
import { bdi, boot, classes, h, setPart } from './dom.js';
import { detailUrl, go, onLink } from './route.js';
import { dueOf } from './words.js';

/** What takes turns over the rows when links are `mixed`. Most have a real address. */
const turns = ['href', 'href', 'href', 'void', 'href', 'click'];

function linkKind(index) {
  return boot.look.links === 'mixed' ? turns[index % turns.length] : boot.look.links;
}

function personLink(part, kind, id, name) {
  const href = detailUrl(kind, id);
  return h('a', { class: 'link-container', id: part, href, onclick: onLink(href) }, bdi(name));
}

function requester({ contact, email }) {
  if (contact === null) return [h('span', { id: 'contactName' }, bdi(email || 'No contact'))];
  const name = personLink('contactName_link', 'contacts', contact.id, contact.name);
  const { account } = contact;
  if (account === null) return [name];
  return [name, ', ', personLink('accountName_link', 'accounts', account.id, account.accountName)];
}

const layoutClasses = () => {
  const { layout } = boot.look;
  const names = `listlayout-container listlayout-varClass listlayout-listHover listlayout-${layout} modulelistnew-listContainer modulelistnew-hoverContainer modulelistnew-${layout}`;
  return layout === 'cards' ? `${names} kanbanlistitem-container` : names;
};

/** A real link, or a plain element that leaves the click to its row. */
function subjectLink(text, kind, follow) {
  if (kind === 'click') return h('div', { class: 'link-container subject-text' }, text);
  return h(
    'a',
    { class: 'link-container subject-text', rel: 'noopener noreferrer', onclick: follow },
    text,
  );
}

export function createRow() {
  const subject = h('div', { class: 'modulelistnew-subjectInnerEle', dir: 'auto' });
  let url = '';
  const follow = (event) => onLink(url)(event);
  let link = subjectLink(subject, 'href', follow);
  const box = h('input', { type: 'checkbox' });
  const people = h('span', {});
  const number = h('span', { class: 'secondarytext-ticketId', id: 'ticketId' });
  const due = h('span', { id: 'due' });
  const status = h('span', { class: 'listlayout-cell listlayout-status', id: 'status' });
  const owner = h('span', { class: 'listlayout-cell listlayout-owner', id: 'owner' });
  box.addEventListener('click', (event) => event.stopPropagation());
  const node = h(
    'div',
    {
      class: layoutClasses(),
      role: boot.look.layout === 'table' ? 'row' : 'listitem',
      tabindex: '0',
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
        link,
        h('div', { class: 'secondarytext-wrapper' }, people, h('span', {}, ' · ', number)),
      ),
      due,
      status,
      owner,
    ),
  );

  node.addEventListener('click', () => go(url));

  function fillLink(ticket, kind) {
    if (link.tagName !== (kind === 'click' ? 'DIV' : 'A')) {
      const other = subjectLink(subject, kind, follow);
      link.replaceWith(other);
      link = other;
    }
    link.setAttribute('data-title', ticket.subject);
    if (kind !== 'click') link.setAttribute('href', kind === 'href' ? url : 'javascript:void(0);');
  }

  return {
    node,
    /** Changes only what the ticket says; nodes that others added stay where they are. */
    fill(ticket, index, size) {
      url = detailUrl('tickets', ticket.id);
      const kind = linkKind(index);
      const { text, overdue } = dueOf(ticket.dueDate);
      fillLink(ticket, kind);
      subject.textContent = ticket.subject;
      box.setAttribute('aria-label', `Select #${ticket.ticketNumber}`);
      people.replaceChildren(...requester(ticket));
      number.textContent = `#${ticket.ticketNumber}`;
      due.className = classes(`listlayout-cell listlayout-due${overdue ? ' listlayout-late' : ''}`);
      due.textContent = text;
      status.textContent = ticket.status;
      owner.replaceChildren(bdi(ticket.assignee?.name ?? 'Unassigned'));
      setPart(node, kind === 'void' ? `caseList_${ticket.id}` : 'ticketsList');
      node.setAttribute('aria-label', ticket.subject);
      node.setAttribute('aria-setsize', size);
      node.setAttribute('aria-posinset', index + 1);
    },
  };
}
