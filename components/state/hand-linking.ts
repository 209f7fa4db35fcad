/** Finds a record of CRM by hand, and links or unlinks it. */
import type { Answer } from '../../sync/protocol';
import type { Place } from '../../sync/types';
import type { LinkCandidate } from '../../sync/protocol/links';
import type { AdditionsState } from './additions-store';
import { ask, type Client } from './client';

interface HandLinkingNeeds {
  readonly client: Client;
  /** Names the frame to the background. */
  readonly pass: string;
  readonly set: (part: Partial<AdditionsState>) => void;
  /** Where the agent is now. */
  here(): Place | null;
  /** A link was made or cut. */
  linked(): void;
}

export interface HandLinking {
  search(text: string): void;
  link(candidate: LinkCandidate): void;
  unlink(): void;
}

/** Answers for another place, and older ones of a search, are dropped. */
export function createHandLinking({
  client,
  pass,
  set,
  here,
  linked,
}: HandLinkingNeeds): HandLinking {
  const isHere = (at: Place): boolean => {
    const now = here();
    return now?.type === at.type && now.id === at.id;
  };

  let searches = 0;
  async function search(text: string): Promise<void> {
    const at = here();
    const turn = ++searches;
    if (at === null || text.trim().length < 2) return set({ found: null, problem: null });
    const answer = await ask(client, 'links.search', { place: at, text });
    if (!isHere(at) || turn !== searches) return;
    set(answer.ok ? { found: answer.value, problem: null } : { problem: answer.problem });
  }

  async function linking(asked: (at: Place) => Promise<Answer<unknown>>): Promise<void> {
    const at = here();
    if (at === null) return;
    set({ busy: true, problem: null });
    const answer = await asked(at);
    if (!isHere(at)) return;
    set({
      busy: false,
      problem: answer.ok ? null : answer.problem,
      ...(answer.ok ? { found: null } : {}),
    });
    if (answer.ok) linked();
  }

  return {
    search: (text) => void search(text),
    link: ({ module, id }) =>
      void linking((at) => ask(client, 'links.link', { pass, place: at, module, id })),
    unlink: () => void linking((at) => ask(client, 'links.unlink', { pass, place: at })),
  };
}
