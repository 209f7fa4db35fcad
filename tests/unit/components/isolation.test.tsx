// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, it } from 'vitest';
import type { CustomerView } from '../../../sync/protocol/profile';
import { activity, ada, potential, profile, ticket } from './fixtures';
import { fakeClient } from './fake-client';
import { mountSidebar } from './mount-sidebar';

/** Turns whatever follows it in the same line, unless it stands apart. */
const turned = '\u202Egnp.exe';

const evil: CustomerView = {
  ...ada,
  name: `name ${turned}`,
  title: `title ${turned}`,
  company: { name: `company ${turned}`, url: 'https://crm.zoho.eu/' },
  owner: `owner ${turned}`,
  information: {
    state: 'shown',
    data: [{ name: 'City', label: `label ${turned}`, value: `value ${turned}`, type: 'text' }],
  },
  potentials: {
    state: 'shown',
    data: [potential('1', `deal ${turned}`, `stage ${turned}`, [1, 'EUR'], '2026-04-01')],
  },
  activities: { state: 'shown', data: [activity('1', 'task', `subject ${turned}`, null)] },
  notes: {
    state: 'shown',
    data: [
      {
        id: '1',
        title: `heading ${turned}`,
        text: `note ${turned}`,
        author: `by ${turned}`,
        at: 0,
      },
    ],
  },
};

/** Texts that stand in the same line as others without being set apart from them. */
function loose(root: Element): string[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  while (walker.nextNode()) {
    const { data } = walker.currentNode as Text;
    const isApart = /\u2068[^\u2069]*\u202E[^\u2069]*\u2069/.test(data);
    const around = walker.currentNode.parentElement?.closest('bdi, [dir=auto]') ?? null;
    if (data.includes('\u202E') && !isApart && around === null) found.push(data);
  }
  return found;
}

it('text that turns its line turns itself only', async () => {
  const root = document.createElement('div');
  document.body.append(root);
  const fake = fakeClient();
  const stop = await mountSidebar(root, fake);
  await act(() => fake.last('place.get').answer(ticket));
  await act(() => fake.last('profile.get').answer(profile({ state: 'found', customer: evil })));
  await act(() => {
    for (const closed of root.querySelectorAll('[data-section] button[aria-expanded=false]'))
      (closed as HTMLButtonElement).click();
  });
  const text = root.textContent ?? '';
  for (const word of ['name', 'company', 'owner', 'label', 'value', 'deal', 'subject', 'note'])
    expect(text).toContain(`${word} ${turned}`);
  expect(loose(root)).toEqual([]);
  stop();
  await act(() => render(null, root));
});
