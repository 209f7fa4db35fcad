import { expect, it } from 'vitest';
import { createAccessHandlers } from '../../../sync/engine/access-handlers';
import type { SenderFacts } from '../../../sync/engine/sender';
import { silent } from './small-fakes';

// Whoever is refused reaches none of it.
const handlers = createAccessHandlers({ connect: {} as never, log: silent });
type Any = (data: unknown, sender: SenderFacts) => Promise<unknown>;

const strangers: readonly SenderFacts[] = [
  { tabId: 7, frameId: 0, isExtensionPage: false },
  { tabId: null, frameId: null, isExtensionPage: false },
  { tabId: 7, frameId: 3, isExtensionPage: true },
];

it.each(Object.keys(handlers) as (keyof typeof handlers)[])(
  '%s is asked by an unframed page of ours only',
  async (name) => {
    for (const sender of strangers)
      expect(await (handlers[name] as unknown as Any)({}, sender)).toMatchObject({
        ok: false,
        problem: { code: 'message.refused' },
      });
  },
);
