/** Who may add, and in which shape: any page of ours, a framed one only where it knows its pass. */
import type { Answer } from '../protocol';
import type { Place } from '../types';
import type { AdditionDraft, AdditionMessages } from '../protocol/additions';
import { additionKinds } from '../types';
import { problemOf, SyncError } from '../core/problem';
import type { Additions } from './additions';
import type { Log } from './ports';
import type { PlaceBoard } from './seats';
import { isShownUnframed, malformedProblem, refusedProblem, type SenderFacts } from './sender';

export interface AdditionServices {
  readonly additions: Additions;
  readonly board: Pick<PlaceBoard, 'get'>;
  readonly log: Log;
}

/** One handler a message; none of them ever rejects. */
export type AdditionHandlers = {
  readonly [Name in keyof AdditionMessages]: (
    data: Parameters<AdditionMessages[Name]>[0],
    sender: SenderFacts,
  ) => Promise<ReturnType<AdditionMessages[Name]>>;
};

/** Fields of one form, and characters of one value. */
const mostFields = 200;
const longestValue = 66_000;

/** The handlers over these services. */
export function createAdditionHandlers({
  additions,
  board,
  log,
}: AdditionServices): AdditionHandlers {
  function take<D, T>(
    isShaped: (data: D) => boolean,
    task: (data: D, sender: SenderFacts) => Promise<T>,
  ): (data: D, sender: SenderFacts) => Promise<Answer<T>> {
    return async (data, sender) => {
      try {
        if (!sender.isExtensionPage) throw new SyncError(refusedProblem);
        if (!isShaped(data)) throw new SyncError(malformedProblem);
        return { ok: true, value: await task(data, sender) };
      } catch (thrown) {
        const problem = problemOf(thrown);
        log.warn('message.failed', { code: problem.code, rank: 'additions' });
        return { ok: false, problem };
      }
    };
  }

  /** A frame adds to the ticket that its own tab shows and to no other. */
  async function mayAdd(place: Place, pass: string, sender: SenderFacts): Promise<boolean> {
    if (isShownUnframed(sender)) return true;
    const shown = sender.tabId === null ? null : await board.get(sender.tabId, pass);
    return shown?.type === place.type && shown.id === place.id;
  }

  return {
    'additions.get': take(
      (data) => isPlace(data?.place),
      ({ place }) => additions.view(place),
    ),
    'additions.form': take(
      (data) => isPlace(data?.place) && isKind(data.kind),
      ({ place, kind }) => additions.form(place, kind),
    ),
    'additions.keep': take(
      (data) => isDraft(data),
      (draft) => additions.keep(draft),
    ),
    'additions.add': take(
      (data) => isDraft(data) && typeof data.pass === 'string' && data.pass.length <= 100,
      async ({ pass, ...draft }, sender) => {
        if (!(await mayAdd(draft.place, pass, sender))) throw new SyncError(refusedProblem);
        return additions.add(draft);
      },
    ),
    'additions.look': take(
      (data) => isPlace(data?.place) && isKey(data.key),
      ({ place, key }) => additions.look(place, key),
    ),
    'additions.drop': take(
      (data) => isPlace(data?.place) && isKey(data.key),
      ({ place, key }) => additions.drop(place, key),
    ),
  };
}

const placeTypes: readonly unknown[] = ['ticket', 'contact', 'account'];

const isPlace = (value: Place | null | undefined): boolean =>
  placeTypes.includes(value?.type) && typeof value?.id === 'string' && /^\d{8,20}$/.test(value.id);

const isKey = (value: unknown): boolean => typeof value === 'string' && /^[\w-]{8,64}$/.test(value);

const isKind = (value: unknown): boolean => additionKinds.some((kind) => kind === value);

function isDraft(data: AdditionDraft | null | undefined): boolean {
  if (!isPlace(data?.place) || !isKey(data?.key) || !isKind(data?.kind)) return false;
  const { values } = data as AdditionDraft;
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return false;
  const entries = Object.entries(values);
  return (
    entries.length <= mostFields &&
    entries.every(
      ([name, text]) =>
        /^\w{1,100}$/.test(name) && typeof text === 'string' && text.length <= longestValue,
    )
  );
}
