// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFocusSwitch } from '../../../entrypoints/desk.content/focus-switch';
import type { SidebarFrame } from '../../../sync/browser/desk-page/frames/sidebar-frame';

let end: AbortController;
beforeEach(() => {
  end = new AbortController();
});
afterEach(() => {
  end.abort();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** A switch beside a sidebar that counts how often it was given the keyboard. */
function beside(isShown = true) {
  const focus = vi.fn<() => void>();
  const frame = { isShown: () => isShown, focus } as unknown as SidebarFrame;
  const switching = createFocusSwitch(() => frame, end.signal);
  return { switching, led: () => focus.mock.calls.length };
}

/** Whether the page may not see the key any more. */
function press(key: string, { isTrusted = true, timeStamp = performance.now() } = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  Object.defineProperties(event, {
    isTrusted: { value: isTrusted },
    timeStamp: { value: timeStamp },
  });
  document.dispatchEvent(event);
  return event.defaultPrevented;
}

it('takes the key when it is known, and no other', () => {
  const { switching, led } = beside();
  switching.learn('F7');
  expect([press('F6'), press('F7'), led()]).toEqual([false, true, 1]);
});

it('takes no key before it is known, and leads there whoever had pressed it', () => {
  const { switching, led } = beside();
  expect([press('F6'), led()]).toEqual([false, 0]);
  switching.learn('F6');
  expect(led()).toBe(1);
  switching.learn('F6');
  expect(led()).toBe(1);
});

it('leaves a press alone whose key the agent gave away', () => {
  const { switching, led } = beside();
  expect(press('F6')).toBe(false);
  switching.learn('F7');
  switching.learn('F6');
  expect(led()).toBe(0);
});

it('leaves everybody where they are who has pressed something else since', () => {
  const { switching, led } = beside();
  press('F6');
  press('a');
  switching.learn('F6');
  expect(led()).toBe(0);
});

it('leaves the keyboard to a field that took it meanwhile', () => {
  const { switching, led } = beside();
  const field = document.createElement('input');
  document.body.append(field);
  press('F6');
  field.focus();
  switching.learn('F6');
  expect(led()).toBe(0);
});

it('forgets a press of long ago', () => {
  const { switching, led } = beside();
  press('F6', { timeStamp: performance.now() - 6000 });
  switching.learn('F6');
  expect(led()).toBe(0);
});

it('takes nothing from the page itself, and nothing while no sidebar is shown', () => {
  const { switching, led } = beside(false);
  switching.learn('F6');
  expect([press('F6'), led()]).toEqual([false, 0]);
  const shown = beside();
  press('F6', { isTrusted: false });
  shown.switching.learn('F6');
  expect([press('F6', { isTrusted: false }), shown.led()]).toEqual([false, 0]);
});
