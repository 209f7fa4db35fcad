/** Messages that a script answers which is loaded later. Their listeners must be there before it is. */
import type { SenderFacts } from '../../sync/engine/sender';

/** A handler a name, each of which passes it on. Rejects only where the script cannot be loaded. */
export function passOn<Handlers extends object>(
  names: readonly (keyof Handlers)[],
  load: () => Promise<Handlers>,
): Handlers {
  const passing = names.map((name) => [
    name,
    async (data: unknown, sender: SenderFacts): Promise<unknown> => {
      const handlers = await load();
      // A name's data and answer belong together; over the union of names the types cannot say so.
      const handler = handlers[name] as (data: unknown, sender: SenderFacts) => Promise<unknown>;
      return handler(data, sender);
    },
  ]);
  return Object.fromEntries(passing) as Handlers;
}
