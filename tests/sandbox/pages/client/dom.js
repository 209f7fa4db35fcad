/** Elements, class names and the start-up data of the agent interface. */

export const boot = JSON.parse(document.getElementById('boot').textContent);
const clockAhead = boot.now - Date.now();

/** The server's time: the browser's clock may differ. */
export const now = () => Date.now() + clockAhead;

function hash(text) {
  let value = 0x811c9dc5n;
  for (const character of text)
    value = BigInt.asUintN(64, (value ^ BigInt(character.charCodeAt(0))) * 0x100000001b3n);
  return value.toString(16).padStart(10, '0').slice(0, 10);
}

/** `listlayout-container` becomes a readable class and a hashed one that changes with every build. */
export function classes(names) {
  return names
    .split(' ')
    .filter(Boolean)
    .flatMap((name) => [
      `${boot.look.prefix}-${name}`,
      `${boot.look.prefix}${hash(`${boot.build}/${name}`)}`,
      `s-${name}`,
    ])
    .join(' ');
}

/**
 * An element. `class` holds style names, `id` the part's name for `data-id`, `on…` listeners;
 * the rest are attributes. Text is only ever set as text.
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') node.className = classes(value);
    else if (name === 'id') setPart(node, value);
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

/** Names a part; lists change the name when they give a row to another ticket. */
export function setPart(node, name) {
  if (boot.look.ids === 'off') return;
  node.setAttribute('data-id', name);
  node.setAttribute('data-test-id', name);
}

/** Text of unknown direction and origin. */
export const bdi = (text) => h('bdi', {}, text);

const firstLetter = (word = '') => ([...word][0] ?? '').toLocaleUpperCase();

export const initials = (name) => {
  const words = name
    .replace(/@.*/, '')
    .split(/[\s.]+/u)
    .filter(Boolean);
  return firstLetter(words[0]) + (words.length > 1 ? firstLetter(words.at(-1)) : '');
};

/** JSON of the page's own interface. */
export async function ask(path, init) {
  const response = await fetch(
    `/supportapi/zd/${encodeURIComponent(boot.portal)}/api/v1/${path}`,
    init,
  );
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
