/** Addresses of the agent interface, and moving between them without loading a page. */
import { boot } from './dom.js';

const slugs = {
  tickets: boot.look.tickets,
  contacts: boot.look.contacts,
  accounts: boot.look.accounts,
};
const legacy = { Cases: 'tickets', Contacts: 'contacts', Accounts: 'accounts' };

let department = 'all';
let follow = () => {};

export const currentDepartment = () => department;

const base = (dept) => `/agent/${encodeURIComponent(boot.portal)}/${encodeURIComponent(dept)}`;
export const listUrl = (view, dept = department) =>
  `${base(dept)}/${encodeURIComponent(slugs.tickets)}/list/${view}`;
export const kindListUrl = (kind) => `${base(department)}/${encodeURIComponent(slugs[kind])}/list`;
export const detailUrl = (kind, id) =>
  `${base(department)}/${encodeURIComponent(slugs[kind])}/details/${id}`;

/** `{kind, action, view?, id?, dept}` of the present address. Unknown ones show the ticket list. */
export function readRoute(location) {
  const old = /^#?\/?(Cases|Contacts|Accounts)\/dv\/(\w+)/.exec(location.hash);
  if (old !== null && location.pathname.endsWith('ShowHomePage.do')) {
    return { kind: legacy[old[1]], action: 'details', id: old[2], dept: 'all', legacy: true };
  }
  const parts = location.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const at = parts.findIndex((part, index) => index > 1 && /^(list|details?|new)$/.test(part));
  const kind = Object.keys(slugs).find((name) => slugs[name] === parts[at - 1]) ?? 'tickets';
  const dept = at > 3 ? parts[at - 2] : 'all';
  if (at > 0 && parts[at].startsWith('detail') && /^\d+$/.test(parts[at + 1] ?? '')) {
    return { kind, action: 'details', id: parts[at + 1], dept };
  }
  return { kind, action: 'list', view: parts[at + 1] ?? 'open-cases', dept };
}

/** The address changes before anything is drawn, as in the real interface. */
export function go(url) {
  history.pushState({}, '', url);
  arrive();
}

/** From one ticket to another, which some pages of the real interface draw under the same address. */
export function goOn(id) {
  if (boot.look.moves === 'address') go(detailUrl('tickets', id));
  else follow({ ...readRoute(location), id });
}

function arrive() {
  const route = readRoute(location);
  department = route.dept;
  if (route.legacy) history.replaceState({}, '', detailUrl(route.kind, route.id));
  follow(route);
}

export function startRouting(listener) {
  follow = listener;
  window.addEventListener('popstate', arrive);
  window.addEventListener('hashchange', arrive);
  arrive();
}

/** What a link does: the browser's own way with a modifier key, else ours, and nobody else hears of it. */
export function onLink(url) {
  return (event) => {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(url);
  };
}
