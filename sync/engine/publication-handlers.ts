/** What the permissions page may ask. Taken from an unframed page of ours only. */
import type { Answer } from '../protocol';
import type { ConfigurationFileMessages } from '../protocol/configuration-file';
import type { PublicationMessages } from '../protocol/publication';
import { problemOf, SyncError } from '../core/problem';
import type { ConfigurationFiles } from './configuration-file';
import type { Permissions } from './permissions';
import type { Log } from './ports';
import type { Publication } from './publication';
import type { ViewAs } from './view-as';
import { isShownUnframed, malformedProblem, refusedProblem, type SenderFacts } from './sender';

type Messages = PublicationMessages & ConfigurationFileMessages;

/** One handler a message; none of them ever rejects. */
export type PublicationHandlers = {
  readonly [Name in keyof Messages]: (
    data: Parameters<Messages[Name]>[0],
    sender: SenderFacts,
  ) => Promise<ReturnType<Messages[Name]>>;
};

/** The handlers over these services. */
export function createPublicationHandlers({
  publication,
  permissions,
  viewAs,
  files,
  log,
}: {
  readonly publication: Publication;
  readonly permissions: Permissions;
  readonly viewAs: ViewAs;
  readonly files: ConfigurationFiles;
  readonly log: Log;
}): PublicationHandlers {
  async function answer<T>(
    sender: SenderFacts,
    isShaped: boolean,
    task: () => Promise<T>,
  ): Promise<Answer<T>> {
    try {
      if (!isShownUnframed(sender)) throw new SyncError(refusedProblem);
      if (!isShaped) throw new SyncError(malformedProblem);
      return { ok: true, value: await task() };
    } catch (thrown) {
      const problem = problemOf(thrown);
      log.warn('message.failed', { code: problem.code, rank: 'tab' });
      return { ok: false, problem };
    }
  }

  return {
    'permissions.viewAs': (data, sender) =>
      answer(
        sender,
        permissions.isConfig(data?.permissions) &&
          isName(data.profileId) &&
          (data.sample === null || isName(data.sample)),
        () => viewAs.show(data.permissions, data.profileId, data.sample),
      ),
    'publication.get': (_data, sender) => answer(sender, true, () => publication.read()),
    'publication.publish': (data, sender) =>
      answer(
        sender,
        permissions.isConfig(data?.permissions) &&
          (data.over === null || Number.isInteger(data.over)),
        async () => {
          const published = await publication.publish({ permissions: data.permissions }, data.over);
          // Here too, and after: what nobody else was told does not hold on this machine alone.
          await permissions.adopt(data.permissions);
          return published;
        },
      ),
    'configuration.export': (_data, sender) => answer(sender, true, () => files.export()),
    'configuration.examine': (data, sender) =>
      answer(sender, typeof data?.text === 'string', () => files.examine(data.text)),
    'configuration.take': (data, sender) =>
      answer(sender, typeof data?.text === 'string' && Number.isInteger(data.version), () =>
        files.take(data.text, data.version),
      ),
  };
}

const isName = (value: unknown): boolean => typeof value === 'string' && value.length <= 200;
