import { expect, it } from 'vitest';
import { createLinkMemory } from '../../../sync/engine/link-memory';

it('knows both ways of a link, and that a record has no partner', () => {
  const links = createLinkMemory();
  const keep = links.reading('account');
  keep('desk', '1', 'c1');
  keep('desk', '2', null);
  expect(links.of('account', 'desk', '1')).toBe('c1');
  expect(links.of('account', 'crm', 'c1')).toBe('1');
  expect(links.of('account', 'desk', '2')).toBeNull();
  expect(links.of('account', 'desk', '3')).toBeUndefined();
  expect(links.of('product', 'desk', '1')).toBeUndefined();
});

it('forgets with a change, and does not keep what was read before it', () => {
  const links = createLinkMemory();
  const keep = links.reading('account');
  keep('desk', '1', 'c1');
  links.forget(['account']);
  expect(links.of('account', 'desk', '1')).toBeUndefined();
  keep('desk', '2', 'c2');
  expect(links.of('account', 'desk', '2')).toBeUndefined();
  links.reading('account')('desk', '1', null);
  expect(links.of('account', 'desk', '1')).toBeNull();
});
