import { expect, onTestFinished, test } from 'vitest';
import { createBoardStore } from '../../../components/state/board-store';
import { board, turned } from './board-fixtures';
import { fakeClient } from './fake-client';

function started() {
  const fake = fakeClient();
  const source = createBoardStore(fake.client, null);
  onTestFinished(source.start());
  return { ...fake, source, shown: () => source.store.getState() };
}

test('what comes after the first board waits while somebody is at it', async () => {
  const { last, notify, source, shown } = started();
  await last('board.get').answer({ ...board, refreshing: true });
  source.hold(true);
  notify('board');
  await last('board.get').answer(turned);
  expect(shown().view?.columns).toEqual(board.columns);
  expect(shown().waiting).toEqual(turned);
  source.release();
  expect(shown().view?.columns).toEqual(turned.columns);
  expect(shown().waiting).toBeNull();
});

test('moves by itself where nobody is at it, and at once where it is asked to', async () => {
  const { last, notify, source, shown } = started();
  await last('board.get').answer(board);
  notify('board');
  await last('board.get').answer(turned);
  expect(shown().view?.columns).toEqual(turned.columns);
  source.hold(true);
  source.refresh();
  await last('board.get').answer(board);
  expect(shown().view?.columns).toEqual(board.columns);
});

test('another department is shown although somebody was at the first', async () => {
  const { last, source, shown } = started();
  await last('board.get').answer(board);
  source.hold(true);
  source.choose('10000002');
  expect(last('board.get').data).toMatchObject({ departmentId: '10000002' });
  const service = { ...turned, departmentId: '10000002' };
  await last('board.get').answer(service);
  expect(shown().view).toEqual(service);
  expect(shown().waiting).toBeNull();
});

test('what could not be read anew leaves the cards where they are and says so', async () => {
  const { last, notify, shown } = started();
  await last('board.get').answer(board);
  notify('board');
  await last('board.get').fail('CRM did not answer.');
  expect(shown().view).toEqual(board);
  expect(shown().problem?.message).toBe('CRM did not answer.');
});
