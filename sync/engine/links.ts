/** Links from beside a ticket: searching CRM by hand, and what a person says belongs together. */
import type { Answer } from '../protocol';
import type { Place } from '../types';
import type { ProfileView } from '../protocol/profile';
import type { LinkCandidate, LinkMessages } from '../protocol/links';
import type { Allowed } from '../core/permissions';
import { ofScreens, problemOf, SyncError } from '../core/problem';
import { subjectOf, type Access } from './access';
import { candidateOf } from './candidates';
import type { HandLinks } from './hand-links';
import type { Log } from './ports';
import type { Profiles } from './profile';
import type { CrmReader, DeskReader } from './profile-ports';
import type { PlaceBoard } from './seats';
import { isShownUnframed, malformedProblem, refusedProblem, type SenderFacts } from './sender';

export interface LinkPorts {
  readonly crm: Pick<CrmReader, 'found'>;
  readonly desk: Pick<DeskReader, 'ticket'>;
  readonly profiles: Pick<Profiles, 'choose' | 'anew'>;
  readonly hand: HandLinks;
  readonly log: Log;
  allowed(): Promise<Allowed>;
}

export interface Links {
  search(place: Place, text: string): Promise<readonly LinkCandidate[]>;
  link(place: Place, module: LinkCandidate['module'], id: string): Promise<ProfileView>;
  unlink(place: Place): Promise<ProfileView>;
}

/** Searching, linking and unlinking over these ports. */
export function createLinks(ports: LinkPorts): Links {
  const { crm, desk, profiles, hand } = ports;

  async function subject(
    place: Place,
  ): Promise<{ readonly of: 'contact' | 'account'; readonly access: Access }> {
    const found = subjectOf(place, await ports.allowed());
    if (found === null) throw new SyncError(refusedProblem);
    return found;
  }

  /** The Desk record that a link of this place would be of; null where there is none. */
  async function deskId(place: Place, of: 'contact' | 'account'): Promise<string | null> {
    if (place.type === of) return place.id;
    if (place.type !== 'ticket') return null;
    const ticket = await desk.ticket(place.id);
    return (of === 'contact' ? ticket?.contactId : ticket?.accountId) ?? null;
  }

  return {
    async search(place, text) {
      const { of, access } = await subject(place);
      const modules = of === 'account' ? (['Accounts'] as const) : (['Contacts', 'Leads'] as const);
      const found = await Promise.all(modules.map((module) => crm.found(module, text)));
      return found.flat().map((record) => candidateOf(record, access));
    },

    async link(place, module, id) {
      const { of } = await subject(place);
      if ((of === 'account') !== (module === 'Accounts')) throw new SyncError(malformedProblem);
      // The sync knows no leads: those are this agent's choice, as is everything where it does not run.
      if (module !== 'Leads' && (await hand.isSynced(of))) {
        const record = await deskId(place, of);
        if (record === null) throw new SyncError(nobodyProblem);
        await hand.link(of, record, id);
        return profiles.anew(place);
      }
      if (module === 'Accounts') throw new SyncError(onlyOwner);
      return profiles.choose(place, module, id);
    },

    async unlink(place) {
      const { of } = await subject(place);
      const record = await deskId(place, of);
      if (record === null || !(await hand.unlink(of, record))) throw new SyncError(notLinked);
      return profiles.anew(place);
    },
  };
}

/** One handler a message; none of them ever rejects. */
export type LinkHandlers = {
  readonly [Name in keyof LinkMessages]: (
    data: Parameters<LinkMessages[Name]>[0],
    sender: SenderFacts,
  ) => Promise<ReturnType<LinkMessages[Name]>>;
};

/** Characters of a search: nobody types more. */
const longestSearch = 200;

/** The handlers: a framed page links what its own tab shows and nothing else. */
export function createLinkHandlers(
  links: Links,
  { board, log }: { readonly board: Pick<PlaceBoard, 'get'>; readonly log: Log },
): LinkHandlers {
  async function answer<T>(
    { isExtensionPage }: SenderFacts,
    isShaped: boolean,
    task: () => Promise<T>,
  ): Promise<Answer<T>> {
    try {
      if (!isExtensionPage) throw new SyncError(refusedProblem);
      if (!isShaped) throw new SyncError(malformedProblem);
      return { ok: true, value: await task() };
    } catch (thrown) {
      const problem = problemOf(thrown);
      log.warn('message.failed', { code: problem.code, rank: 'links' });
      return { ok: false, problem };
    }
  }

  async function check(place: Place, pass: string, sender: SenderFacts): Promise<void> {
    if (isShownUnframed(sender)) return;
    const shown = sender.tabId === null ? null : await board.get(sender.tabId, pass);
    if (shown?.type !== place.type || shown.id !== place.id) throw new SyncError(refusedProblem);
  }

  return {
    'links.search': (data, sender) =>
      answer(sender, isPlace(data?.place) && isText(data.text, longestSearch), () =>
        links.search(data.place, data.text),
      ),
    'links.link': (data, sender) =>
      answer(
        sender,
        isPlace(data?.place) && isText(data.pass, 100) && isModule(data.module) && isId(data.id),
        async () => {
          await check(data.place, data.pass, sender);
          return links.link(data.place, data.module, data.id);
        },
      ),
    'links.unlink': (data, sender) =>
      answer(sender, isPlace(data?.place) && isText(data.pass, 100), async () => {
        await check(data.place, data.pass, sender);
        return links.unlink(data.place);
      }),
  };
}

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most;

const isId = (value: unknown): boolean => typeof value === 'string' && /^\d{8,20}$/.test(value);

const isModule = (value: unknown): boolean =>
  value === 'Contacts' || value === 'Leads' || value === 'Accounts';

const isPlace = (value: Place | null | undefined): boolean =>
  (value?.type === 'ticket' || value?.type === 'contact' || value?.type === 'account') &&
  isId(value.id);

const nobodyProblem = ofScreens('link.nobody', 'configuration');

const onlyOwner = ofScreens('link.onlyOwner', 'configuration');

const notLinked = ofScreens('link.none', 'conflict');
