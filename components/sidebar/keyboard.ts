/** The panel's keys. None is global, and none works while something is typed. */
import type { SectionName } from '../state/view-store';

interface Keyboard {
  fold(section: SectionName, open: boolean): void;
  help(): void;
}

const typing =
  'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typing) !== null;
}

/** Handles one key pressed inside `root`; true when it was one of ours. */
export function onKey(event: KeyboardEvent, root: HTMLElement, { fold, help }: Keyboard): boolean {
  const inDialog =
    event.target instanceof Element && event.target.closest('dialog, [role=menu]') !== null;
  if (event.ctrlKey || event.metaKey || event.altKey || inDialog || isTyping(event.target))
    return false;
  if (event.key === '?') {
    help();
    return true;
  }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    // Radios move among themselves.
    if (event.target instanceof HTMLInputElement) return false;
    return moveRow(root, event.key === 'ArrowDown' ? 1 : -1);
  }
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    const section = document.activeElement?.closest<HTMLElement>('[data-section]');
    const name = section?.dataset['section'];
    if (section == null || name === undefined || event.target instanceof HTMLInputElement)
      return false;
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    fold(name as SectionName, event.key === forward);
    // The row that had the focus may be gone.
    section.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    return true;
  }
  return false;
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
