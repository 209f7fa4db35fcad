/** What the agent is adding to CRM, and linking: kept by the background with every letter. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer } from '../../sync/protocol';
import type { AdditionKind, Place, Problem } from '../../sync/types';
import type {
  AdditionsView,
  AdditionView,
  FormValues,
  FormView,
} from '../../sync/protocol/additions';
import type { LinkCandidate } from '../../sync/protocol/links';
import { ask, type Client } from './client';
import type { ProfileStore } from './profile-store';

/** The form that is open; one at a time. */
export interface OpenForm {
  readonly kind: AdditionKind;
  readonly key: string;
  /** Null while CRM is asked for the layout. */
  readonly form: FormView | null;
  readonly values: FormValues;
  readonly problem: Problem | null;
  /** Asked for just now: it takes the focus. One that was left open does not. */
  readonly fresh: boolean;
}

export interface AdditionsState {
  readonly kinds: readonly AdditionKind[];
  /** Allowed by the administrator, and not by this sign-in yet. */
  readonly ungranted: readonly AdditionKind[];
  /** Of the place that is shown, drafts left out. */
  readonly rows: readonly AdditionView[];
  readonly open: OpenForm | null;
  /** Of the last search by hand; null before one. */
  readonly found: readonly LinkCandidate[] | null;
  readonly busy: boolean;
  /** Why the last search or link failed. */
  readonly problem: Problem | null;
}

export interface AdditionsStore {
  readonly store: StoreApi<AdditionsState>;
  start(): () => void;
  begin(kind: AdditionKind): void;
  /** Leaves the form; what was typed is kept. */
  close(): void;
  type(name: string, text: string): void;
  send(): void;
  look(key: string): void;
  drop(key: string): void;
  search(text: string): void;
  link(candidate: LinkCandidate): void;
  unlink(): void;
}

const nothing: AdditionsState = {
  kinds: [],
  ungranted: [],
  rows: [],
  open: null,
  found: null,
  busy: false,
  problem: null,
};

/** `pass` names the frame to the background; empty where the panel stands in no page. */
export function createAdditionsStore(
  client: Client,
  profile: ProfileStore,
  pass: string,
): AdditionsStore {
  const store = createStore<AdditionsState>(() => nothing);
  const set = store.setState;
  let place: Place | null = null;
  /** Drafts that the agent closed: they are not opened again by themselves. */
  const closed = new Set<string>();
  const keeper = createKeeper(client);

  const isHere = (at: Place): boolean => place?.type === at.type && place.id === at.id;

  function follow(next: Place | null): void {
    if (next === null ? place === null : isHere(next)) return;
    place = next;
    set(nothing);
    void renew();
  }

  async function renew(): Promise<void> {
    const at = place;
    if (at !== null) take(at, await ask(client, 'additions.get', { place: at }));
  }

  /** An answer for another place is dropped. A draft that was left open, or came back, is opened. */
  function take(at: Place, answer: Answer<AdditionsView>): void {
    if (!isHere(at) || !answer.ok) return;
    const { kinds, ungranted = [], rows } = answer.value;
    set({ kinds, ungranted, rows: rows.filter(({ state }) => state !== 'draft') });
    const { open } = store.getState();
    const drafts = rows.filter(({ state, kind }) => state === 'draft' && kinds.includes(kind));
    const back = drafts.find(({ key }) => key === open?.key);
    if (back !== undefined && open !== null && back.problem !== null)
      set({ open: { ...open, problem: back.problem } });
    // Withdrawn meanwhile: the text stays where it is kept.
    if (open !== null && !kinds.includes(open.kind)) set({ open: null });
    if (open !== null) return;
    // The one that was typed in last.
    const draft = drafts.findLast(({ key }) => !closed.has(key));
    if (draft !== undefined) void show(draft.kind, draft);
  }

  async function show(kind: AdditionKind, draft?: AdditionView): Promise<void> {
    const at = place;
    if (at === null) return;
    const key = draft?.key ?? crypto.randomUUID();
    const values = draft?.values ?? {};
    set({
      open: {
        kind,
        key,
        form: null,
        values,
        problem: draft?.problem ?? null,
        fresh: draft === undefined,
      },
    });
    const answer = await ask(client, 'additions.form', { place: at, kind });
    const { open } = store.getState();
    if (!isHere(at) || open?.key !== key) return;
    if (!answer.ok) return set({ open: { ...open, problem: answer.problem } });
    const initial = Object.fromEntries(
      answer.value.fields.map((field) => [field.name, field.initial || nowFor(field)]),
    );
    set({ open: { ...open, form: answer.value, values: { ...initial, ...open.values } } });
  }

  async function resume(kind: AdditionKind): Promise<void> {
    const at = place;
    if (at === null) return;
    const answer = await ask(client, 'additions.get', { place: at });
    if (!isHere(at)) return;
    const rows = answer.ok ? answer.value.rows : [];
    const draft = rows.findLast((row) => row.kind === kind && row.state === 'draft');
    await show(kind, draft);
    const { open } = store.getState();
    if (open?.kind === kind) set({ open: { ...open, fresh: true } });
  }

  async function send(): Promise<void> {
    const { open, rows } = store.getState();
    const at = place;
    if (open === null || open.form === null || at === null) return;
    const { kind, key, values } = open;
    closed.delete(key);
    await keeper.rest();
    if (!isHere(at)) return;
    const sent: AdditionView = {
      key,
      kind,
      state: 'adding',
      values,
      problem: null,
      id: null,
      knownBy: null,
      at: Date.now(),
    };
    set({ open: null, rows: [...rows.filter((row) => row.key !== key), sent] });
    const answer = await ask(client, 'additions.add', { pass, place: at, key, kind, values });
    if (!isHere(at)) return;
    // The channel broke: what became of it stands in the background's own rows.
    if (!answer.ok && answer.problem.code === 'screen.unreachable') return renew();
    if (answer.ok) return take(at, answer);
    set({
      rows: rows.filter((row) => row.key !== key),
      open: { ...open, problem: answer.problem },
    });
  }

  async function change(name: 'additions.look' | 'additions.drop', key: string): Promise<void> {
    const at = place;
    if (at !== null) take(at, await ask(client, name, { place: at, key }));
  }

  let searches = 0;
  async function search(text: string): Promise<void> {
    const at = place;
    const turn = ++searches;
    if (at === null || text.trim().length < 2) return set({ found: null, problem: null });
    const answer = await ask(client, 'links.search', { place: at, text });
    if (!isHere(at) || turn !== searches) return;
    set(answer.ok ? { found: answer.value, problem: null } : { problem: answer.problem });
  }

  async function linking(asked: (at: Place) => Promise<Answer<unknown>>): Promise<void> {
    const at = place;
    if (at === null) return;
    set({ busy: true, problem: null });
    const answer = await asked(at);
    if (!isHere(at)) return;
    set({
      busy: false,
      problem: answer.ok ? null : answer.problem,
      ...(answer.ok ? { found: null } : {}),
    });
    if (answer.ok) profile.reread();
  }

  return {
    store,
    start() {
      const stop = client.listen(({ topic, subject }) => {
        if (topic !== 'profile' && topic !== 'setup') return;
        if (subject === null || subject === `${place?.type}/${place?.id}`) void renew();
      });
      const unfollow = profile.store.subscribe((state) => follow(state.place ?? null));
      follow(profile.store.getState().place ?? null);
      return () => {
        stop();
        unfollow();
      };
    },
    begin(kind) {
      // What was begun and closed goes on where it was left.
      const { open } = store.getState();
      if (open?.kind !== kind) void resume(kind);
    },
    close() {
      const { open } = store.getState();
      if (open !== null) closed.add(open.key);
      set({ open: null });
    },
    type(name, text) {
      const { open } = store.getState();
      if (open === null || place === null) return;
      const values = { ...open.values, [name]: text };
      set({ open: { ...open, values } });
      keeper.keep({ place, key: open.key, kind: open.kind, values });
    },
    send: () => void send(),
    look: (key) => void change('additions.look', key),
    drop: (key) => void change('additions.drop', key),
    search: (text) => void search(text),
    link: ({ module, id }) =>
      void linking((at) => ask(client, 'links.link', { pass, place: at, module, id })),
    unlink: () => void linking((at) => ask(client, 'links.unlink', { pass, place: at })),
  };
}

/** A time that must be told is now, in the form a browser's own field takes. */
function nowFor({ type, mandatory }: FormView['fields'][number]): string {
  if (type !== 'datetime' || !mandatory) return '';
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

type Kept = Parameters<typeof ask<'additions.keep'>>[2];

/** ms. After the background did not answer. */
const retryMs = 1_000;

/** Keeps the newest text: the first letter goes at once, later ones when the one before is there. */
function createKeeper(client: Client): { keep(draft: Kept): void; rest(): Promise<void> } {
  const waiting = new Map<string, Kept>();
  let flight: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      const [key, draft] = next;
      const answer = await ask(client, 'additions.keep', draft);
      if (answer.ok && waiting.get(key) === draft) waiting.delete(key);
      else if (!answer.ok) await new Promise((done) => setTimeout(done, retryMs));
    }
  }

  return {
    keep(draft) {
      waiting.set(draft.key, draft);
      flight ??= run().finally(() => {
        flight = null;
      });
    },
    // What is sent is kept by the sending itself: nothing older may arrive after it.
    rest: async () => {
      waiting.clear();
      await flight;
    },
  };
}
