import { expect, test } from 'vitest';
import { stepTo } from '../../../components/handshake/keyboard';

const columns = [['a', 'b', 'c'], [], ['d'], ['e', 'f']];

test('without a card the first is taken', () => {
  expect(stepTo(columns, null, 'down')).toBe('a');
  expect(stepTo(columns, 'gone', 'left')).toBe('a');
  expect(stepTo([[], []], null, 'down')).toBeNull();
});

test('steps stay inside their column and skip empty ones', () => {
  expect(stepTo(columns, 'a', 'up')).toBe('a');
  expect(stepTo(columns, 'b', 'down')).toBe('c');
  expect(stepTo(columns, 'c', 'down')).toBe('c');
  expect(stepTo(columns, 'b', 'first')).toBe('a');
  expect(stepTo(columns, 'a', 'last')).toBe('c');
  expect(stepTo(columns, 'c', 'right')).toBe('d');
  expect(stepTo(columns, 'd', 'right')).toBe('e');
  expect(stepTo(columns, 'f', 'right')).toBe('f');
  expect(stepTo(columns, 'f', 'left')).toBe('d');
  expect(stepTo(columns, 'a', 'left')).toBe('a');
});
