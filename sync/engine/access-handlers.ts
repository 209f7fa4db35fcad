/** What the options page may ask of joining and access. Taken from an unframed page of ours only. */
import type { SetupView } from '../protocol';
import type { AccessMessages } from '../protocol/access';
import type { Connect } from './connect';
import type { Log } from './ports';
import { takeUnframed, type Taken } from './sender';

export type AccessHandlers = Taken<AccessMessages>;

/** Characters of a pasted text; of everything else that is typed. */
const longestText = 100_000;
const longestLine = 500;

/** The handlers over these services. */
export function createAccessHandlers({
  connect,
  log,
}: {
  readonly connect: Connect;
  readonly log: Log;
}): AccessHandlers {
  const { correspondence } = connect;
  const take = takeUnframed(log);

  /** A command whose answer is where set-up stands then. */
  const step = async (task: Promise<void>): Promise<SetupView> => {
    await task;
    return connect.view();
  };

  return {
    'access.paste': take(isPasted, ({ text }) => step(correspondence.paste(text))),
    'access.withoutCrm': take(always, () => step(correspondence.withoutCrm())),
    'access.follow': take(always, () => step(correspondence.follow())),
    'access.request': take(
      (data) => isLine(data?.email),
      ({ email }) => step(correspondence.request(email.trim())),
    ),
    'access.sent': take(always, () => step(correspondence.sent())),
    'access.cancel': take(always, () => step(correspondence.cancel())),
    'access.reply': take(isPasted, ({ text }) => step(correspondence.reply(text))),
    'access.code': take(
      (data) => data?.client === null || isClient(data?.client ?? null),
      ({ client }) =>
        step(
          correspondence.code(
            client === null
              ? null
              : { id: client.clientId.trim(), secret: client.clientSecret.trim() },
          ),
        ),
    ),
    'access.checkCode': take(always, () => step(correspondence.checkCode())),
    'access.approve': take(always, () => step(correspondence.approve())),
    'access.decline': take(always, () => step(correspondence.decline())),
    'access.closeApproval': take(always, () => step(correspondence.closeApproval())),
    'access.settleForeign': take(
      (data) => data?.answer === 'turnedOff' || data?.answer === 'displayOnly',
      ({ answer }) => step(correspondence.settleForeign(answer)),
    ),
    'agents.get': take(always, () => correspondence.agents.get()),
    'agents.save': take(
      (data) => isClient(data),
      ({ clientId, clientSecret }) =>
        correspondence.agents.save({ id: clientId, secret: clientSecret }),
    ),
  };
}

const always = (): boolean => true;

const isLine = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= longestLine;

const isPasted = (data: { readonly text: string }): boolean =>
  typeof data?.text === 'string' && data.text.length <= longestText;

const isClient = (
  data: { readonly clientId: string; readonly clientSecret: string } | null,
): boolean => isLine(data?.clientId) && isLine(data?.clientSecret);
