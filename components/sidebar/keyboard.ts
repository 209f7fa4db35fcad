/** The panel's keys. But for the one that leaves it, none works while something is typed. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { actionOf, keyOf, type KeyAction, type KeyMap } from '../state/keys';
import type { SectionName } from '../state/view-store';

interface Keyboard {
  readonly keys: KeyMap;
  fold(section: SectionName, open: boolean): void;
  act(action: KeyAction): void;
}

const typing =
  'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typing) !== null;
}

const arrows: Readonly<Record<string, KeyAction>> = { ArrowDown: 'down', ArrowUp: 'up' };

function meant(event: KeyboardEvent, keys: KeyMap): KeyAction | null {
  const key = keyOf(event);
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (key === 'ArrowLeft' || key === 'ArrowRight') return key === forward ? 'right' : 'left';
  return arrows[key] ?? actionOf(keys, key);
}

/** Handles one key pressed inside `root`; true when it was one of ours. */
function onKey(event: KeyboardEvent, root: HTMLElement, { keys, fold, act }: Keyboard): boolean {
  const action = meant(event, keys);
  const inDialog =
    event.target instanceof Element && event.target.closest('dialog, [role=menu]') !== null;
  if (action === null || inDialog || (isTyping(event.target) && action !== 'switch')) return false;
  const isArrow = event.key.startsWith('Arrow');
  // Radios move among themselves.
  if (isArrow && event.target instanceof HTMLInputElement) return false;
  if (action === 'down' || action === 'up') return moveRow(root, action === 'down' ? 1 : -1);
  if (action === 'left' || action === 'right') {
    const section = document.activeElement?.closest<HTMLElement>('[data-section]');
    const name = section?.dataset['section'];
    if (section == null || name === undefined) return false;
    fold(name as SectionName, action === 'right');
    // The row that had the focus may be gone.
    section.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    return true;
  }
  const searchField = root.querySelector<HTMLElement>('input[type=search]');
  if (action === 'search' && searchField !== null) searchField.focus();
  else act(action);
  return true;
}

function moveRow(root: HTMLElement, step: 1 | -1): boolean {
  const rows = [...root.querySelectorAll<HTMLElement>('[data-row]')];
  const focused = document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
  const from = focused === null ? -1 : rows.indexOf(focused);
  const to = from === -1 ? (step === 1 ? 0 : rows.length - 1) : from + step;
  const row = rows[to];
  if (row === undefined) return false;
  row.focus();
  row.scrollIntoView?.({ block: 'nearest' });
  return true;
}

/** The keys of the whole document: also before anything in it was chosen. */
export function useKeys(root: RefObject<HTMLElement | null>, keyboard: Keyboard): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (onKey(event, root.current ?? document.body, keyboard)) event.preventDefault();
    };
    // Come from the page by key: the first thing that can be worked with, not the bare page.
    const arrive = (): void => {
      if (document.activeElement === document.body)
        document.querySelector<HTMLElement>('.sb-body, .rail button')?.focus();
    };
    document.addEventListener('keydown', press);
    addEventListener('focus', arrive);
    return () => {
      document.removeEventListener('keydown', press);
      removeEventListener('focus', arrive);
    };
  });
}
