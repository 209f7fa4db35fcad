/** The sidebar as a page of Desk frames it, before any answer of the background. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { Sidebar } from '../../../components/sidebar/app';
import { createKeyStore } from '../../../components/state/key-store';
import { createProfileStore } from '../../../components/state/profile-store';
import { createViewStore } from '../../../components/state/view-store';
import type { fakeClient } from './fake-client';

/** Gives what stops its store. */
export async function mountSidebar(
  root: HTMLElement,
  { client }: ReturnType<typeof fakeClient>,
): Promise<() => void> {
  const profile = createProfileStore(client, { pass: 'pass' });
  const stop = profile.start();
  await act(() =>
    render(
      <Sidebar
        profile={profile}
        keys={createKeyStore(client)}
        view={createViewStore(client)}
        hosted
      />,
      root,
    ),
  );
  return stop;
}
