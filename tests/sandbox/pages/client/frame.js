/** What stands around every page: rail, top bar, widget strip, bottom band, menus and tooltips. */
import { boot, h, initials } from './dom.js';
import { icon } from './icons.js';
import { kindListUrl, listUrl, onLink } from './route.js';

const modes = ['light', 'dark', 'pureDark'];

function setMode(mode) {
  boot.look.mode = mode;
  for (const name of modes) document.body.classList.toggle(`skin-${name}`, name === mode);
  for (const node of document.querySelectorAll('[data-mode]')) node.setAttribute('data-mode', mode);
  const kept = /(?:^|;\s*)desk_look=([^;]*)/.exec(document.cookie)?.[1] ?? '';
  const look = new URLSearchParams(decodeURIComponent(kept));
  look.set('mode', mode);
  document.cookie = `desk_look=${encodeURIComponent(look.toString())}; path=/; samesite=lax`;
}

function railLink(kind, part, label, url, name) {
  return h(
    'a',
    {
      class: 'topmenu-menuItem',
      id: part,
      href: url,
      'data-title': label,
      'aria-label': label,
      'data-kind': kind,
      onclick: onLink(url),
    },
    icon(name),
  );
}

function rail() {
  const tickets = listUrl('open-cases', 'all');
  return h(
    'nav',
    { class: 'topmenu-rail', 'aria-label': 'Modules' },
    railLink('', 'qtab_Home_Tab', 'Home', tickets, 'house'),
    railLink('tickets', 'qtab_Cases_Tab', 'Tickets', tickets, 'inbox'),
    railLink('contacts', 'qtab_Contacts_Tab', 'Contacts', kindListUrl('contacts'), 'users'),
    railLink('accounts', 'qtab_Accounts_Tab', 'Accounts', kindListUrl('accounts'), 'briefcase'),
    railLink('', 'qtab_Reports_Tab', 'Reports', tickets, 'chart'),
  );
}

function search() {
  const input = h('input', {
    id: 'searchInput',
    type: 'search',
    'aria-label': 'Search',
    placeholder: 'Search',
  });
  const box = h('div', { class: 'globalsearch-box', hidden: true }, input);
  const toggle = () => {
    box.hidden = !box.hidden;
    if (!box.hidden) input.focus();
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') box.hidden = true;
  });
  const button = h(
    'button',
    {
      class: 'topband-icon',
      id: 'globalSearchIcon',
      type: 'button',
      'data-title': 'Search',
      'aria-label': 'Search',
      onclick: toggle,
    },
    icon('search'),
  );
  return { box, button, toggle };
}

/** A library that shows `data-title`, and takes it from `title`, for whatever the pointer is over. */
function startTooltips(root) {
  const tip = h('div', { class: 'tooltip-box', role: 'tooltip', hidden: true });
  document.body.append(tip);
  root.addEventListener('mouseover', (event) => {
    const titled = event.target.closest('[title]');
    if (titled !== null) {
      titled.setAttribute('data-title', titled.getAttribute('title'));
      titled.removeAttribute('title');
    }
    const owner = event.target.closest('[data-title]');
    tip.hidden = owner === null || owner.getAttribute('data-title') === '';
    if (tip.hidden) return;
    tip.textContent = owner.getAttribute('data-title');
    const place = owner.getBoundingClientRect();
    tip.style.insetBlockStart = `${place.bottom + 6}px`;
    tip.style.left = `${Math.max(8, Math.min(place.left, innerWidth - tip.offsetWidth - 8))}px`;
  });
  root.addEventListener('mouseleave', () => {
    tip.hidden = true;
  });
}

function widget(label, name) {
  return h(
    'button',
    { class: 'widgetstrip-item', type: 'button', 'data-title': label, 'aria-label': label },
    icon(name),
  );
}

function strip() {
  return h(
    'aside',
    { class: 'widgetstrip-container', 'aria-label': 'Widgets' },
    widget('Time', 'clock'),
    widget('Articles', 'book'),
    widget('Team feed', 'message'),
  );
}

function band() {
  const parts = [
    ['Chats', 'message'],
    ['Channels', 'hash'],
    ['Contacts', 'users'],
  ];
  return h(
    'footer',
    { class: 'bottomband-container' },
    parts.map(([label, name]) => h('span', { class: 'bottomband-item' }, icon(name), label)),
  );
}

export function startFrame() {
  const root = document.querySelector('desk');
  const crumbs = h('div', { class: 'topband-crumbs' });
  const actions = h('div', { class: 'topband-actions' });
  const find = search();
  const modeButton = h(
    'button',
    {
      class: 'topband-icon',
      id: 'appearance',
      type: 'button',
      'data-title': 'Appearance',
      'aria-label': 'Appearance',
      onclick: () => setMode(boot.look.mode === 'light' ? 'dark' : 'light'),
    },
    icon('moon'),
  );
  const me = h('span', { class: 'topband-me', 'data-title': boot.agent }, initials(boot.agent));
  const main = h('article', { class: 'appview-article' });
  const links = rail();
  root.append(
    h(
      'div',
      { class: 'app-wrapper' },
      links,
      h(
        'section',
        { class: 'appview-section' },
        h(
          'header',
          { class: 'topband-container' },
          crumbs,
          actions,
          h('span', { class: 'topband-push' }),
          find.box,
          find.button,
          modeButton,
          me,
        ),
        h('section', { class: 'appview-body' }, main, strip()),
        band(),
      ),
    ),
  );
  startTooltips(root);
  return {
    main,
    toggleSearch: find.toggle,
    closeSearch() {
      find.box.hidden = true;
    },
    head(kind, crumb, buttons) {
      crumbs.replaceChildren(...crumb);
      actions.replaceChildren(...buttons);
      for (const link of links.children)
        link.classList.toggle(
          's-topmenu-menuItemActive',
          kind !== '' && link.dataset.kind === kind,
        );
    },
  };
}

export function pill(label, onclick, part) {
  return h('button', { class: 'button-pill', type: 'button', id: part, onclick }, label);
}
