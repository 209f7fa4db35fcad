/** Who sent a message, as the browser itself says; nothing of it is taken from the message. */
import type { Answer } from '../protocol';
import { ofScreens, problemOf, SyncError } from '../core/problem';
import type { Log } from './ports';

/** What the browser itself says about a sender; nothing of it is taken from the message. */
export interface SenderFacts {
  /** Null for a page that is in no tab, such as the browser's own side panel. */
  readonly tabId: number | null;
  /** 0 for a top frame; null where the page is in no tab. */
  readonly frameId: number | null;
  /** The sender's origin is the extension's; otherwise it is a content script. */
  readonly isExtensionPage: boolean;
  /** Host of the page that a content script runs in: it runs only where it was allowed to. */
  readonly host?: string | null | undefined;
}

/** A page of the extension that no other page frames. */
export function isShownUnframed({ isExtensionPage, frameId }: SenderFacts): boolean {
  return isExtensionPage && (frameId === null || frameId === 0);
}

/** Says nothing about why: whoever sees it should not have asked. */
export const refusedProblem = ofScreens('message.refused', 'defect');

/** Seen by people only when a page outlived an update of the extension. */
export const malformedProblem = ofScreens('message.malformed', 'defect');

/** One handler a message of `Messages`; none of them ever rejects. */
export type Taken<Messages> = {
  readonly [Name in keyof Messages]: Messages[Name] extends (data: infer D) => infer A
    ? (data: D, sender: SenderFacts) => Promise<A>
    : never;
};

/**
 * Handlers for messages of unframed pages only: inside somebody else's page a click may land on
 * what it was not meant for. `isShaped` judges data of any shape; `task` may throw.
 */
export function takeUnframed(log: Log) {
  return <D, T>(
    isShaped: (data: D) => boolean,
    task: (data: D) => Promise<T>,
  ): ((data: D, sender: SenderFacts) => Promise<Answer<T>>) =>
    async (data, sender) => {
      try {
        if (!isShownUnframed(sender)) throw new SyncError(refusedProblem);
        if (!isShaped(data)) throw new SyncError(malformedProblem);
        return { ok: true, value: await task(data) };
      } catch (thrown) {
        const problem = problemOf(thrown);
        log.warn('message.failed', { code: problem.code, rank: 'tab' });
        return { ok: false, problem };
      }
    };
}

/** Rows of one answer. */
const mostRows = 500;

/** Whether this names a part of a list that one answer can hold. */
export const isPart = ({
  offset,
  limit,
}: {
  readonly offset: number;
  readonly limit: number;
}): boolean =>
  Number.isInteger(offset) &&
  offset >= 0 &&
  Number.isInteger(limit) &&
  limit > 0 &&
  limit <= mostRows;
