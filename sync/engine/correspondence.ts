/** What passes between people by text: joining, asking for access, answering, following. */
import type { SetupPlace } from '../protocol';
import type { AccessView, AgentsView } from '../protocol/access';
import { unwrap } from '../core/envelope';
import type { Adoption } from './adoption';
import { createAgents } from './agents';
import { createApproveAccess } from './approve-access';
import type { OAuthClient } from './connect-ports';
import { refused } from './connect-problems';
import type { ConnectPorts } from './connect-state';
import { createFollowing } from './follow';
import { createForeignWatch } from './foreign-watch';
import type { Grants } from './grants';
import { agentView, type Joining } from './join';
import { createRequestAccess } from './request-access';
import type { SetupLedger } from './setup-ledger';

/** Each command resolves when it is done; what it fails on is stored as the problem of its place. */
export interface Correspondence {
  view(): Promise<AccessView>;
  /** A text to join by, or somebody's request. */
  paste(text: string): Promise<void>;
  withoutCrm(): Promise<void>;
  follow(): Promise<void>;
  request(email: string): Promise<void>;
  sent(): Promise<void>;
  cancel(): Promise<void>;
  reply(text: string): Promise<void>;
  code(client: OAuthClient | null): Promise<void>;
  checkCode(): Promise<void>;
  approve(): Promise<void>;
  decline(): Promise<void>;
  closeApproval(): Promise<void>;
  /** The answer to a sign of Zoho's own sync. */
  settleForeign(answer: 'turnedOff' | 'displayOnly'): Promise<void>;
  readonly agents: {
    get(): Promise<AgentsView>;
    save(client: OAuthClient): Promise<AgentsView>;
  };
  /** For alarms and the start of the worker: goes on with what waits. Never rejects. */
  poll(what: 'code' | 'settings' | 'foreign'): Promise<void>;
  /** Before a run that a person asked for. Never rejects. */
  lookForForeign(): Promise<void>;
}

export interface CorrespondenceParts {
  readonly ledger: SetupLedger;
  readonly grants: Grants;
  readonly adoption: Adoption;
  readonly joining: Joining;
  disconnect(): Promise<void>;
}

export function createCorrespondence(
  ports: ConnectPorts,
  { ledger, grants, adoption, joining, disconnect }: CorrespondenceParts,
): Correspondence {
  const agents = createAgents(ports);
  const asking = createRequestAccess(ports, ledger, adoption);
  const approving = createApproveAccess(ports, ledger, grants);
  const watch = createForeignWatch(ports, ledger);
  const following = createFollowing(ports, ledger, disconnect);

  /** Clears the place's last problem first: what is shown belongs to what was tried last. */
  async function attempt(at: SetupPlace, task: () => Promise<void>): Promise<void> {
    await ledger.update((state) =>
      state.problem?.at === at ? { ...state, problem: null } : state,
    );
    await ledger.attempt(at, task);
  }

  async function take(pasted: string): Promise<void> {
    const found = unwrap(pasted);
    if (found.state === 'incomplete') throw refused('join.incomplete');
    if (found.state === 'newer') throw refused('join.newer');
    if (found.state !== 'whole') throw refused('join.unreadable');
    if (found.kind === 'approval') throw refused('request.elsewhere');
    if (found.kind === 'join') {
      const join = ports.texts.join(found.value);
      if (join === null) throw refused('join.unreadable');
      return joining.begin(join);
    }
    const request = ports.texts.request(found.value);
    if (request === null) throw refused('join.unreadable');
    if (request.expiresAt <= ports.clock.now()) throw refused('request.expired');
    return approving.receive(request);
  }

  return {
    async view() {
      const { agent, foreign } = await ledger.read();
      return {
        agent: agent === undefined ? null : agentView(agent),
        request: await asking.view(),
        approval: await approving.view(),
        foreignFound: foreign?.found ?? 0,
      };
    },
    paste: (text) => attempt('access', () => take(text)),
    withoutCrm: () => attempt('crm', () => ledger.alone(() => joining.withoutCrm())),
    follow: () => attempt('access', () => following.look('now')),
    request: (email) => attempt('access', () => asking.begin(email)),
    sent: () => attempt('access', () => asking.sent()),
    cancel: () => attempt('access', () => asking.cancel()),
    reply: (text) => attempt('access', () => asking.reply(text)),
    code: (client) => attempt('access', () => asking.code(client)),
    checkCode: () => attempt('access', () => asking.check()),
    approve: () => attempt('access', () => approving.approve()),
    decline: () => attempt('access', () => approving.decline()),
    closeApproval: () => attempt('access', () => approving.close()),
    settleForeign: (answer) => attempt('company', () => watch.settle(answer)),
    agents: { get: () => agents.view(), save: (client) => agents.save(client) },
    lookForForeign: () => watch.look('now'),
    async poll(what) {
      if (what === 'code') return asking.poll();
      if (what === 'foreign') return watch.look('ifDue');
      try {
        await following.look('ifDue');
      } catch {
        // What was published before goes on; the next look asks again.
        ports.log.warn('settings.notRead');
      }
    },
  };
}
