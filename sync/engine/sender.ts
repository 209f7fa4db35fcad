/** Who sent a message, as the browser itself says; nothing of it is taken from the message. */
import type { Problem } from '../types';
import type { SenderFacts } from './queries';

export type { SenderFacts } from './queries';

/** A page of the extension that no other page frames. */
export function isShownUnframed({ isExtensionPage, frameId }: SenderFacts): boolean {
  return isExtensionPage && (frameId === null || frameId === 0);
}

/** Says nothing about why: whoever sees it should not have asked. */
export const refusedProblem: Problem = {
  code: 'message.refused',
  kind: 'defect',
  message: "This page may not ask for that. Open it from Tandem's own page.",
};

/** Seen by people only when a page outlived an update of the extension. */
export const malformedProblem: Problem = {
  code: 'message.malformed',
  kind: 'defect',
  message: "Tandem's pages and its background do not fit together. Reload the page.",
};
