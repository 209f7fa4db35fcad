/** A place in the page for what a test draws: there during each test, at the fixtures' own moment. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, vi } from 'vitest';
import { now } from './fixtures';

/** Called where the tests are described; empty again after each of them. */
export function pageRoot(): HTMLElement {
  const root = document.createElement('div');
  beforeEach(() => {
    vi.setSystemTime(now);
    document.body.append(root);
  });
  afterEach(async () => {
    await act(() => render(null, root));
    root.remove();
    vi.useRealTimers();
  });
  return root;
}
