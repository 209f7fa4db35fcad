/**
 * Keyboard shortcuts by the rules of the real engine: it listens on the document, in the bubble
 * phase, and judges an event by its (retargeted) target alone. It ignores Alt and everything
 * with Meta; letters that are held down prefix the next key.
 *
 * `window.__deskKeys` lists every key the engine took for its own, `__deskCommands` those that
 * did something, `__deskHeld` the letters it believes are held down.
 */

const holdable = new Set('zacdfkprtle');
const named = {
  '/': 'slash',
  '?': 'question',
  '+': 'plus',
  Escape: 'esc',
  Enter: 'enter',
  ' ': 'space',
};

const held = new Set();
const handled = [];
const done = [];
Object.assign(window, { __deskKeys: handled, __deskCommands: done, __deskHeld: held });

function isForeign(event) {
  if (event.metaKey) return true;
  if (event.key === 'Escape') return false;
  const target = event.target;
  const writes =
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.contentEditable === 'true';
  return writes || /^F([1-9]|1[0-2])$/.test(event.key);
}

function combination(event) {
  const key = named[event.key] ?? event.key.toLowerCase();
  const shifted = event.shiftKey && /^[a-z]$/.test(key);
  let modifier = '';
  if (event.ctrlKey && event.altKey) modifier = 'alt+ctrl+';
  else if (event.ctrlKey) modifier = event.shiftKey ? 'ctrl+shift+' : 'ctrl+';
  else if (shifted) modifier = 'shift+';
  const prefix = [...held].filter((letter) => letter !== key).map((letter) => `${letter}+`);
  return modifier + prefix.join('') + key;
}

export function startKeys(commands) {
  document.addEventListener('keydown', (event) => {
    if (isForeign(event)) return;
    const combo = combination(event);
    handled.push(combo);
    const letter = event.key.toLowerCase();
    if (holdable.has(letter) && !event.ctrlKey) held.add(letter);
    const command = commands[combo];
    if (command === undefined) return;
    done.push(combo);
    event.preventDefault();
    // A single letter that was a command is used up; it cannot begin a combination any more.
    held.delete(letter);
    command();
  });
  document.addEventListener('keypress', (event) => {
    if (isForeign(event)) return;
    if (commands[combination(event)] !== undefined) event.preventDefault();
  });
  document.addEventListener('keyup', (event) => {
    if (!isForeign(event)) held.delete(event.key.toLowerCase());
  });
}
