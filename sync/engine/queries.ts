/**
 * Every message of `protocol.ts` and what answers it, free of any transport. Who may send what is
 * decided here and nowhere else: the host page's renderer is not trusted to say more than where
 * it is (T2), and nothing that changes the integration is taken from a frame inside a page,
 * where somebody else decides what a click lands on (T5).
 */
import type { Answer, PageMessages, SetupStep, StatusView } from '../protocol';
import type { PermissionsMessages } from '../protocol/permissions';
import { dataCentres, type Side } from '../types';
import { isPlace } from '../core/place';
import { heldChanged, problemOf, SyncError } from '../core/problem';
import type { Connect } from './connect';
import type { Log } from './ports';
import type { Permissions } from './permissions';
import type { Profiles } from './profile';
import { malformedProblem, refusedProblem, type SenderFacts } from './sender';

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
  readonly log: Log;
  openOptions(): Promise<void>;
}

type Messages = PageMessages & PermissionsMessages;

/** One handler a message; none of them ever rejects. */
export type Handlers = {
  readonly [Name in keyof Messages]: (
    data: Parameters<Messages[Name]>[0],
    sender: SenderFacts,
  ) => Promise<ReturnType<Messages[Name]>>;
};

/** `page`: any page of ours. `tab`: one that is not framed. */
type Rank = 'page' | 'tab';

/** The handlers over these services; the transport only passes data and sender on. */
export function createHandlers(services: Services): Handlers {
  const { connect, profiles, permissions, log } = services;

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
        if (!(await services.sync.confirm(hash))) throw new SyncError(heldChanged);
        return null;
      },
    ),
    'integration.delete': take('tab', always, () => done(connect.disconnect())),
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
    'permissions.people': take('tab', always, () => permissions.people()),
    'permissions.save': take(
      'tab',
      (data) => permissions.isConfig(data?.config),
      ({ config }) => permissions.save(config),
    ),
    'options.open': take('page', always, () => done(services.openOptions())),
  };
}

const ranks: Readonly<Record<Rank, (sender: SenderFacts) => boolean>> = {
  page: ({ isExtensionPage }) => isExtensionPage,
  tab: ({ isExtensionPage, frameId }) => isExtensionPage && (frameId === null || frameId === 0),
};

const sides: readonly Side[] = ['desk', 'crm'];
const steps: readonly SetupStep[] = [
  'client',
  'agent',
  'connect',
  'company',
  'preferences',
  'mapping',
  'preview',
  'products',
  'done',
];
const personModules = ['Contacts', 'Leads'] as const;

/** Characters. Nothing that a message carries is longer, an address of Desk included. */
const longestText = 8192;

const always = (): boolean => true;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= longestText;

/** As `parsePlace` lets them through. */
const isId = (value: unknown): boolean => typeof value === 'string' && /^\d{8,20}$/.test(value);

function isOneOf<T>(values: readonly T[], value: T | undefined): boolean {
  return value !== undefined && values.includes(value);
}

async function done(task: Promise<void>): Promise<null> {
  await task;
  return null;
}
