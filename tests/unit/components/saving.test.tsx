// @vitest-environment happy-dom
/** What the administrator's pages show while a save is on its way, and what they keep of it. */
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { Mapping } from '../../../components/options/mapping';
import { Permissions } from '../../../components/options/permissions';
import { Preferences } from '../../../components/options/preferences';
import { draftOf } from '../../../components/options/mapping-draft';
import { fakeClient } from './fake-client';
import { pageRoot } from './page-root';
import { mapping, mappingCheck, sample } from './mapping-fixtures';
import { permissions, profiles } from './permissions-fixtures';
import { preferences } from './preferences-fixtures';

describe('saving', () => {
  const root = pageRoot();
  let fake: ReturnType<typeof fakeClient>;

  beforeEach(() => {
    fake = fakeClient();
  });

  const show = (what: ComponentChildren): Promise<void> => act(() => render(what, root));
  const answer = (name: string, value: unknown): Promise<void> =>
    act(() => fake.last(name).answer(value));
  const text = (): string => root.textContent ?? '';
  const bar = (): string => root.querySelector('.save')?.textContent ?? '';
  const press = (name: string): Promise<void> =>
    act(() => {
      const found = [...document.querySelectorAll('button')].findLast(
        (each) => each.textContent === name || each.getAttribute('aria-label') === name,
      );
      if (found === undefined) throw new Error(`no button ${name}`);
      found.click();
    });

  describe('preferences', () => {
    const types = (): string[] =>
      [...root.querySelectorAll<HTMLInputElement>('[name=syncType]')]
        .filter(({ checked }) => checked)
        .map(({ parentElement }) => parentElement?.querySelector('.mid')?.textContent ?? '');
    const choose = (place: number): Promise<void> =>
      act(() => root.querySelectorAll<HTMLInputElement>('[name=syncType]')[place]?.click());
    const policy = (): HTMLSelectElement => {
      const found = root.querySelector<HTMLSelectElement>('[aria-label="Changed on both sides"]');
      if (found === null) throw new Error('no choice of the conflict policy');
      return found;
    };
    const stored = {
      ...preferences,
      version: 4,
      draft: {
        ...preferences.draft,
        syncType: { ...preferences.draft.syncType, contact: 'deskToCrm', account: 'deskToCrm' },
      },
    };

    beforeEach(async () => {
      await show(<Preferences client={fake.client} tab="preferences" isSetup />);
      await answer('preferences.get', preferences);
      await choose(2);
      await press('Save preferences');
    });

    it('never shows the values before it once more', async () => {
      expect(types()).toEqual(['Desk to CRM']);
      await answer('preferences.save', null);
      expect(types()).toEqual(['Desk to CRM']);
      expect(bar()).toContain('Saving');
      await answer('preferences.get', stored);
      expect(types()).toEqual(['Desk to CRM']);
      expect(bar()).toBe('');
      expect(text()).toContain('Saved');
    });

    it('keeps what is changed meanwhile, as a change of what is saved then', async () => {
      await act(() => {
        policy().value = 'desk';
        policy().dispatchEvent(new Event('change', { bubbles: true }));
      });
      await answer('preferences.save', null);
      await answer('preferences.get', stored);
      expect(policy().value).toBe('desk');
      expect(types()).toEqual(['Desk to CRM']);
      expect(bar()).toContain('1 change');
      await press('Save preferences');
      expect(fake.last('preferences.save').data).toMatchObject({
        version: 4,
        draft: { policy: 'desk', syncType: { contact: 'deskToCrm' } },
      });
    });

    it('keeps everything where it failed', async () => {
      await act(() => fake.last('preferences.save').fail('No.'));
      expect(types()).toEqual(['Desk to CRM']);
      expect(bar()).toContain('Save preferences');
    });
  });

  it('keeps a line of the mapping that is changed meanwhile', async () => {
    await show(<Mapping client={fake.client} />);
    await answer('mapping.get', mapping);
    await answer('mapping.sample', sample);
    await answer('mapping.check', mappingCheck);
    await press('Use Twitter Handle');
    await press('Save mapping');
    const sent = fake.last('mapping.save').data as { lines: typeof mapping.lines };
    await press('Phone: CRM to Desk, change');
    await press('Both ways');
    await answer('mapping.save', null);
    await answer('mapping.get', { ...mapping, version: 4, lines: sent.lines });
    expect(bar()).toContain('1 change');
    await press('Save mapping');
    const after = fake.last('mapping.save').data as typeof sent & { version: number };
    expect(after.version).toBe(4);
    expect(draftOf(after.lines).get('twitter')?.crm).toBe('Twitter_Handle');
    expect(draftOf(after.lines).get('phone')?.direction).toBe('both');
  });

  describe('permissions', () => {
    const standing = (version: number, config = permissions): object => ({
      state: 'current',
      version,
      settings: { permissions: config },
    });
    const box = (name: string): HTMLInputElement => {
      const found = root.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`);
      if (found === null) throw new Error(`no box ${name}`);
      return found;
    };

    it('never shows the permissions before it once more, and goes on from the new version', async () => {
      await show(<Permissions client={fake.client} />);
      await answer('permissions.get', { config: permissions, profiles });
      await answer('publication.get', standing(1));
      await act(() => box('Notes, Light Agent').click());
      await press('Publish');
      await press('Publish');
      const { permissions: sent } = fake.last('publication.publish').data as {
        permissions: typeof permissions;
      };
      await answer('publication.publish', standing(2, sent));
      expect(box('Notes, Light Agent').checked).toBe(false);
      await act(() => box('Calls, Light Agent').click());
      await answer('permissions.get', { config: sent, profiles });
      await answer('publication.get', standing(2, sent));
      expect(box('Notes, Light Agent').checked).toBe(false);
      expect(bar()).toContain('1');
      await press('Publish');
      await press('Publish');
      expect(fake.last('publication.publish').data).toMatchObject({ over: 2 });
    });
  });
});
