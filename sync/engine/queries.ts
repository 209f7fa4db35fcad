/**
 * Every message of `protocol.ts` and what answers it, free of any transport. Who may send what is
 * decided here and nowhere else: the host page's renderer is not trusted to say more than where
 * it is (T2), and nothing that changes the integration is taken from a frame inside a page,
 * where somebody else decides what a click lands on (T5).
 */
import type {
  Answer,
  DataCentre,
  HostMessages,
  PageMessages,
  Place,
  SetupStep,
  StatusView,
  Topic,
} from '../protocol';
import type { PermissionsMessages } from '../protocol/permissions';
import type { Problem, Side, TabName } from '../types';
import { parsePlace, slugsOf } from '../core/place';
import { problemOf, SyncError } from '../core/problem';
import type { Connect } from './connect';
import type { Log } from './ports';
import type { Permissions } from './permissions';
import type { Profiles } from './profile';
import { malformedProblem, refusedProblem } from './sender';

/** What the browser itself says about a sender; nothing of it is taken from the message. */
export interface SenderFacts {
  /** Null for a page that is in no tab, such as the browser's own side panel. */
  readonly tabId: number | null;
  /** 0 for a top frame; null where the page is in no tab. */
  readonly frameId: number | null;
  /** The sender's origin is the extension's; otherwise it is a content script. */
  readonly isExtensionPage: boolean;
}

/** The place each tab shows. Outlives the worker and dies with the browser. */
export interface PlaceBoard {
  set(tabId: number, pass: string, address: string, place: Place | null): Promise<void>;
  /** Null for a pass that is not the one this tab's content script gave. */
  get(tabId: number, pass: string): Promise<Place | null>;
}

/** Everything the screens can reach. */
export interface Services {
  readonly connect: Connect;
  readonly profiles: Profiles;
  readonly permissions: Permissions;
  readonly status: { get(): Promise<StatusView> };
  readonly sync: {
    now(): Promise<void>;
    pause(): Promise<void>;
    resume(): Promise<void>;
    /** False when another plan is held by now. */
    confirm(hash: string): Promise<boolean>;
  };
  readonly board: PlaceBoard;
  /** How the person at this browser likes the screens. */
  readonly preferences: { get(): Promise<string | null>; set(text: string): Promise<void> };
  readonly notifier: { changed(topic: Topic, subject?: string): void };
  readonly log: Log;
  openOptions(): Promise<void>;
  /** Tells the content script of a tab how wide the frame wants to be. */
  resizeFrame(tabId: number, width: number): Promise<void>;
}

type Messages = PageMessages & PermissionsMessages & HostMessages;

/** One handler a message; none of them ever rejects. */
export type Handlers = {
  readonly [Name in keyof Messages]: (
    data: Parameters<Messages[Name]>[0],
    sender: SenderFacts,
  ) => Promise<ReturnType<Messages[Name]>>;
};

/** `page`: any page of ours. `tab`: one that is not framed. `host`: the content script of a top frame. */
type Rank = 'page' | 'tab' | 'host';

/** px. The narrowest is the rail. */
const widths = { least: 40, most: 640 } as const;
/** Tabs whose last address is remembered, to leave repeated messages without effect. */
const mostTabs = 200;

/** The handlers over these services; the transport only passes data and sender on. */
export function createHandlers(services: Services): Handlers {
  const { connect, profiles, permissions, board, notifier, log } = services;
  const lastPlaces = new Map<number, string>();

  /** A handler for senders of a rank, from a task that may throw and data that may have any shape. */
  function take<D, T>(
    rank: Rank,
    isShaped: (data: D) => boolean,
    task: (data: D, sender: SenderFacts) => Promise<T>,
  ): (data: D, sender: SenderFacts) => Promise<Answer<T>> {
    return async (data, sender) => {
      try {
        if (!ranks[rank](sender)) throw new SyncError(refusedProblem);
        if (!isShaped(data)) throw new SyncError(malformedProblem);
        return { ok: true, value: await task(data, sender) };
      } catch (thrown) {
        const problem = problemOf(thrown);
        log.warn('message.failed', { code: problem.code, rank });
        return { ok: false, problem };
      }
    };
  }

  /** A host page may send as often as it likes; only a new address costs anything. */
  async function hostPlace(
    { address, pass, tabs }: Parameters<HostMessages['host.place']>[0],
    { tabId }: SenderFacts,
  ): Promise<{ readonly show: boolean }> {
    const place = parsePlace(address, slugsOf(tabs));
    const told = JSON.stringify([pass, address, place]);
    if (tabId !== null && lastPlaces.get(tabId) !== told) {
      if (lastPlaces.size >= mostTabs) lastPlaces.clear();
      lastPlaces.set(tabId, told);
      // Begun before anything is awaited: of two addresses the later one stays.
      await board.set(tabId, pass, address, place).catch((thrown: unknown) => {
        lastPlaces.delete(tabId);
        throw thrown;
      });
      notifier.changed('place', pass);
    }
    return { show: place !== null && (await services.permissions.mayShow()) };
  }

  return {
    'setup.get': take('page', always, () => connect.view()),
    'setup.saveClient': take(
      'tab',
      (data) =>
        isText(data?.clientId) &&
        isText(data.clientSecret) &&
        isOneOf(dataCentres, data.dataCentre),
      (data) => connect.saveClient(data),
    ),
    'setup.signIn': take(
      'tab',
      (data) => isOneOf(sides, data?.side),
      ({ side }) => connect.signIn(side),
    ),
    'setup.chooseDesk': take(
      'tab',
      (data) => isText(data?.organisationId),
      ({ organisationId }) => connect.chooseDesk(organisationId),
    ),
    'setup.goTo': take(
      'tab',
      (data) => isOneOf(steps, data?.step),
      ({ step }) => connect.goTo(step),
    ),
    'setup.authorize': take(
      'tab',
      (data) => typeof data?.displayOnly === 'boolean',
      (data) => connect.authorize(data),
    ),
    'setup.start': take('tab', always, () => connect.start()),
    'status.get': take('page', always, () => services.status.get()),
    'sync.now': take('tab', always, () => done(services.sync.now())),
    'sync.pause': take('tab', always, () => done(services.sync.pause())),
    'sync.resume': take('tab', always, () => done(services.sync.resume())),
    'sync.confirm': take(
      'tab',
      (data) => isText(data?.hash),
      async ({ hash }) => {
        if (!(await services.sync.confirm(hash))) throw new SyncError(heldChangedProblem);
        return null;
      },
    ),
    'integration.delete': take('tab', always, () => done(connect.disconnect())),
    'place.get': take(
      'page',
      (data) => isText(data?.pass),
      async ({ pass }, { tabId }) => (tabId === null ? null : board.get(tabId, pass)),
    ),
    'profile.get': take(
      'page',
      (data) => isPlace(data?.place) && typeof data.refresh === 'boolean',
      ({ place, refresh }) => profiles.get(place, refresh),
    ),
    'profile.choose': take(
      'page',
      (data) => isPlace(data?.place) && isOneOf(personModules, data.module) && isId(data.id),
      ({ place, module, id }) => profiles.choose(place, module, id),
    ),
    'profile.forgetChoice': take(
      'page',
      (data) => isPlace(data?.place),
      ({ place }) => profiles.forgetChoice(place),
    ),
    'permissions.get': take('tab', always, () => permissions.view()),
    'permissions.save': take(
      'tab',
      (data) => permissions.isConfig(data?.config),
      ({ config }) => permissions.save(config),
    ),
    'view.get': take('page', always, () => services.preferences.get()),
    'view.save': take(
      'page',
      (data) => isText(data?.view),
      ({ view }) => done(services.preferences.set(view)),
    ),
    'options.open': take('page', always, () => done(services.openOptions())),
    'host.resize': take(
      'page',
      (data) => isText(data?.pass) && Number.isFinite(data.width),
      async ({ pass, width }, { tabId }) => {
        if (tabId === null || (await board.get(tabId, pass)) === null)
          throw new SyncError(refusedProblem);
        const fitting = Math.min(widths.most, Math.max(widths.least, Math.round(width)));
        return done(services.resizeFrame(tabId, fitting));
      },
    ),
    'host.place': take(
      'host',
      (data) => isText(data?.address) && isText(data.pass) && isTabs(data.tabs),
      hostPlace,
    ),
  };
}

const ranks: Readonly<Record<Rank, (sender: SenderFacts) => boolean>> = {
  page: ({ isExtensionPage }) => isExtensionPage,
  tab: ({ isExtensionPage, frameId }) => isExtensionPage && (frameId === null || frameId === 0),
  host: ({ isExtensionPage, tabId, frameId }) =>
    !isExtensionPage && tabId !== null && frameId === 0,
};

const heldChangedProblem: Problem = {
  code: 'held.changed',
  kind: 'conflict',
  message: 'The plan has changed since it was shown. Look at it again before you confirm.',
};

const sides: readonly Side[] = ['desk', 'crm'];
const dataCentres: readonly DataCentre[] = [
  'us',
  'eu',
  'in',
  'au',
  'jp',
  'cn',
  'ca',
  'sa',
  'uk',
  'ae',
  'sg',
];
const steps: readonly SetupStep[] = [
  'client',
  'connect',
  'company',
  'preferences',
  'mapping',
  'preview',
  'done',
];
const personModules = ['Contacts', 'Leads'] as const;
const placeTypes: readonly Place['type'][] = ['ticket', 'contact', 'account'];

/** Characters. Nothing that a message carries is longer, an address of Desk included. */
const longestText = 8192;

const always = (): boolean => true;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= longestText;

/** As `parsePlace` lets them through. */
const isId = (value: unknown): boolean => typeof value === 'string' && /^\d{8,20}$/.test(value);

const isPlace = (value: Place | null | undefined): boolean =>
  isOneOf(placeTypes, value?.type) && isId(value?.id);

/** More than there are modules, for a menu may show one twice. */
const mostTabNames = 12;

const isTabs = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= mostTabNames &&
  value.every(
    (tab: Partial<TabName> | null) =>
      isOneOf(placeTypes, tab?.type) && isText(tab?.slug) && tab.slug !== '',
  );

function isOneOf<T>(values: readonly T[], value: T | undefined): boolean {
  return value !== undefined && values.includes(value);
}

async function done(task: Promise<void>): Promise<null> {
  await task;
  return null;
}
