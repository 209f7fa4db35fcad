// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Options } from '../../../components/options/app';
import { createOptionsStore } from '../../../components/state/options-store';
import type { SetupView, StatusView } from '../../../sync/protocol';
import { crmSignIn, deskSignIn, firstStatus, now, problem, setup, status } from './fixtures';
import { fakeClient } from './fake-client';
import { pageRoot } from './page-root';

const unconnected: StatusView = { ...status, state: 'notConnected', connection: null, run: null };

describe('options page', () => {
  const root = pageRoot();
  let fake: ReturnType<typeof fakeClient>;

  beforeEach(() => {
    fake = fakeClient();
  });

  async function show(view: Partial<SetupView>, shown: StatusView = unconnected): Promise<void> {
    await act(() => render(<Options store={createOptionsStore(fake.client)} />, root));
    await act(() => fake.last('setup.get').answer({ ...setup, ...view }));
    await act(() => fake.last('status.get').answer(shown));
  }

  const text = (): string => root.textContent ?? '';
  const title = (): string => root.querySelector('h1')?.textContent ?? '';
  const button = (name: string): HTMLButtonElement => {
    const found = [...root.querySelectorAll('button')].find(
      (each) => each.textContent === name || each.getAttribute('aria-label') === name,
    );
    if (found === undefined) throw new Error(`no button ${name}`);
    return found;
  };
  const press = (name: string): Promise<void> => act(() => button(name).click());
  const type = (name: string, value: string): Promise<void> =>
    act(() => {
      const field = root.querySelector<HTMLInputElement>(`[name=${name}]`);
      if (field === null) throw new Error(`no field ${name}`);
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });

  it('needs both, the ID and the secret, and sends them without the spaces a paste brings', async () => {
    await show({});
    await type('clientId', ' 1000.A ');
    await press('Check and continue');
    expect(text()).toContain('Both lines are needed.');
    expect(fake.count('setup.saveClient')).toBe(0);
    await type('clientSecret', 's3cret\n');
    await press('Check and continue');
    expect(fake.last('setup.saveClient').data).toEqual({
      clientId: '1000.A',
      clientSecret: 's3cret',
      dataCentre: 'eu',
    });
    expect(button('Checking').disabled).toBe(true);
  });

  it('shows what Zoho objects to, where it belongs', async () => {
    await show({
      clientId: '1',
      problem: { at: 'client', problem: problem('configuration', 'Unknown client.') },
    });
    expect(root.querySelector('.todo .note')?.textContent).toContain('Unknown client.');
    expect(text()).not.toContain('Known to Zoho');
  });

  it('goes on without asking for a kept secret again', async () => {
    await show({ clientId: '1000.A' });
    await press('Continue');
    expect(fake.last('setup.goTo').data).toEqual({ step: 'connect' });
  });

  it('has one primary button, for the next sign-in', async () => {
    await show({ step: 'connect' });
    expect([...root.querySelectorAll('.primary')].map((each) => each.textContent)).toEqual([
      'Sign in to Desk',
    ]);
    await press('Sign in to Desk');
    expect(text()).toContain('Sign-in window open');
    await act(() =>
      fake.last('setup.signIn').answer({ ...setup, step: 'connect', desk: deskSignIn }),
    );
    expect([...root.querySelectorAll('.primary')].map((each) => each.textContent)).toEqual([
      'Sign in to CRM',
    ]);
  });

  it('explains who may not set up, and does not go on', async () => {
    await show({ step: 'connect', crm: crmSignIn, desk: { ...deskSignIn, administrator: false } });
    expect(text()).toContain('Not an administrator in Desk');
    expect(
      [...root.querySelectorAll('button')].some((each) => each.textContent === 'Continue'),
    ).toBe(false);
  });

  it('authorizes display only unless the other sync is said to be off', async () => {
    await show({ step: 'company', desk: deskSignIn, crm: crmSignIn, foreignCrmIds: 2_310 });
    expect(text()).toContain('2,310 Desk contacts');
    await press('Authorize display only');
    expect(fake.last('setup.authorize').data).toEqual({ displayOnly: true });
    // Given, and on its way: it cannot look as if it were another.
    const turnedOff = root.querySelector<HTMLInputElement>('[name=foreign]:not(:checked)');
    expect(turnedOff?.closest('fieldset')?.disabled).toBe(true);
    await act(() => fake.last('setup.authorize').fail('No.'));
    expect(turnedOff?.closest('fieldset')?.disabled).toBe(false);
    await act(() => turnedOff?.click());
    await press('Authorize');
    expect(fake.last('setup.authorize').data).toEqual({ displayOnly: false });
  });

  it('does not authorize before a portal is chosen', async () => {
    const two = [deskSignIn.organisations[0]!, { ...deskSignIn.organisations[0]!, id: '2' }];
    await show({
      step: 'company',
      crm: crmSignIn,
      desk: { ...deskSignIn, organisations: two, organisationId: null },
    });
    expect(button('Authorize').disabled).toBe(true);
    await act(() => root.querySelectorAll<HTMLInputElement>('[name=portal]')[1]?.click());
    expect(fake.last('setup.chooseDesk').data).toEqual({ organisationId: '2' });
  });

  it('shows the first sync by phase', async () => {
    await show({ step: 'done' }, firstStatus);
    expect(title()).toBe('First sync is running');
    expect([...root.querySelectorAll('.phases li')].map((each) => each.className)).toEqual([
      'done',
      'now',
      'wait',
    ]);
    expect(text()).toContain('612 of 1,498');
    await press('Pause');
    expect(fake.count('sync.pause')).toBe(1);
  });

  it.each([
    [{ state: 'inSync' }, 'In sync'],
    [{ state: 'paused', pausedAt: now - 1_200_000 }, 'Paused since 11:40'],
    [{ state: 'syncing', remainingMs: 540_000 }, 'Syncing, 9 min left'],
    [{ state: 'reconnect', problem: problem('configuration', 'Sign in again.') }, 'Sign-in needed'],
    [
      { state: 'trouble', problem: problem('transient', 'Desk is down.') },
      'The last sync did not finish',
    ],
    [{ state: 'displayOnly' }, 'Display only'],
    [{ state: 'notConnected', connection: null }, 'Not connected'],
  ] as const)('%#: its title says the state', async (view, said) => {
    await show({ step: 'done' }, { ...status, ...view });
    expect(title()).toBe(said);
    if ('problem' in view) expect(text()).toContain(view.problem.message);
  });

  it('says what needs a person, or that nothing does', async () => {
    await show({ step: 'done' }, status);
    expect(text()).toContain('Needs you2');
    expect(text()).toContain('27 records failed19 of them: CRM ID is already mapped');
    fake.notify('status');
    await act(() => fake.last('status.get').answer({ ...status, failures: 0, conflicts: 0 }));
    expect(text()).toContain('Needs youNothing');
  });

  it('asks before it deletes, and does nothing on cancel', async () => {
    await show({ step: 'done' }, status);
    await press('More');
    await act(() => root.querySelector<HTMLElement>('[role=menuitem]')?.click());
    const dialog = root.querySelector('dialog');
    expect(dialog?.textContent).toContain('22,102 links');
    expect(dialog?.querySelector('[autofocus]')?.textContent ?? button('Cancel').textContent).toBe(
      'Cancel',
    );
    await act(() => void dialog?.dispatchEvent(new Event('close')));
    expect(root.querySelector('dialog')).toBeNull();
    expect(fake.count('integration.delete')).toBe(0);
  });

  it('asks again by itself only while a run goes on', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now });
    await show({ step: 'done' }, firstStatus);
    const before = fake.count('status.get');
    await act(() => void vi.advanceTimersByTime(2000));
    expect(fake.count('status.get')).toBe(before + 1);
    await act(() => fake.last('status.get').answer(status));
    await act(() => void vi.advanceTimersByTime(20_000));
    expect(fake.count('status.get')).toBe(before + 1);
  });

  it('says so when the background does not answer', async () => {
    await act(() => render(<Options store={createOptionsStore(fake.client)} />, root));
    await act(() => fake.last('setup.get').break());
    expect(text()).toContain("Tandem's background did not answer");
    await press('Try again');
    expect(fake.count('setup.get')).toBe(2);
  });
});
