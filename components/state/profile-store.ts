/** The sidebar's state: where the agent is, and who is there. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer } from '../../sync/protocol';
import type { Place, Problem } from '../../sync/types';
import type { ProfileView } from '../../sync/protocol/profile';
import type { FrameLook, Seat } from '../../sync/protocol/host';
import { ask, type Client } from './client';
import { samePlace } from '../../sync/types/place';

interface ProfileState {
  /** Undefined until first told; null on pages that are of no interest. */
  readonly place: Place | null | undefined;
  /** Always of `place`; null while it is asked for. */
  readonly profile: ProfileView | null;
  /** Why there is no profile, or why the last question went unanswered. */
  readonly problem: Problem | null;
}

export interface ProfileStore {
  readonly store: StoreApi<ProfileState>;
  /** Asks where it is, and follows from then on. Best before anything is drawn. */
  start(): () => void;
  refresh(): void;
  /** The page itself says where it is, sooner than the background can. */
  moved(place: Place | null): void;
  /** Shows what the background has by now, without asking Zoho. */
  reread(): void;
  choose(module: 'Contacts' | 'Leads', id: string): void;
  forgetChoice(): void;
  resize(look: FrameLook): void;
  /** The keyboard goes back to the page. */
  leave(): void;
  openBoard(): void;
  openOptions(): void;
}

/**
 * ms. How long the last customer may stay while the next one is fetched, so that content is
 * swapped in one paint and never blinks. Too short to be read or acted on.
 */
const holdMs = 60;

/** ms. Two frames: what stood ready is on the screen by then. */
const paintMs = 32;

/**
 * ms. A refresh that has not ended by then is asked after again: browsers stop a background that
 * only waits for the network, and nobody tells of the end of what was stopped. The question begins
 * the refresh anew where it was lost, and keeps the background awake where it was not.
 */
const watchMs = 4000;

/** Who is shown, as text that differs where they do. */
export function shownCustomer(profile: ProfileView | null): string {
  const result = profile?.result;
  return result?.state === 'found'
    ? `${result.customer.module}/${result.customer.id}`
    : (result?.state ?? '');
}

/**
 * `seat` is how the background knows whose place to tell. `cached` finds what may be shown before
 * the background answers; null where there is nothing.
 */
export function createProfileStore(
  client: Client,
  seat: Seat,
  cached: (place: Place) => Promise<ProfileView | null> = async () => null,
): ProfileStore {
  const pass = 'pass' in seat ? seat.pass : null;
  const store = createStore<ProfileState>(() => ({
    place: undefined,
    profile: null,
    problem: null,
  }));
  /** The place asked about last. It is ahead of the shown one until its answer is here. */
  let current: Place | null | undefined;
  /** The page's own word, which is newer than any of the background's. */
  let told: Place | null | undefined;
  /** The background has told this seat a place: it is not a frame that somebody else has made. */
  let served = false;
  /** What may be shown there, looked for while the background is still asked. */
  let ahead: { readonly place: Place; readonly view: Promise<ProfileView | null> } | null = null;
  let hold: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let placeTurn = 0;
  let profileTurn = 0;
  let shownTurn = 0;

  function show(place: Place, turn: number, answer: Answer<ProfileView>): void {
    // An answer for another place, or an older one than what is shown, is dropped.
    if (!samePlace(place, current) || turn < shownTurn) return;
    if (answer.ok && !samePlace(answer.value.place, place)) return;
    shownTurn = turn;
    clearTimeout(hold);
    clearTimeout(watch);
    if (answer.ok && answer.value.refreshing)
      watch = setTimeout(() => void askProfile(false), watchMs);
    const shown = store.getState();
    const kept = samePlace(shown.place, place) ? shown.profile : null;
    store.setState({
      place,
      profile: answer.ok ? answer.value : kept,
      problem: answer.ok ? null : answer.problem,
    });
  }

  async function askProfile(refresh: boolean): Promise<void> {
    const place = current;
    if (place === null || place === undefined) return;
    const turn = ++profileTurn;
    show(place, turn, await ask(client, 'profile.get', { place, refresh }));
  }

  /** Then whatever a person has just done may be its end. */
  function isTroubled(): boolean {
    const { profile, problem } = store.getState();
    return problem !== null || profile?.problem != null || profile?.result.state === 'failed';
  }

  async function askPlace(): Promise<void> {
    const turn = ++placeTurn;
    const answer = await ask(client, 'place.get', seat);
    if (turn !== placeTurn) return;
    if (!answer.ok) {
      if (current === undefined) store.setState({ problem: answer.problem });
      return;
    }
    served ||= answer.value !== null;
    go(served && told !== undefined ? told : answer.value);
  }

  function go(place: Place | null): void {
    if (current !== undefined && samePlace(place, current)) return;
    current = place;
    clearTimeout(hold);
    if (place === null) {
      store.setState({ place, profile: null, problem: null });
      return;
    }
    const empty = (): void => store.setState({ place, profile: null, problem: null });
    if (store.getState().profile === null) empty();
    else hold = setTimeout(empty, holdMs);
    void follow(place);
  }

  function lookFor(place: Place): Promise<ProfileView | null> {
    const early = ahead;
    ahead = null;
    return early !== null && samePlace(early.place, place)
      ? early.view
      : cached(place).catch(() => null);
  }

  async function follow(place: Place): Promise<void> {
    const turn = ++profileTurn;
    const last = await lookFor(place);
    if (last !== null && turn === profileTurn) {
      // How it stands now the background will say, which has the processor to itself by then.
      show(place, turn, { ok: true, value: { ...last, refreshing: false } });
      await new Promise((resolve) => setTimeout(resolve, paintMs));
    }
    // Asks Zoho only for what is not fresh: tickets are gone back to all day.
    if (samePlace(place, current)) await askProfile(false);
  }

  async function choosing(answer: Promise<Answer<ProfileView>>): Promise<void> {
    const place = current;
    const turn = ++profileTurn;
    const view = await answer;
    if (place !== null && place !== undefined) show(place, turn, view);
  }

  function withPlace(act: (place: Place) => void): void {
    if (current !== null && current !== undefined) act(current);
  }

  return {
    store,
    start() {
      const stop = client.listen(({ topic, subject }) => {
        if (topic === 'place' && (subject === null || subject === (pass ?? 'panel')))
          void askPlace();
        else if (topic === 'setup' && subject === null) void askProfile(isTroubled());
        else if (topic === 'profile')
          withPlace((place) => {
            if (subject === null || subject === `${place.type}/${place.id}`) void askProfile(false);
          });
      });
      void askPlace();
      return () => {
        clearTimeout(hold);
        clearTimeout(watch);
        stop();
      };
    },
    refresh() {
      const shown = store.getState();
      if (shown.profile !== null)
        store.setState({ profile: { ...shown.profile, refreshing: true } });
      if (current === undefined) void askPlace();
      else void askProfile(true);
    },
    moved(place) {
      told = place;
      // Until then it only counts for the answer that is on its way.
      if (served) go(place);
      else if (place !== null) ahead = { place, view: lookFor(place) };
    },
    reread: () => void askProfile(false),
    choose: (module, id) =>
      withPlace((place) => void choosing(ask(client, 'profile.choose', { place, module, id }))),
    forgetChoice: () =>
      withPlace((place) => void choosing(ask(client, 'profile.forgetChoice', { place }))),
    resize(look) {
      if (pass !== null) void ask(client, 'host.resize', { pass, ...look });
    },
    leave() {
      if (pass !== null) void ask(client, 'host.leave', { pass });
    },
    openBoard: () => void ask(client, 'board.open', { pass: pass ?? '' }),
    openOptions: () => void ask(client, 'options.open', undefined),
  };
}
