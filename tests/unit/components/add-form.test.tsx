// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Adding } from '../../../components/sidebar/adding';
import { Sidebar } from '../../../components/sidebar/app';
import { createAdditionsStore } from '../../../components/state/additions-store';
import { createKeyStore } from '../../../components/state/key-store';
import { createProfileStore } from '../../../components/state/profile-store';
import { createViewStore } from '../../../components/state/view-store';
import type { CustomerView } from '../../../sync/protocol/profile';
import { ada, problem, profile, ticket } from './fixtures';
import { fakeClient } from './fake-client';

const offer = { kinds: ['note'], rows: [] };
const form = {
  kind: 'note',
  fields: [
    {
      name: 'Note_Content',
      label: 'Note',
      type: 'lines',
      mandatory: true,
      maxLength: null,
      options: null,
      initial: '',
    },
  ],
  unfillable: [],
};

let root: HTMLElement;
let fake: ReturnType<typeof fakeClient>;
let stop: () => void;

beforeEach(async () => {
  root = document.createElement('div');
  document.body.append(root);
  fake = fakeClient();
  const source = createProfileStore(fake.client, { pass: 'pass' });
  const adding = createAdditionsStore(fake.client, source, 'pass');
  const stops = [source.start(), adding.start()];
  stop = () => stops.forEach((each) => each());
  await act(() =>
    render(
      <Adding.Provider value={adding}>
        <Sidebar
          profile={source}
          keys={createKeyStore(fake.client)}
          view={createViewStore(fake.client)}
          hosted
        />
      </Adding.Provider>,
      root,
    ),
  );
  await act(() => fake.last('place.get').answer(ticket));
  await show(ada);
});
afterEach(async () => {
  stop();
  await act(() => render(null, root));
  root.remove();
});

const show = (customer: CustomerView): Promise<void> =>
  act(() => fake.last('profile.get').answer(profile({ state: 'found', customer })));
const note = (): HTMLTextAreaElement | null => root.querySelector('form.compose textarea');

async function pressN(): Promise<void> {
  await act(() => {
    root.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true, cancelable: true }));
  });
}

it('opens the note that was asked for by its key before it was known to be possible', async () => {
  await pressN();
  expect(note()).toBeNull();
  await act(() => fake.last('additions.get').answer(offer));
  await act(() => fake.last('additions.form').answer(form));
  expect(note()).not.toBeNull();
  expect(document.activeElement).toBe(note());
});

it('keeps the form, and the focus in it, though its list cannot be read any more', async () => {
  await act(() => fake.last('additions.get').answer(offer));
  await pressN();
  await act(() => fake.last('additions.get').answer(offer));
  await act(() => fake.last('additions.form').answer(form));
  const before = note();
  expect(before).not.toBeNull();
  await act(() => fake.notify('profile', 'ticket/48213'));
  await show({ ...ada, notes: { state: 'failed', problem: problem('transient', 'No notes.') } });
  expect(root.textContent).toContain('No notes.');
  expect(note()).toBe(before);
  expect(document.activeElement).toBe(before);
  expect(root.querySelector('[data-adds=note]')).not.toBeNull();
});
