/**
 * Asking a CRM administrator for access (CON-2), without a server between the two: by a code for
 * somebody on the telephone, and by a text for somebody who answers hours later. Both wait at once;
 * whichever comes first wins. Every step is stored, so that page and worker may go in between.
 */
import type { RequestView } from '../protocol/access';
import type { Instant } from '../types';
import { unwrap, wrap } from '../core/envelope';
import { problemOf } from '../core/problem';
import type { RequestState, RequestText } from './access-ports';
import type { Adoption } from './adoption';
import type { OAuthClient, OAuthGrant } from './connect-ports';
import { connectProblem, refused, type ConnectCode } from './connect-problems';
import type { ConnectPorts } from './connect-state';
import type { SetupLedger } from './setup-ledger';

/** ms. People answer within a week, or have to be reminded anyway. */
const invitationFor = 7 * 24 * 3_600_000;
/** ms. Zoho allows one look in 30 s, whatever it says itself (contract 1.7); a little more is safe. */
const betweenChecks = 30_500;

export const accessAlarm = 'access';

export interface RequestAccess {
  view(): Promise<RequestView | null>;
  begin(email: string): Promise<void>;
  sent(): Promise<void>;
  /** Nothing that is answered later is accepted any more. */
  cancel(): Promise<void>;
  /** Opens the CRM administrator's answer and puts the grant in its place. */
  reply(text: string): Promise<void>;
  /** A code for the telephone; with the client that gives out codes, where it is not known yet. */
  code(client: OAuthClient | null): Promise<void>;
  /** Asks whether the code was approved. Too early, it waits for its time. */
  check(): Promise<void>;
  /** For the alarm and the start of the worker: goes on asking. Never rejects. */
  poll(): Promise<void>;
}

export function createRequestAccess(
  ports: ConnectPorts,
  ledger: SetupLedger,
  adoption: Adoption,
): RequestAccess {
  const { vault, clock, seal, texts, devices, alarms } = ports;
  let checking: Promise<void> | null = null;

  async function current(): Promise<RequestState> {
    const { request } = await ledger.read();
    if (request === undefined) throw refused('request.none');
    return request;
  }

  /** Of this request only: another may have taken its place meanwhile. */
  async function change(
    id: string,
    to: (request: RequestState) => RequestState | undefined,
  ): Promise<void> {
    await ledger.update((state) => {
      if (state.request?.id !== id) return state;
      const { request, ...rest } = state;
      const next = to(request);
      return next === undefined ? rest : { ...rest, request: next };
    });
  }

  async function begin(email: string): Promise<void> {
    const [client, { signIns, dataCentre, deskOrgId }] = await Promise.all([
      vault.client(),
      ledger.read(),
    ]);
    const { desk } = signIns;
    if (client === null || desk?.administrator !== true || deskOrgId === null)
      throw refused('request.deskFirst');
    const id = ports.random.id();
    const publicKey = await seal.renew();
    const askedAt = clock.now();
    const expiresAt = askedAt + invitationFor;
    const text: RequestText = {
      id,
      dataCentre: desk.dataCentre,
      client: { id: client.id, secret: client.secret },
      publicKey,
      redirectAddress: ports.identity.redirectAddress(),
      asker: desk.user,
      deskName: desk.organisations.find((each) => each.id === deskOrgId)?.name ?? deskOrgId,
      expiresAt,
    };
    const request: RequestState = {
      id,
      email,
      askedAt,
      expiresAt,
      sentAt: null,
      publicKey,
      text: wrap('request', text),
      code: null,
    };
    await ledger.update((state) => ({ ...state, dataCentre, request, problem: null }));
  }

  async function cancel(): Promise<void> {
    await ledger.update(({ request: _request, ...state }) => ({ ...state, problem: null }));
    await Promise.all([seal.forget(), alarms.clear(accessAlarm)]);
  }

  /** What was asked for is here; nothing else is waited for. */
  async function taken(grant: OAuthGrant, began: number): Promise<void> {
    await adoption.take('crm', grant, began);
    await cancel();
  }

  async function reply(pasted: string): Promise<void> {
    const began = ledger.generation();
    const request = await current();
    if (request.expiresAt <= clock.now()) throw refused('request.late');
    const found = unwrap(pasted);
    if (found.state === 'incomplete') throw refused('join.incomplete');
    if (found.state === 'newer') throw refused('join.newer');
    if (found.state !== 'whole' || found.kind !== 'approval' || typeof found.value !== 'string')
      throw refused('request.otherText');
    const opened = await seal.open(request.id, found.value);
    const approval = opened === null ? null : texts.approval(parsed(opened));
    if (approval === null || approval.id !== request.id) throw refused('request.otherRequest');
    if (approval.grant === null) {
      await cancel();
      throw refused('request.declined');
    }
    await taken(approval.grant, began);
  }

  async function code(entered: OAuthClient | null): Promise<void> {
    const { id } = await current();
    const { dataCentre } = await ledger.read();
    if (entered !== null) {
      await ports.oauth.checkClient(entered, dataCentre);
      await vault.saveDeviceClient(entered);
    }
    const client = entered ?? (await vault.deviceClient());
    if (client === null) throw refused('request.noCodeClient');
    const given = await devices.begin(client, dataCentre);
    const now = clock.now();
    await change(id, (request) => ({
      ...request,
      // The first look may be at any time; the others keep their distance.
      code: { ...given, checkedAt: null, nextCheckAt: now, problem: null },
    }));
    await alarms.set(accessAlarm, now + betweenChecks);
  }

  /** One look at a time: two would be one too many for Zoho. */
  function check(): Promise<void> {
    checking ??= look().finally(() => {
      checking = null;
    });
    return checking;
  }

  async function look(): Promise<void> {
    const began = ledger.generation();
    const { id, code: given } = await current();
    const client = await vault.deviceClient();
    if (given === null || given.problem !== null || client === null) return;
    const now = clock.now();
    if (now < given.nextCheckAt) return alarms.set(accessAlarm, given.nextCheckAt);
    const over = (problem: ConnectCode): Promise<void> =>
      change(id, (request) => ({
        ...request,
        code: { ...given, checkedAt: now, problem: connectProblem(problem) },
      }));
    if (now >= given.expiresAt) return over('request.codeExpired');
    try {
      // Stored before it is asked: a worker that dies meanwhile does not ask again too soon.
      const next: Instant = now + betweenChecks;
      await change(id, (request) => ({ ...request, code: { ...given, nextCheckAt: next } }));
      const answer = await devices.poll(client, given);
      if (answer.state === 'granted') return await taken({ ...answer.grant, client }, began);
      const dataCentre = answer.state === 'elsewhere' ? answer.dataCentre : given.dataCentre;
      await change(id, (request) => ({
        ...request,
        code: { ...given, dataCentre, checkedAt: now, nextCheckAt: next },
      }));
      await alarms.set(accessAlarm, next);
    } catch (thrown) {
      const { code: found } = problemOf(thrown);
      if (found === 'oauth.codeExpired') return over('request.codeExpired');
      if (found === 'oauth.denied') return over('request.refused');
      await alarms.set(accessAlarm, now + betweenChecks);
      throw thrown;
    }
  }

  return {
    begin,
    cancel,
    reply,
    code,
    check,
    async sent() {
      const { id } = await current();
      await change(id, (request) => ({ ...request, sentAt: clock.now() }));
    },
    async poll() {
      const { request } = await ledger.read();
      if (request?.code == null || request.code.problem !== null) return;
      await ledger.attempt('access', check);
    },
    async view() {
      const { request } = await ledger.read();
      if (request === undefined) return null;
      const { id, code: given, publicKey, ...rest } = request;
      const codeView =
        given === null
          ? null
          : {
              userCode: given.userCode,
              address: given.address,
              expiresAt: given.expiresAt,
              checkedAt: given.checkedAt,
              nextCheckAt: given.nextCheckAt,
              problem: given.problem,
            };
      return {
        ...rest,
        code: codeView,
        checkCode: await seal.fingerprint(`${id} ${publicKey}`),
        codeClient: (await vault.deviceClient()) !== null,
      };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
