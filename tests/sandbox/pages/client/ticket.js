/** The ticket page: properties, conversation, reply. */
import { ask, bdi, boot, h, initials } from './dom.js';
import { pill } from './frame.js';
import { nextTo } from './queue.js';
import { detailUrl, go, goOn, listUrl, onLink } from './route.js';
import { dateTimeOf, dueOf, whenOf } from './words.js';

function property(label, value, part) {
  return [h('dt', {}, label), h('dd', { id: part }, value)];
}

function properties(ticket) {
  const { contact } = ticket;
  const url = contact === null ? '' : detailUrl('contacts', contact.id);
  const link =
    contact === null
      ? ticket.email || 'none'
      : h('a', { class: 'link-container', href: url, onclick: onLink(url) }, bdi(contact.name));
  const due = dueOf(ticket.dueDate);
  return h(
    'div',
    { class: 'requestproperties-container', id: 'reqproperties' },
    h(
      'dl',
      {},
      ...property('Status', ticket.status, 'statusValue'),
      ...property('Priority', ticket.priority || 'none', 'priorityValue'),
      ...property(
        'Due',
        h('span', { class: due.overdue ? 'listlayout-late' : '' }, due.text),
        'dueValue',
      ),
      ...property('Owner', bdi(ticket.assignee?.name ?? 'Unassigned'), 'ownerValue'),
      ...property('Contact', link, 'contactValue'),
      ...property('Department', ticket.department, 'departmentValue'),
      ...property('Channel', ticket.channel || 'E-mail', 'channelValue'),
      ...property('Created', bdi(dateTimeOf(Date.parse(ticket.createdTime))), 'createdValue'),
    ),
  );
}

function message({ author, by, at, text }) {
  return h(
    'div',
    { class: 'conversationlist-item', id: 'threadContent' },
    h('span', { class: 'avatar-container', 'aria-hidden': 'true' }, initials(author)),
    h(
      'div',
      { class: `richtextcontent-wrapper conversationlist-${by}` },
      h('p', { class: 'conversationlist-by' }, h('b', {}, bdi(author)), ' · ', bdi(whenOf(at))),
      ...text.split(/\n{2,}/).map((paragraph) => h('p', { dir: 'auto' }, paragraph)),
    ),
  );
}

/** A frame of its own, as the real editor has: keys pressed in it do not reach the page. */
function editor() {
  const frame = h('iframe', { class: 'KB_Editor_iframe', name: 'deskEditor_New', title: 'Reply' });
  frame.addEventListener('load', () => {
    const { body, documentElement } = frame.contentDocument;
    body.contentEditable = 'true';
    body.style.font = getComputedStyle(document.body).font;
    body.style.margin = '10px 14px';
    documentElement.style.colorScheme = boot.look.mode === 'light' ? 'light' : 'dark';
    body.style.color = getComputedStyle(document.body).color;
    body.focus();
  });
  return frame;
}

function replyBox(ticket, refresh) {
  const first =
    ticket.contact?.firstName || ticket.contact?.name || ticket.email || 'the requester';
  const box = h('div', { class: 'replyeditor-wrapper' });
  const rest = () => {
    box.replaceChildren(
      h(
        'button',
        { class: 'replyeditor-rest', id: 'replyOption_Reply', type: 'button', onclick: open },
        `Reply to ${first}`,
      ),
    );
  };
  const send = async (frame) => {
    const content = frame.contentDocument.body.innerText;
    if (content.trim() === '') return;
    await ask(`tickets/${ticket.id}/sendReply`, {
      method: 'POST',
      body: JSON.stringify({ content }),
      headers: { 'content-type': 'application/json' },
    });
    rest();
    await refresh();
  };
  function open() {
    const frame = editor();
    const sendButton = h(
      'button',
      {
        class: 'button-primary',
        type: 'button',
        'data-title': 'Send',
        onclick: () => void send(frame),
      },
      'Send',
    );
    box.replaceChildren(
      frame,
      h('div', { class: 'replyeditor-foot' }, sendButton, pill('Discard', rest)),
    );
  }
  rest();
  return { box, open };
}

function emptyContainer(id) {
  return h(
    'div',
    { class: 'ticketdetailview-container', id: `subTab_${id}`, 'aria-busy': 'true' },
    h('div', { class: 'requestproperties-container' }),
    h(
      'div',
      { class: 'conversationlist-listContainer' },
      ...Array.from({ length: 3 }, () =>
        h('div', { class: 'conversationlist-skeleton' }, h('span', {}), h('span', {})),
      ),
    ),
  );
}

let reply = () => {};
export const replyToTicket = () => reply();

/** The former ticket stays on the page, under the new one, until the new one has been there for a while. */
export async function showTicket(frame, route, stillHere) {
  reply = () => {};
  const container = emptyContainer(route.id);
  const former = [...frame.main.children];
  if (former.some((one) => one.classList.contains('s-ticketdetailview-container')))
    frame.main.prepend(container);
  else frame.main.replaceChildren(container);
  const backToList = listUrl('open-cases');
  frame.head(
    'tickets',
    [h('a', { href: backToList, onclick: onLink(backToList) }, 'Tickets'), h('span', {}, '/')],
    [],
  );
  let ticket;
  let said;
  try {
    [ticket, said] = await Promise.all([
      ask(`tickets/${route.id}?include=contacts,assignee`),
      ask(`tickets/${route.id}/conversations`),
    ]);
  } catch {
    if (stillHere())
      frame.main.replaceChildren(
        h('p', { class: 'commonemptystate-title' }, 'There is no ticket here'),
      );
    return;
  }
  if (!stillHere()) {
    container.remove();
    return;
  }
  const thread = h('div', { class: 'conversationlist-thread' });
  const fill = ({ data }) => thread.replaceChildren(...data.map(message));
  const { box, open } = replyBox(ticket, async () =>
    fill(await ask(`tickets/${route.id}/conversations`)),
  );
  fill(said);
  reply = open;
  container.removeAttribute('aria-busy');
  container.replaceChildren(
    properties(ticket),
    h(
      'div',
      { class: 'conversationlist-listContainer' },
      h(
        'h1',
        {
          class: 'ticketsubject-text',
          id: 'caseSubjectText',
          'data-title': ticket.subject,
          dir: 'auto',
        },
        ticket.subject,
      ),
      thread,
      box,
    ),
  );
  const next = nextTo(route.id);
  const closeTicket = async () => {
    await ask(`tickets/${route.id}/close`, { method: 'POST' });
    go(detailUrl('tickets', route.id));
  };
  frame.head(
    'tickets',
    [
      h('a', { href: backToList, onclick: onLink(backToList) }, 'Tickets'),
      h('span', {}, '/'),
      h('b', { class: 'ticketsubject-ticketIdText', id: 'ticketId' }, `#${ticket.ticketNumber}`),
    ],
    [
      ...(next === null ? [] : [pill('Next ticket', () => goOn(next), 'nextTicket')]),
      pill('Reply', open, 'replyButton'),
      ...(ticket.status === 'Closed'
        ? []
        : [pill('Close ticket', () => void closeTicket(), 'closeTicket')]),
    ],
  );
  document.title = `#${ticket.ticketNumber} ${ticket.subject}`;
  setTimeout(() => former.forEach((one) => one.remove()), boot.look.linger);
}
