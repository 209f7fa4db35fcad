import { describe, expect, it } from 'vitest';
import { ask, begin } from '../../../components/state/client';
import { fakeClient } from './fake-client';

/** The names that were asked, when a question is begun, news come, and it is asked. */
function namesAfter(topic: 'status' | 'setup' | 'place' | 'profile' | 'keys' | null): string[] {
  const { client, asked, notify } = fakeClient();
  begin(client, 'status.get', undefined);
  if (topic !== null) notify(topic);
  void ask(client, 'status.get', undefined);
  return asked.map(({ name }) => name);
}

describe('A question begun before the page is drawn', () => {
  it('is the page’s own, once', () => {
    expect(namesAfter(null)).toEqual(['status.get']);
  });

  it.each(['status', 'setup'] as const)('is asked anew after news of %s', (topic) => {
    expect(namesAfter(topic)).toEqual(['status.get', 'status.get']);
  });

  // Opening the page's own tab is news of where the sidebar stands.
  it.each(['place', 'profile', 'keys'] as const)('stands through news of %s', (topic) => {
    expect(namesAfter(topic)).toEqual(['status.get']);
  });
});
