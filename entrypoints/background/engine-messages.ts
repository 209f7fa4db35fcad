/** Messages that the engine answers. Their listeners must be there before it is. */
import type { EngineHandlers } from '../../sync/engine/handlers';
import type { SenderFacts } from '../../sync/engine/sender';
import type { Engine } from './engine-door';

const names: Readonly<Record<keyof EngineHandlers, true>> = {
  'access.approve': true,
  'access.cancel': true,
  'access.checkCode': true,
  'access.closeApproval': true,
  'access.code': true,
  'access.decline': true,
  'access.follow': true,
  'access.paste': true,
  'access.reply': true,
  'access.request': true,
  'access.sent': true,
  'access.settleForeign': true,
  'access.withoutCrm': true,
  'additions.add': true,
  'additions.drop': true,
  'additions.form': true,
  'additions.get': true,
  'additions.keep': true,
  'additions.look': true,
  'agents.get': true,
  'agents.save': true,
  'board.get': true,
  'configuration.examine': true,
  'configuration.export': true,
  'configuration.take': true,
  'conflicts.csv': true,
  'conflicts.decide': true,
  'conflicts.dismiss': true,
  'conflicts.get': true,
  'conflicts.rows': true,
  'credits.get': true,
  'credits.save': true,
  'failures.csv': true,
  'failures.get': true,
  'failures.retry': true,
  'failures.rows': true,
  'held.dismiss': true,
  'held.rows': true,
  'history.changes': true,
  'history.csv': true,
  'history.days': true,
  'history.rows': true,
  'host.types': true,
  'integration.delete': true,
  'links.link': true,
  'links.search': true,
  'links.unlink': true,
  'mapping.check': true,
  'mapping.get': true,
  'mapping.sample': true,
  'mapping.save': true,
  'options.open': true,
  'permissions.get': true,
  'permissions.save': true,
  'permissions.viewAs': true,
  'preferences.choices': true,
  'preferences.get': true,
  'preferences.save': true,
  'preview.apply': true,
  'preview.csv': true,
  'preview.dismiss': true,
  'preview.get': true,
  'preview.make': true,
  'preview.rows': true,
  'preview.sum': true,
  'profile.choose': true,
  'profile.forgetChoice': true,
  'profile.get': true,
  'publication.get': true,
  'publication.publish': true,
  'references.create': true,
  'references.get': true,
  'setup.authorize': true,
  'setup.chooseDesk': true,
  'setup.get': true,
  'setup.goTo': true,
  'setup.saveClient': true,
  'setup.signIn': true,
  'setup.start': true,
  'status.get': true,
  'sync.confirm': true,
  'sync.now': true,
  'sync.pause': true,
  'sync.resume': true,
};

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
  const passing = Object.keys(names).map((name) => [name, passOn(name as keyof EngineHandlers)]);
  return Object.fromEntries(passing) as EngineHandlers;
}
