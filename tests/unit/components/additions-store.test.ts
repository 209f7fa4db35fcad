import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createAdditionsStore,
  type AdditionsState,
  type AdditionsStore,
} from '../../../components/state/additions-store';
import { createProfileStore } from '../../../components/state/profile-store';
import type { AdditionDraft, AdditionsView, AdditionView } from '../../../sync/protocol/additions';
import { fakeClient } from './fake-client';
import { ada, problem, profile, ticket } from './fixtures';

const field = { label: 'Note', type: 'lines', mandatory: true, maxLength: null, options: null };
const form = (kind: string) => ({
  kind,
  fields: [{ ...field, name: 'Note_Content', initial: '' }],
  unfillable: [],
});
const offer = (rows: readonly AdditionView[] = []): AdditionsView => ({
  kinds: ['note', 'task'],
  rows,
});
const refusal = problem('conflict', 'CRM requires this: Risk.');
const row = (key: string, rest: Partial<AdditionView> = {}): AdditionView => ({
  key,
  kind: 'note',
  state: 'draft',
  values: {},
  problem: null,
  id: null,
  knownBy: null,
  at: 1,
  ...rest,
});

describe('what is being added', () => {
  let fake: ReturnType<typeof fakeClient>;
  let adding: AdditionsStore;
  let stop: () => void;
  let where: ReturnType<typeof createProfileStore>;
  const state = (): AdditionsState => adding.store.getState();
  const text = (): string | undefined => state().open?.values['Note_Content'];
  const asked = (name: string) => fake.asked.filter((each) => each.name === name);
  const drafted = (name: string) => fake.last(name).data as AdditionDraft;

  beforeEach(async () => {
    fake = fakeClient();
    where = createProfileStore(fake.client, { pass: 'pass' });
    adding = createAdditionsStore(fake.client, where, 'pass');
    const stopAdding = adding.start();
    const stopProfile = where.start();
    stop = () => {
      stopAdding();
      stopProfile();
    };
    await fake.last('place.get').answer(ticket);
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  /** A note's form, open and filled in. */
  async function typed(words: string): Promise<string> {
    await fake.last('additions.get').answer(offer());
    adding.begin('note');
    await fake.last('additions.get').answer(offer());
    await fake.last('additions.form').answer(form('note'));
    adding.type('Note_Content', words);
    await fake.last('additions.keep').answer(null);
    return state().open?.key ?? '';
  }

  it('keeps an offer that an older answer has overtaken', async () => {
    const first = fake.last('additions.get');
    adding.begin('note');
    const second = fake.last('additions.get');
    expect(second).not.toBe(first);
    await second.answer(offer());
    await first.answer({ kinds: [], rows: [] });
    expect(state().kinds).toEqual(['note', 'task']);
    expect(state().open?.kind).toBe('note');
  });

  it('asks again what nobody answered', async () => {
    vi.useFakeTimers();
    const before = asked('additions.get').length;
    const broken = fake.last('additions.get').break();
    await vi.advanceTimersByTimeAsync(0);
    await broken;
    expect(asked('additions.get')).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked('additions.get')).toHaveLength(before + 1);
  });

  it('asks anew when somebody is shown, also where nobody told of it', async () => {
    await fake.last('additions.get').answer({ kinds: null, rows: [] });
    const before = asked('additions.get').length;
    await fake.last('profile.get').answer(profile({ state: 'found', customer: ada }));
    expect(asked('additions.get')).toHaveLength(before + 1);
  });

  it('leaves an open form alone while it is not known who is here', async () => {
    await typed('Half a thought');
    adding.look('some');
    await fake.last('additions.look').answer({ kinds: null, rows: [] });
    expect(text()).toBe('Half a thought');
    expect(state().kinds).toEqual(['note', 'task']);
    adding.look('some');
    await fake.last('additions.look').answer({ kinds: ['task'], rows: [] });
    expect(state().open).toBeNull();
  });

  it('begins what was asked for before it was known to be possible', async () => {
    adding.begin('note');
    await fake.last('additions.get').answer({ kinds: null, rows: [] });
    expect(state().open).toBeNull();
    await fake.last('profile.get').answer(profile({ state: 'found', customer: ada }));
    await fake.last('additions.get').answer(offer());
    expect(state().open).toMatchObject({ kind: 'note', fresh: true });
  });

  it('begins nothing that is not offered, and nothing at another place', async () => {
    await fake.last('additions.get').answer({ kinds: ['task'], rows: [] });
    adding.begin('note');
    expect(state().open).toBeNull();
    adding.begin('task');
    where.moved({ type: 'ticket', id: '99999' });
    await fake.last('additions.get').answer(offer());
    expect(state().open).toBeNull();
  });

  it('makes one form of a key that is pressed twice', async () => {
    await fake.last('additions.get').answer(offer());
    adding.begin('note');
    adding.begin('note');
    const [one, other] = asked('additions.get').slice(-2);
    await one?.answer(offer());
    const key = state().open?.key;
    adding.type('Note_Content', 'Typed at once');
    await other?.answer(offer());
    expect(state().open?.key).toBe(key);
    expect(text()).toBe('Typed at once');
  });

  it('does not open again what is being sent, though its row is still a draft', async () => {
    const key = await typed('Said once');
    adding.send();
    await fake.settle();
    expect(state().open).toBeNull();
    adding.look('other');
    await fake
      .last('additions.look')
      .answer(offer([row(key, { values: { Note_Content: 'Said once' } })]));
    expect(state().open).toBeNull();
    expect(state().rows).toMatchObject([{ key, state: 'adding' }]);
    await fake.last('additions.add').answer(offer([row(key, { state: 'added', id: '1' })]));
    expect(state().open).toBeNull();
    expect(state().rows).toMatchObject([{ key, state: 'added' }]);
  });

  it('drops what was asked before the answer to a sending', async () => {
    const key = await typed('Said once');
    const draft = row(key, { values: { Note_Content: 'Said once' } });
    adding.send();
    await fake.settle();
    adding.begin('task');
    const early = fake.last('additions.get');
    await fake.last('additions.add').answer(offer([row(key, { state: 'added', id: '1' })]));
    adding.close();
    await early.answer(offer([draft]));
    expect(state().rows).toMatchObject([{ key, state: 'added' }]);
    expect(state().open).toBeNull();
  });

  it('opens a refused one with the reason, before any other draft', async () => {
    const key = await typed('Too much');
    adding.send();
    await fake.settle();
    await fake
      .last('additions.add')
      .answer(offer([row(key, { problem: refusal }), row('other-draft', { kind: 'task' })]));
    expect(state().open).toMatchObject({ key, problem: refusal });
    expect(text()).toBe('Too much');
  });

  it('leaves the form alone that was opened meanwhile, and lists the refused one', async () => {
    const key = await typed('Too much');
    adding.send();
    adding.begin('task');
    await fake.last('additions.get').answer(offer());
    expect(state().open?.kind).toBe('task');
    await fake.settle();
    await fake.last('additions.add').answer(offer([row(key, { problem: refusal })]));
    expect(state().open?.kind).toBe('task');
    expect(state().rows).toMatchObject([{ key, state: 'draft', problem: refusal }]);
    adding.resume(key);
    expect(state().open).toMatchObject({ key, kind: 'note', problem: refusal });
    expect(text()).toBe('Too much');
    expect(state().rows).toEqual([]);
  });

  it('shows the newest letters when a form is closed and begun again at once', async () => {
    const key = await typed('Half');
    adding.type('Note_Content', 'Half a thought');
    adding.close();
    adding.begin('note');
    // What the background has stored is older by some letters.
    await fake
      .last('additions.get')
      .answer(offer([row(key, { values: { Note_Content: 'Half' } })]));
    expect(state().open?.key).toBe(key);
    expect(text()).toBe('Half a thought');
  });

  it('sends what was sent, also when the agent goes on to another ticket at once', async () => {
    const key = await typed('Half');
    adding.type('Note_Content', 'Half a thought');
    const last = fake.last('additions.keep');
    adding.send();
    where.moved({ type: 'ticket', id: '99999' });
    await last.answer(null);
    expect(drafted('additions.add')).toMatchObject({
      key,
      place: ticket,
      values: { Note_Content: 'Half a thought' },
    });
    // Refused for being at another place: the text is kept, and not shown there.
    await fake.last('additions.add').fail('not here');
    expect(drafted('additions.keep')).toMatchObject({
      key,
      values: { Note_Content: 'Half a thought' },
    });
    expect(state().open).toBeNull();
  });

  it('waits only for what may overtake the sending', async () => {
    await typed('A note');
    adding.type('Note_Content', 'A note of mine');
    const noteKeep = fake.last('additions.keep');
    adding.begin('task');
    await fake.last('additions.get').answer(offer());
    await fake.last('additions.form').answer(form('task'));
    adding.type('Note_Content', 'A task');
    adding.send();
    await fake.settle();
    expect(drafted('additions.add').kind).toBe('task');
    await noteKeep.fail('busy');
    // The note's letters were not dropped with the task's.
    expect(drafted('additions.keep')).toMatchObject({ kind: 'note' });
  });

  it('keeps as something of its own what differs from what another window has sent', async () => {
    const key = await typed('Half a thought');
    adding.look('other');
    await fake
      .last('additions.look')
      .answer(offer([row(key, { state: 'added', values: { Note_Content: 'Half' } })]));
    expect(text()).toBe('Half a thought');
    const own = state().open?.key;
    expect(own).not.toBe(key);
    expect(drafted('additions.keep')).toMatchObject({ key: own });
    adding.look('other');
    await fake
      .last('additions.look')
      .answer(
        offer([row(own ?? '', { state: 'added', values: { Note_Content: 'Half a thought' } })]),
      );
    expect(state().open).toBeNull();
  });

  it('reads the fields again that could not be read', async () => {
    await fake.last('additions.get').answer(offer());
    adding.begin('note');
    await fake.last('additions.get').answer(offer());
    await fake.last('additions.form').fail('not now');
    expect(state().open?.problem?.message).toBe('not now');
    adding.look('other');
    await fake.last('additions.look').answer(offer());
    await fake.last('additions.form').answer(form('note'));
    expect(state().open).toMatchObject({ problem: null, form: form('note') });
  });
});
