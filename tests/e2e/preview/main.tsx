/** Draws one state of one screen with a client that answers from `states.ts`. Never shipped. */
import { render } from 'preact';
import type { Answer } from '../../../sync/protocol';
import type { Client } from '../../../components/state/client';
import { createOptionsStore } from '../../../components/state/options-store';
import { createKeyStore } from '../../../components/state/key-store';
import { createProfileStore } from '../../../components/state/profile-store';
import { createViewStore } from '../../../components/state/view-store';
import { markLanguage } from '../../../components/ui/locale';
import { ticket } from '../../unit/components/fixtures';
import { administratorStates } from './administrator-states';
import { optionsStates, sidebarStates } from './states';

const asked = new URLSearchParams(location.search);
const state = asked.get('state') ?? '';
const root = document.documentElement;
markLanguage(root);
const theme = asked.get('theme');
if (theme !== null) root.dataset['theme'] = theme;
if (state === 'rtl') root.dir = 'rtl';
root.style.fontSize = `${asked.get('text') ?? '100'}%`;
// The mock-ups' pictures use Inter for the system's own font.
root.style.setProperty('--font', 'Inter, system-ui');

const options = optionsStates[state];
const administrator = administratorStates[asked.get('state') ?? ''];
const client: Client = {
  listen: () => () => undefined,
  ask: async (name, data) => {
    const answering = administrator?.answers[name] as ((data: unknown) => unknown) | undefined;
    if (answering !== undefined) return { ok: true, value: answering(data) } as never;
    const values: Partial<Record<string, unknown>> = {
      'place.get': ticket,
      'profile.get': sidebarStates[state],
      'setup.get': options?.setup,
      'status.get': options?.status,
    };
    if (name === 'profile.get' && state === 'blank') await new Promise(() => undefined);
    const answer: Answer<unknown> = { ok: true, value: values[name] ?? null };
    return answer as never;
  },
};

const at = document.getElementById('root');
if (at !== null && administrator !== undefined) {
  location.hash = administrator.hash;
  const { Options } = await import('../../../components/options/app');
  render(<Options store={createOptionsStore(client)} />, at);
  for (const name of administrator.press ?? []) await press(name);
} else if (at !== null && options === undefined) {
  const { Sidebar } = await import('../../../components/sidebar/app');
  const view = createViewStore(client);
  const open = { ...view.getState().open };
  if (state === 'long') open.information = true;
  if (state === 'restricted') open.information = open.account = true;
  view.setState({ collapsed: state === 'rail', open });
  render(
    <Sidebar
      profile={createProfileStore(client, { pass: 'pass' })}
      view={view}
      keys={createKeyStore(client)}
      hosted
    />,
    at,
  );
} else if (at !== null) {
  const { Options } = await import('../../../components/options/app');
  render(<Options store={createOptionsStore(client)} />, at);
}

/** Presses the first button or box whose name begins so, when it is there. */
async function press(name: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const buttons = [
      ...document.querySelectorAll<HTMLElement>('button:enabled, input[type=checkbox]'),
    ];
    const found = buttons.find((each) =>
      (each.getAttribute('aria-label') ?? each.textContent ?? '').startsWith(name),
    );
    if (found !== undefined) return found.click();
    await new Promise((done) => requestAnimationFrame(done));
  }
}
