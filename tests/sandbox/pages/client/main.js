/** Starts the agent interface and shows what the address names. */
import { boot } from './dom.js';
import { startFrame } from './frame.js';
import { startKeys } from './keys.js';
import { moveInList, openMarked, showTickets } from './list.js';
import { showRecord, showRecords } from './record.js';
import { currentDepartment, go, listUrl, startRouting } from './route.js';
import { replyToTicket, showTicket } from './ticket.js';

// The real page has this global; the token is as worthless as it looks.
window.desk_urls = { csrf_token: 'crmcsrfparam=none', portal: boot.portal };

const frame = startFrame();
let visit = 0;

function show(route) {
  visit += 1;
  const mine = visit;
  const stillHere = () => mine === visit;
  if (route.kind === 'tickets')
    return route.action === 'details'
      ? showTicket(frame, route, stillHere)
      : showTickets(frame, route, stillHere);
  return route.action === 'details'
    ? showRecord(frame, route, stillHere)
    : showRecords(frame, route, stillHere);
}

startRouting((route) => {
  show(route).catch((error) => {
    console.error('desk page', error);
  });
});

const nothing = () => {};
startKeys({
  slash: () => frame.toggleSearch(),
  esc: () => frame.closeSearch(),
  question: nothing,
  j: () => moveInList(1),
  k: () => moveInList(-1),
  enter: () => openMarked(),
  r: () => replyToTicket(),
  g: () => go(listUrl('open-cases', currentDepartment())),
  // Letter held, then plus: quick creation of a ticket, contact, account.
  't+plus': nothing,
  'c+plus': nothing,
  'a+plus': nothing,
});
