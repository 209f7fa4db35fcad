// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, it } from 'vitest';
import { Board } from '../../../components/handshake/app';
import { createBoardStore } from '../../../components/state/board-store';
import { createKeyStore } from '../../../components/state/key-store';
import { board } from './board-fixtures';
import { fakeClient } from './fake-client';

it('steps from where the focus is, however fast the keys come', async () => {
  const fake = fakeClient();
  const root = document.createElement('div');
  document.body.append(root);
  const source = createBoardStore(fake.client, null);
  await act(() => render(<Board source={source} keys={createKeyStore(fake.client)} />, root));
  await act(() => fake.last('board.get').answer(board));
  const at = (): string | undefined =>
    document.activeElement instanceof HTMLElement
      ? document.activeElement.dataset['ticket']
      : undefined;
  const [first, second, third] = board.columns[0]?.cards.map(({ ticketId }) => ticketId) ?? [];
  const seen: unknown[] = [];
  // All in one task: nothing is drawn between them.
  await act(() => {
    for (const key of ['j', 'j', 'j', 'Home', 'End', 'k', 'l', 'ArrowLeft', 'Home']) {
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true }),
      );
      seen.push(at());
    }
  });
  const beside = board.columns[1]?.cards[0]?.ticketId;
  expect(seen).toEqual([first, second, third, first, third, second, beside, first, first]);
  await act(() => render(null, root));
  root.remove();
});
