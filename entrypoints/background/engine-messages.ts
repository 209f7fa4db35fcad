/** Messages that the engine answers. Their listeners must be there before it is. */
import type { EngineHandlers } from '../../sync/engine/handlers';
import { engineMessages } from '../../sync/engine/message-names';
import type { SenderFacts } from '../../sync/engine/sender';
import type { Engine } from './engine-door';

/** A handler a message, each of which passes it on. Rejects only where the engine cannot be loaded. */
export function engineHandlers(engine: () => Promise<Engine>): EngineHandlers {
  const passOn =
    (name: keyof EngineHandlers) =>
    async (data: unknown, sender: SenderFacts): Promise<unknown> => {
      const { handlers } = await engine();
      // A name's data and answer belong together; over the union of names the types cannot say so.
      const handler = handlers[name] as (data: unknown, sender: SenderFacts) => Promise<unknown>;
      return handler(data, sender);
    };
  const passing = engineMessages.map((name) => [name, passOn(name)]);
  return Object.fromEntries(passing) as EngineHandlers;
}
