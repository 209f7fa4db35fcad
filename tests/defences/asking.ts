import { without, type Defence } from './defence';

/** Who is answered. */
export const senders: readonly Defence[] = [
  without(
    'a content script asks what pages of ours may ask',
    'sync/engine/queries.ts',
    'page: ({ isExtensionPage }) => isExtensionPage,',
    'page: () => true,',
    'unit/engine/queries',
  ),
  without(
    'a frame changes the integration',
    'sync/engine/queries.ts',
    'isExtensionPage && (frameId === null || frameId === 0),',
    'isExtensionPage && frameId !== -1,',
    'unit/engine/queries',
  ),
  without(
    'a page in a frame counts as shown by itself',
    'sync/engine/sender.ts',
    'return isExtensionPage && (frameId === null || frameId === 0);',
    'return isExtensionPage && frameId !== -1;',
    'unit/engine/seats',
  ),
  without(
    'whatever a sender says of itself is believed: another extension',
    'sync/browser/receive.ts',
    'sender.id === browser.runtime.id && address.startsWith(own)',
    'address.startsWith(own)',
    'unit/browser/receive',
  ),
  without(
    'a content script counts as a page of ours',
    'sync/browser/receive.ts',
    'sender.id === browser.runtime.id && address.startsWith(own)',
    'sender.id === browser.runtime.id',
    'unit/browser/receive',
  ),
  without(
    'a page that frames ours moves the sidebar without the pass',
    'sync/engine/seats.ts',
    'if (tabId === null || !(await board.knows(tabId, data.pass)))',
    'if (tabId === null)',
    'unit/engine/seats',
  ),
  without(
    'the place of a tab is told without its pass',
    'sync/browser/place-board.ts',
    'return entry?.pass === pass ? entry.place : null;',
    'return entry?.place ?? null;',
    'unit/browser/place-board',
  ),
  without(
    'any pass is known after the worker was stopped',
    'sync/browser/place-board.ts',
    '(await entryOf(tabId))?.pass === pass',
    '(await entryOf(tabId)) !== null',
    'unit/browser/place-board',
  ),
  without(
    'a frame asks for the place of a window',
    'sync/engine/seats.ts',
    'sender.isExtensionPage && (!isPanel || isShownUnframed(sender))',
    'sender.isExtensionPage',
    'unit/engine/seats',
  ),
  without(
    'a page of ours, or one in no tab, says where a tab is',
    'sync/engine/seats.ts',
    'answer(!isExtensionPage && tabId !== null, shaped,',
    'answer(true, shaped,',
    'unit/engine/seats',
  ),
  without(
    'a board is shown to any frame',
    'sync/engine/handshake.ts',
    'isPass(pass) && knows(tabId, pass)',
    'isPass(pass)',
    'unit/engine/handshake',
  ),
  without(
    'joining and access are asked for from a frame',
    'sync/engine/sender.ts',
    'if (!isShownUnframed(sender)) throw new SyncError(refusedProblem);',
    '',
    'unit/engine/access-handlers',
  ),
];

/** What they say. */
export const messages: readonly Defence[] = [
  without(
    'texts of any length are taken from messages',
    'sync/engine/queries.ts',
    "typeof value === 'string' && value.length <= longestText;",
    "typeof value === 'string' && longestText > 0;",
    'unit/engine/queries',
  ),
  without(
    'an id climbs out of its path',
    'sync/core/place.ts',
    'idShape.test(id)\n  );',
    'idShape !== null\n  );',
    'unit/engine/queries',
  ),
  without(
    'any host is a help desk',
    'sync/core/place.ts',
    'return zohoHost.test(url.hostname) || url.hostname === own ? url : null;',
    'return own !== "" ? url : null;',
    'unit/core/place',
  ),
  without(
    'an address without encryption is a help desk',
    'sync/core/place.ts',
    "if (url.protocol !== 'https:' || url.port !== '') return null;",
    '',
    'unit/core/place',
  ),
  without(
    "another page's errors come with their text",
    'sync/core/problem.ts',
    "message: 'Tandem met an error it did not expect. Nothing was lost; the next run tries again.',",
    'message: String(thrown),',
    'unit/engine/queries',
  ),
  without(
    'what another script of the worker throws is a defect',
    'sync/core/problem.ts',
    'thrown instanceof Error && mark in thrown',
    'Object(thrown).constructor === SyncError',
    'unit/core/problem',
  ),
  without(
    'a list is told of tickets that Desk did not return',
    'sync/engine/handshake.ts',
    'isAsked(data) ? null : malformedProblem',
    'data ? null : malformedProblem',
    'unit/engine/handshake',
  ),
];
