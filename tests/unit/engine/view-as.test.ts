import { expect, it } from 'vitest';
import { createViewAs } from '../../../sync/engine/view-as';
import type { ProfileView } from '../../../sync/protocol/profile';
import type { Pair } from '../../../sync/types';
import { ada, profile } from '../components/fixtures';
import { permissions, profiles } from '../components/permissions-fixtures';

const change = { kind: 'contact', action: 'link', pairKey: 'contact/desk/7', title: 'Ada' };

function createSubject(fields: Record<string, string> = { accountId: '70' }, linked = true) {
  const asked: string[] = [];
  const shown: ProfileView = profile({ state: 'found', customer: ada });
  const store = {
    runs: async () => (linked ? [{ id: 'r', changes: 1 }] : []),
    changes: async () => [change],
    pair: async () => ({ desk: { id: '7', fields } }) as unknown as Pair,
  };
  const viewAs = createViewAs(
    {
      store: store as never,
      desk: {
        async all() {
          asked.push('profiles');
          return profiles;
        },
      },
      profiles: {
        async get(place) {
          asked.push(`${place.type}/${place.id}`);
          const customer =
            place.type === 'account'
              ? { ...ada, module: 'Accounts' as const, name: 'Nordwind AB' }
              : ada;
          return { ...shown, place, result: { state: 'found', customer } };
        },
      },
    },
    () => 0,
  );
  return { viewAs, asked };
}

const customerOf = (view: Awaited<ReturnType<ReturnType<typeof createViewAs>['show']>>) =>
  view.state === 'shown' && view.profile.result.state === 'found'
    ? view.profile.result.customer
    : null;

it('shows a linked contact as the draft lets that profile see them', async () => {
  const { viewAs, asked } = createSubject();
  const light = customerOf(await viewAs.show(permissions, '3', null));
  expect(light).toMatchObject({
    name: 'Ada Lindqvist',
    potentials: { state: 'hidden' },
    notes: { state: 'shown' },
    account: { state: 'hidden' },
    company: null,
    open: [],
  });
  expect(light?.activities).toMatchObject({ data: [{ type: 'call' }] });
  expect(customerOf(await viewAs.show(permissions, '1', null))).toEqual(ada);
  // Switches are tried out many at a time: the profiles of the help desk are read once.
  expect(asked).toEqual(['profiles', 'contact/7', 'contact/7']);
});

it("is bounded by Zoho's switches, and shows nothing to who is not visible or not known", async () => {
  const { viewAs, asked } = createSubject();
  expect(customerOf(await viewAs.show(permissions, '5', null))?.potentials.state).toBe('hidden');
  asked.length = 0;
  for (const id of ['6', '99', '__proto__'])
    expect(await viewAs.show(permissions, id, null)).toMatchObject({ state: 'hidden' });
  expect(asked).toEqual([]);
});

it('shows the account where contacts are off, and says when there is none', async () => {
  const row = { ...permissions.profiles['1']!, contacts: false };
  const draft = { profiles: { '1': row } };
  expect(customerOf(await createSubject().viewAs.show(draft, '1', null))?.name).toBe('Nordwind AB');
  expect(await createSubject({}).viewAs.show(draft, '1', null)).toMatchObject({
    state: 'noAccount',
  });
});

it('says so where nothing is linked yet', async () => {
  expect(await createSubject({}, false).viewAs.show(permissions, '1', null)).toEqual({
    samples: [],
    sample: null,
    state: 'none',
  });
});
