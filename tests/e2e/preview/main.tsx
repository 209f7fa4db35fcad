/** Draws one state of one screen with a client that answers from `states.ts`. Never shipped. */
import { render } from 'preact';
import type { Answer } from '../../../sync/protocol';
import type { Client } from '../../../components/state/client';
import { createOptionsStore } from '../../../components/state/options-store';
import { createKeyStore } from '../../../components/state/key-store';
import { createProfileStore } from '../../../components/state/profile-store';
import { createViewStore } from '../../../components/state/view-store';
import { markLanguage } from '../../../components/ui/locale';
import { createAdditionsStore } from '../../../components/state/additions-store';
import { createBoardStore } from '../../../components/state/board-store';
import { Adding } from '../../../components/sidebar/adding';
import { ticket } from '../../unit/components/fixtures';
import { administratorStates } from './administrator-states';
import { agentStates } from './agent-states';
import { optionsStates } from './options-states';
import { sidebarStates } from './sidebar-states';

const asked = new URLSearchParams(location.search);
const state = asked.get('state') ?? '';
const root = document.documentElement;
// A state is what its name says, not what the one before left.
localStorage.clear();
markLanguage(root);
const theme = asked.get('theme');
if (theme !== null) root.dataset['theme'] = theme;
if (state === 'rtl') root.dir = 'rtl';
root.style.fontSize = `${asked.get('text') ?? '100'}%`;
// The mock-ups' pictures use Inter for the system's own font.
root.style.setProperty('--font', 'Inter, system-ui');

const options = optionsStates[state];
const administrator = administratorStates[state];
const agent = agentStates[state];
const client: Client = {
  listen: () => () => undefined,
  ask: async (name, data) => {
    const answering = administrator?.answers[name] as ((data: unknown) => unknown) | undefined;
    if (answering !== undefined) return { ok: true, value: answering(data) } as never;
    if (agent !== undefined && Object.hasOwn(agent.answers, name))
      return { ok: true, value: agent.answers[name] } as never;
    // What is not answered is still being asked.
    if (name === 'additions.form') await new Promise(() => undefined);
    const values: Partial<Record<string, unknown>> = {
      'additions.get': { kinds: [], rows: [] },
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
} else if (at !== null && agent?.screen === 'board') {
  const { Board } = await import('../../../components/handshake/app');
  render(<Board source={createBoardStore(client, 'pass')} keys={createKeyStore(client)} />, at);
} else if (at !== null && options === undefined) {
  const { Sidebar } = await import('../../../components/sidebar/app');
  const view = createViewStore(client);
  const open = { ...view.getState().open };
  if (state === 'long') open.information = true;
  if (state === 'restricted') open.information = open.account = true;
  view.setState({ collapsed: state === 'rail', open });
  const profile = createProfileStore(client, { pass: 'pass' });
  const additions = createAdditionsStore(client, profile, 'pass');
  profile.start();
  additions.start();
  render(
    <Adding.Provider value={additions}>
      <Sidebar profile={profile} view={view} keys={createKeyStore(client)} hosted />
    </Adding.Provider>,
    at,
  );
} else if (at !== null) {
  const { Options } = await import('../../../components/options/app');
  render(<Options store={createOptionsStore(client)} />, at);
}

for (const name of agent?.press ?? []) await press(name);
if (agent?.search !== undefined) await search(agent.search);

/** Types into the search, when it is there. */
async function search(text: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const field = document.querySelector<HTMLInputElement>('input[type=search]');
    if (field !== null) {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      return;
    }
    await new Promise((done) => requestAnimationFrame(done));
  }
}

/** Presses the button or box of that name, else the first whose name begins so, when it is there. */
async function press(name: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const buttons = [
      ...document.querySelectorAll<HTMLElement>(
        'button:enabled, input[type=checkbox], input[type=radio]',
      ),
    ];
    const nameOf = (each: HTMLElement): string =>
      each.getAttribute('aria-label') ?? each.closest('label')?.textContent ?? each.textContent;
    // An open menu goes before the page beneath it.
    const found =
      buttons.findLast((each) => nameOf(each) === name) ??
      buttons.find((each) => nameOf(each).startsWith(name));
    if (found !== undefined) return found.click();
    await new Promise((done) => requestAnimationFrame(done));
  }
}
