/** The board's keys. None works while something is typed or chosen, or a dialog is open. */
import { actionOf, keyOf, type KeyAction, type KeyMap } from '../state/keys';

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** In the order of their list. */
export const boardKeys = [
  'down',
  'up',
  'left',
  'right',
  'refresh',
  'help',
] as const satisfies readonly KeyAction[];
export type BoardAction = Step | 'refresh' | 'help' | 'leave';

const everywhere: Readonly<Record<string, BoardAction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  Escape: 'leave',
};

const own: ReadonlySet<KeyAction> = new Set(boardKeys);

/** What a key means; null where it is not one of ours. Left is where the first column is. */
export function meantBy(event: KeyboardEvent, keys: KeyMap): BoardAction | null {
  const busy =
    event.target instanceof Element &&
    event.target.closest('input, select, textarea, dialog, [contenteditable]') !== null;
  if (busy && event.key !== 'Escape') return null;
  const key = keyOf(event);
  const rtl = document.documentElement.dir === 'rtl';
  if (key === 'ArrowLeft') return rtl ? 'right' : 'left';
  if (key === 'ArrowRight') return rtl ? 'left' : 'right';
  if (Object.hasOwn(everywhere, key)) return everywhere[key] ?? null;
  const action = actionOf(keys, key);
  return action !== null && own.has(action) ? (action as BoardAction) : null;
}

/** The ticket that a step leads to, over columns of ticket ids. */
export function stepTo(
  columns: readonly (readonly string[])[],
  from: string | null,
  step: Step,
): string | null {
  const filled = columns.filter((column) => column.length > 0);
  const x = filled.findIndex((column) => from !== null && column.includes(from));
  const column = filled[x];
  if (column === undefined || from === null) return filled[0]?.[0] ?? null;
  const y = column.indexOf(from);
  const inside = (ids: readonly string[], at: number): string =>
    ids[Math.max(0, Math.min(ids.length - 1, at))] ?? from;
  if (step === 'first') return inside(column, 0);
  if (step === 'last') return inside(column, column.length - 1);
  if (step === 'up' || step === 'down') return inside(column, y + (step === 'up' ? -1 : 1));
  const beside = filled[x + (step === 'left' ? -1 : 1)];
  return beside === undefined ? from : inside(beside, y);
}
