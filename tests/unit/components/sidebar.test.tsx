// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { Sidebar } from '../../../components/sidebar/app';
import { createKeyStore } from '../../../components/state/key-store';
import { createProfileStore } from '../../../components/state/profile-store';
import { createViewStore } from '../../../components/state/view-store';
import type { ProfileView } from '../../../sync/protocol/profile';
import { ada, potential, problem, profile, ticket } from './fixtures';
import { fakeClient } from './fake-client';
import { pageRoot } from './page-root';
import { mountSidebar } from './mount-sidebar';

describe('sidebar', () => {
  const root = pageRoot();
  let fake: ReturnType<typeof fakeClient>;

  beforeEach(() => {
    localStorage.clear();
    fake = fakeClient();
  });

  async function show(view: ProfileView): Promise<void> {
    await mountSidebar(root, fake);
    await act(() => fake.last('keys.get').answer(null));
    await act(() => fake.last('place.get').answer(ticket));
    await act(() => fake.last('profile.get').answer(view));
  }

  const text = (): string => root.textContent ?? '';
  const button = (name: string): HTMLButtonElement => {
    const found = [...root.querySelectorAll('button')].find(
      (each) => each.textContent === name || each.getAttribute('aria-label') === name,
    );
    if (found === undefined) throw new Error(`no button ${name}`);
    return found;
  };
  const press = (name: string): Promise<void> => act(() => button(name).click());
  const key = (name: string): Promise<void> =>
    act(() => {
      (document.activeElement ?? root).dispatchEvent(
        new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
      );
    });
  const found = (customer = ada, rest: Partial<ProfileView> = {}): ProfileView =>
    profile({ state: 'found', customer }, rest);

  it('answers first: type, reason, open sums, owner', async () => {
    await show(found());
    const facts = root.querySelector('.facts')?.textContent?.replaceAll(/[\u2068\u2069]/g, '');
    expect(facts).toBe(
      'TypeCustomerwon Renewal 25, 3 Mar 2025, 12,000 EUROpen61,100 EUR310,000 SEKOwnerMarta Ruiz',
    );
  });

  it('shows three open potentials by close date, the rest behind one button', async () => {
    await show(found());
    const names = () =>
      [...root.querySelectorAll('[data-section=potentials] .nm')].map((each) => each.textContent);
    expect(names()).toEqual(['Stockholm pilot, phase two', 'Renewal 26', 'Lab floor 3 expansion']);
    await press('1 more open, 3 closed');
    expect(names()).toHaveLength(7);
    await press('Show fewer');
    expect(names()).toHaveLength(3);
  });

  it('lists what is overdue first and filters by kind', async () => {
    await show(found());
    const subjects = () =>
      [...root.querySelectorAll('[data-section=activities] .nm bdi')].map(
        (each) => each.textContent,
      );
    expect(subjects()).toEqual([
      'Send quote for audit module',
      'Check-in call',
      'Renewal workshop',
    ]);
    await press('Calls');
    expect(subjects()).toEqual(['Check-in call']);
  });

  it('shows hostile text as text and follows no hostile address', async () => {
    const evil = {
      ...potential('1', '<img src=x onerror=alert(1)>', '<b>', null, '2026-04-01'),
      url: 'javascript:alert(1)',
    };
    await show(found({ ...ada, name: '<script>', potentials: { state: 'shown', data: [evil] } }));
    expect(root.querySelector('img, script, .nm b')).toBeNull();
    expect(text()).toContain('<img src=x onerror=alert(1)>');
    expect(root.querySelector('[href^=javascript]')).toBeNull();
  });

  it('says that a section is hidden, and then gives no reason and no sums', async () => {
    await show(found({ ...ada, potentials: { state: 'hidden' } }));
    expect(text()).toContain('PotentialsHidden by your administrator');
    expect(text()).not.toContain('Renewal 25');
    expect(text()).not.toContain('61,100');
  });

  it('says why one section is missing and offers to try again', async () => {
    await show(
      found({
        ...ada,
        notes: { state: 'failed', problem: problem('transient', 'No notes today.') },
      }),
    );
    expect(text()).toContain('No notes today.');
    await press('Try again');
    expect(fake.last('profile.get').data).toEqual({ place: ticket, refresh: true });
  });

  it('keeps older data readable under a notice', async () => {
    await show(found(ada, { problem: problem('configuration', 'Sign in again.') }));
    expect(root.querySelector('.note')?.textContent).toContain('Sign in again.');
    expect(text()).toContain('Renewal 26');
    await press('Tandem settings');
    expect(fake.count('options.open')).toBe(1);
  });

  it('names the choice among several and sends it', async () => {
    const candidate = { module: 'Contacts' as const, company: null, email: null, modifiedAt: null };
    await show(
      profile({
        state: 'several',
        candidates: [
          { ...candidate, id: '1', name: 'A' },
          { ...candidate, id: '2', name: 'B' },
        ],
      }),
    );
    await act(() => root.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]?.click());
    await press('Use B');
    expect(fake.last('profile.choose').data).toEqual({
      place: ticket,
      module: 'Contacts',
      id: '2',
    });
  });

  it('puts customers first among several, with what is open', async () => {
    const candidate = { module: 'Contacts' as const, company: null, email: null, modifiedAt: null };
    const open = [{ amount: 1200, currency: 'EUR' }];
    await show(
      profile({
        state: 'several',
        candidates: [
          { ...candidate, id: '1', name: 'A', deals: { value: 'contact', openDeals: 0, open: [] } },
          { ...candidate, id: '2', name: 'B', deals: { value: 'customer', openDeals: 2, open } },
        ],
      }),
    );
    const rows = [...root.querySelectorAll('label')].map((label) => label.textContent);
    expect(rows[0]).toMatch(/^BCustomer.*2 open, 1,200 EUR/);
    expect(rows[1]).toMatch(/^AContact.*No open potentials/);
    await press('Use B');
    expect(fake.last('profile.choose').data).toMatchObject({ id: '2' });
  });

  it.each([
    [{ state: 'none', searched: [{ by: 'email', value: 'k@t.jp' }] }, 'k@t.jp'],
    [{ state: 'noContact' }, 'This ticket has no contact'],
    [{ state: 'notConnected' }, 'An administrator of Desk and CRM'],
    [
      { state: 'failed', problem: problem('transient', 'CRM did not answer.') },
      'CRM did not answer.',
    ],
    [{ state: 'loading' }, 'Reading from CRM'],
  ] as const)('%#: says where it stands', async (result, said) => {
    await show(profile(result));
    expect(text()).toContain(said);
    expect(root.querySelectorAll('[role=status], [aria-live]').length).toBeLessThanOrEqual(1);
  });

  it("tells the host no key before it knows the agent's own", async () => {
    const source = createProfileStore(fake.client, { pass: 'pass' });
    const view = createViewStore(fake.client);
    const keys = createKeyStore(fake.client);
    await act(() => render(<Sidebar profile={source} keys={keys} view={view} hosted />, root));
    expect(fake.count('host.resize')).toBe(0);
    await act(() => fake.last('keys.get').answer('{"switch":"F8"}'));
    const told = fake.asked.filter(({ name }) => name === 'host.resize');
    const keyIn = (data: unknown): unknown => (data as { switchKey: string }).switchKey;
    expect([...new Set(told.map(({ data }) => keyIn(data)))]).toEqual(['F8']);
  });

  it('folds to a rail, tells the host, and opens at a section', async () => {
    await show(found());
    expect(fake.last('host.resize').data).toMatchObject({ pass: 'pass', width: 360 });
    await press('Collapse');
    expect(fake.last('host.resize').data).toMatchObject({ pass: 'pass', width: 40 });
    expect(button('3 activities, 1 overdue').className).toContain('due');
    await press('6 notes');
    expect(fake.last('host.resize').data).toMatchObject({ pass: 'pass', width: 360 });
    expect(document.activeElement?.textContent).toContain('Notes');
  });

  it('remembers what was folded', async () => {
    await show(found());
    await act(() => root.querySelector<HTMLElement>('[data-section=notes] .tog')?.click());
    const { data } = fake.last('view.save');
    expect(JSON.parse((data as { view: string }).view)).toMatchObject({ open: { notes: false } });
  });

  it('comes up as it was left', async () => {
    await show(found());
    await act(() =>
      fake.last('view.get').answer('{"width":9000,"open":{"notes":false,"potentials":"no"}}'),
    );
    expect(fake.last('host.resize').data).toMatchObject({ pass: 'pass', width: 480 });
    const isOpen = (section: string) =>
      root.querySelector(`[data-section=${section}] .tog`)?.getAttribute('aria-expanded');
    expect([isOpen('notes'), isOpen('potentials')]).toEqual(['false', 'true']);
    expect(fake.asked.some(({ name }) => name === 'view.save')).toBe(false);
  });

  it('keeps what was folded before it was known how it was left', async () => {
    await show(found());
    await act(() => root.querySelector<HTMLElement>('[data-section=notes] .tog')?.click());
    await act(() => fake.last('view.get').answer('{"width":480}'));
    expect(fake.last('host.resize').data).toMatchObject({ pass: 'pass', width: 360 });
  });

  it('moves by keys between rows and folds with left and right', async () => {
    await show(found());
    root.querySelector<HTMLElement>('.sb-body')?.focus();
    await key('ArrowDown');
    expect(document.activeElement?.textContent).toContain('Potentials');
    await key('ArrowDown');
    expect(document.activeElement?.textContent).toBe('Stockholm pilot, phase two');
    await key('ArrowLeft');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false');
    await key('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true');
    await key('?');
    expect(root.querySelector('dialog')?.textContent).toContain('From row to row');
  });

  it('leaves keys alone while something is typed or a shortcut is meant', async () => {
    await show(found());
    const field = document.createElement('input');
    root.querySelector('.sb-body')?.append(field);
    field.focus();
    await key('?');
    expect(root.querySelector('dialog')).toBeNull();
  });
});
