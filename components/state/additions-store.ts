/** What the agent is adding to CRM, and linking: kept by the background with every letter. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AdditionKind, Place, Problem } from '../../sync/types';
import type { AdditionsView, AdditionView } from '../../sync/protocol/additions';
import type { LinkCandidate } from '../../sync/protocol/links';
import { ask, type Client } from './client';
import { createDraftKeeper } from './draft-keeper';
import { createHandLinking, type HandLinking } from './hand-linking';
import { filled, isSentAs, listed, type OpenForm } from './open-form';
import { shownCustomer, type ProfileStore } from './profile-store';

export interface AdditionsState {
  readonly kinds: readonly AdditionKind[];
  /** Allowed by the administrator, and not by this sign-in yet. */
  readonly ungranted: readonly AdditionKind[];
  /** Of the place that is shown. Of drafts only those that were refused and are not open. */
  readonly rows: readonly AdditionView[];
  readonly open: OpenForm | null;
  /** Of the last search by hand; null before one. */
  readonly found: readonly LinkCandidate[] | null;
  readonly busy: boolean;
  /** Why the last search or link failed. */
  readonly problem: Problem | null;
}

export interface AdditionsStore extends HandLinking {
  readonly store: StoreApi<AdditionsState>;
  start(): () => void;
  /** What is not known to be possible yet begins as soon as it is. */
  begin(kind: AdditionKind): void;
  /** Opens a draft that was refused. */
  resume(key: string): void;
  /** Leaves the form; what was typed is kept. */
  close(): void;
  type(name: string, text: string): void;
  send(): void;
  look(key: string): void;
  drop(key: string): void;
}

export const idle: AdditionsState = {
  kinds: [],
  ungranted: [],
  rows: [],
  open: null,
  found: null,
  busy: false,
  problem: null,
};

/** ms. Between questions that went unanswered; each time twice as long, to a limit. */
const retryMs = { first: 1_000, last: 30_000 };

/** `pass` names the frame to the background; empty where the panel stands in no page. */
export function createAdditionsStore(
  client: Client,
  profile: ProfileStore,
  pass: string,
): AdditionsStore {
  const store = createStore<AdditionsState>(() => idle);
  const set = store.setState;
  const keeper = createDraftKeeper(client);
  let place: Place | null = null;
  /** Who is shown there: with another one, other things may be added. */
  let customer = '';
  /** The offer of this place is known. */
  let known = false;
  /** Asked for by the agent before it was known to be possible, or while its text is looked for. */
  let wanted: AdditionKind | null = null;
  /** Drafts that the agent closed: they are not opened again by themselves. */
  const closed = new Set<string>();
  /** Sent from here and not answered. The background's rows may still call them drafts. */
  const sending = new Map<string, { readonly at: Place; readonly row: AdditionView }>();
  /** Questions in the order of asking, and the newest one whose answer is shown. */
  let turns = 0;
  let shown = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** Why the fields of the open form could not be read; they are read again with the next news. */
  let unread: Problem | null = null;

  const isHere = (at: Place): boolean => place?.type === at.type && place.id === at.id;

  function follow(next: Place | null, who: string): void {
    if (next === null ? place === null : isHere(next)) {
      if (who !== customer) void renew();
      customer = who;
      return;
    }
    place = next;
    customer = who;
    known = false;
    wanted = null;
    set(idle);
    void renew();
  }

  /** Asks what may be added here and what is under way; asks again where nobody answers. */
  async function renew(wait = retryMs.first): Promise<void> {
    const at = place;
    if (at === null) return;
    clearTimeout(retry);
    const turn = ++turns;
    const answer = await ask(client, 'additions.get', { place: at });
    // Answers may overtake each other: an older one says what is over.
    if (!isHere(at) || turn < shown) return;
    if (answer.ok) take(turn, answer.value);
    else if (turn === turns)
      retry = setTimeout(() => void renew(Math.min(2 * wait, retryMs.last)), wait);
  }

  function take(turn: number, { kinds, ungranted = [], rows: stored }: AdditionsView): void {
    shown = turn;
    known ||= kinds !== null;
    const here = [...sending.values()].filter(({ at }) => isHere(at)).map(({ row }) => row);
    const rows = [...stored.filter(({ key }) => !sending.has(key)), ...here];
    for (const { key, state } of rows)
      if (state !== 'draft' && !sending.has(key)) keeper.forget(key);
    const was = store.getState();
    const open = stillOpen(was.open, kinds, rows);
    const offered = kinds ?? was.kinds;
    set({ ...(kinds !== null && { kinds, ungranted }), open, rows: listed(rows, open) });
    if (wanted !== null && known) return begun(wanted, rows);
    if (open !== null) {
      if (open.form === null && unread !== null) void fill(open.key, open.kind);
      return;
    }
    const drafts = rows.filter(
      ({ state, kind, key }) => state === 'draft' && offered.includes(kind) && !closed.has(key),
    );
    // One that was refused has something to say; else the one that was typed in last.
    const draft = drafts.findLast(({ problem }) => problem !== null) ?? drafts.at(-1);
    if (draft !== undefined) show(draft.kind, draft, false);
  }

  /** The open form as far as the rows let it be. Nothing typed is lost with it. */
  function stillOpen(
    open: OpenForm | null,
    kinds: readonly AdditionKind[] | null,
    rows: readonly AdditionView[],
  ): OpenForm | null {
    // Withdrawn meanwhile: the text stays where it is kept.
    if (open === null || (kinds !== null && !kinds.includes(open.kind))) return null;
    const row = rows.find(({ key }) => key === open.key);
    if (row === undefined) return open;
    if (row.state === 'draft') return { ...open, problem: row.problem ?? open.problem };
    // Sent from another window. What differs from it here is something of its own.
    if (isSentAs(open, row) || place === null) return null;
    const own = { ...open, key: crypto.randomUUID(), problem: null };
    keeper.keep({ place, key: own.key, kind: own.kind, values: own.values });
    return own;
  }

  function begun(kind: AdditionKind, rows: readonly AdditionView[]): void {
    wanted = null;
    const { open, kinds } = store.getState();
    if (!kinds.includes(kind) || open?.kind === kind) return;
    const drafts = rows.filter((row) => row.kind === kind && row.state === 'draft');
    const own = place === null ? undefined : keeper.last(place, kind);
    show(kind, drafts.find(({ key }) => key === own?.key) ?? own ?? drafts.at(-1), true);
  }

  /** Opens a form: with the newest text of a draft, else empty. */
  function show(
    kind: AdditionKind,
    draft: (Pick<AdditionView, 'key' | 'values'> & { problem?: Problem | null }) | undefined,
    fresh: boolean,
  ): void {
    const key = draft?.key ?? crypto.randomUUID();
    const values = keeper.typed(key)?.values ?? draft?.values ?? {};
    unread = null;
    closed.delete(key);
    setOpen({ kind, key, form: null, values, problem: draft?.problem ?? null, fresh });
    void fill(key, kind);
  }

  async function fill(key: string, kind: AdditionKind): Promise<void> {
    const at = place;
    if (at === null) return;
    const answer = await ask(client, 'additions.form', { place: at, kind });
    const { open } = store.getState();
    if (!isHere(at) || open?.key !== key) return;
    if (!answer.ok) {
      unread = answer.problem;
      return set({ open: { ...open, problem: open.problem ?? unread } });
    }
    set({
      open: filled(
        { ...open, problem: open.problem === unread ? null : open.problem },
        answer.value,
      ),
    });
    unread = null;
  }

  function setOpen(open: OpenForm | null): void {
    set(({ rows }) => ({ open, rows: listed(rows, open) }));
  }

  async function send(): Promise<void> {
    const { open, rows } = store.getState();
    const at = place;
    if (open === null || open.form === null || at === null) return;
    const { kind, key, values } = open;
    const draft = { place: at, key, kind, values };
    const row: AdditionView = { key, kind, values, ...onItsWay, at: Date.now() };
    sending.set(key, { at, row });
    set({ open: null, rows: [...rows.filter((one) => one.key !== key), row] });
    await keeper.rest(key);
    const answer = await ask(client, 'additions.add', { pass, ...draft });
    sending.delete(key);
    if (answer.ok) {
      const kept = answer.value.rows.find((one) => one.key === key);
      if (kept?.state !== 'draft') keeper.forget(key);
      settle(at, answer.value);
      return;
    }
    // Nothing is known of what became of it but what the background's own rows say.
    keeper.keep(draft);
    if (!isHere(at)) return;
    if (answer.problem.code !== 'screen.unreachable' && store.getState().open === null)
      return setOpen({ ...open, problem: answer.problem });
    void renew();
  }

  /** What an action led to. Questions that were asked before it are out of date. */
  function settle(at: Place, view: AdditionsView): void {
    if (!isHere(at)) return;
    take(++turns, view);
    void renew();
  }

  async function change(name: 'additions.look' | 'additions.drop', key: string): Promise<void> {
    const at = place;
    if (at === null) return;
    const answer = await ask(client, name, { place: at, key });
    if (answer.ok) settle(at, answer.value);
  }

  return {
    store,
    start() {
      const stop = client.listen(({ topic, subject }) => {
        if (topic !== 'profile' && topic !== 'setup') return;
        if (subject === null || subject === `${place?.type}/${place?.id}`) void renew();
      });
      const look = (): void => {
        const state = profile.store.getState();
        follow(state.place ?? null, shownCustomer(state.profile));
      };
      const unfollow = profile.store.subscribe(look);
      look();
      return () => {
        clearTimeout(retry);
        stop();
        unfollow();
      };
    },
    begin(kind) {
      const { open, kinds } = store.getState();
      if (open?.kind === kind || (known && !kinds.includes(kind))) return;
      // What was begun and closed, here or elsewhere, goes on where it was left.
      wanted = kind;
      void renew();
    },
    resume(key) {
      const row = store.getState().rows.find((one) => one.key === key);
      if (row?.state === 'draft') show(row.kind, row, true);
    },
    close() {
      const { open } = store.getState();
      wanted = null;
      if (open !== null) closed.add(open.key);
      setOpen(null);
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
    ...createHandLinking({ client, pass, set, here: () => place, linked: profile.reread }),
  };
}

const onItsWay = { state: 'adding', problem: null, id: null, knownBy: null } as const;
