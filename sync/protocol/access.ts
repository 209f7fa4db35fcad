/** Texts that pass between people: to join as an agent (CON-8), and to ask for access to CRM (CON-2). */
import type { Answer, Organisation, SetupView } from '../protocol';
import type { Instant, Problem, DataCentre } from '../types';
import type { AgentSettings } from './publication';

/** What an administrator hands to every agent. The agents' client travels beside it. */
export interface Join {
  readonly dataCentre: DataCentre;
  readonly desk: Pick<Organisation, 'id' | 'name'> & { readonly portal: string };
  readonly crm: Pick<Organisation, 'id' | 'name' | 'currency'> & {
    readonly zgid: string;
    readonly timeZone: string;
  };
  /** As they were when the text was made; for whoever cannot read what is published. */
  readonly settings: AgentSettings | null;
}

/** An agent's installation: it shows, and never syncs. */
export interface AgentView {
  readonly deskName: string;
  readonly crmName: string;
  /** False: this agent has no CRM user of their own, and sees what the sync copied into Desk. */
  readonly crmUser: boolean;
  /** Published settings that this installation follows, by their time; null: those of the text. */
  readonly settingsOf: Instant | null;
  readonly lookedAt: Instant | null;
}

/** The device grant as the person on the telephone needs it. */
export interface CodeView {
  readonly userCode: string;
  /** Where it is typed. */
  readonly address: string;
  readonly expiresAt: Instant;
  readonly checkedAt: Instant | null;
  /** Zoho allows a look every 30 s. */
  readonly nextCheckAt: Instant;
  /** Why no approval comes by this code any more: expired or refused; null while it is good. */
  readonly problem: Problem | null;
}

/** A request for access that waits for a CRM administrator. */
export interface RequestView {
  readonly email: string;
  readonly askedAt: Instant;
  /** Of the invitation. */
  readonly expiresAt: Instant;
  /** How often the invitation was sent, as far as this page knows. */
  readonly sentAt: Instant | null;
  /** What the CRM administrator opens in their own Tandem. */
  readonly text: string;
  /** Both people read it aloud: it is the same on either side, or somebody has changed the text. */
  readonly checkCode: string;
  readonly code: CodeView | null;
  /** A client of the non-browser type is known: codes can be made. */
  readonly codeClient: boolean;
}

/** Somebody else's request, in the CRM administrator's browser. */
export interface ApprovalView {
  readonly asker: { readonly name: string; readonly email: string };
  readonly deskName: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly checkCode: string;
  readonly expiresAt: Instant;
  /** To be added to the client in Zoho's console first: this browser's differs from the asker's. */
  readonly otherRedirect: string | null;
  /** What to send back; null until approved or declined. Only the asker's browser can open it. */
  readonly answer: {
    readonly text: string;
    /** Null: declined. */
    readonly companyName: string | null;
  } | null;
}

export interface AccessView {
  readonly agent: AgentView | null;
  readonly request: RequestView | null;
  readonly approval: ApprovalView | null;
  /** Desk contacts that show that Zoho's own sync runs (CON-6): the sync stands until that is answered. */
  readonly foreignFound: number;
}

/** What the administrator gives to agents. */
export interface AgentsView {
  readonly redirectAddress: string;
  readonly homepage: string;
  readonly dataCentre: DataCentre;
  /** Of the agents' own client; null until there is one. */
  readonly clientId: string | null;
  readonly text: string | null;
}

/** From the options page. */
export interface AccessMessages {
  /** A text that somebody sent: an invitation to join, or a request for access. */
  'access.paste'(data: { text: string }): Answer<SetupView>;
  /** This agent has no CRM user. */
  'access.withoutCrm'(): Answer<SetupView>;
  /** Looks for published settings now. */
  'access.follow'(): Answer<SetupView>;
  'access.request'(data: { email: string }): Answer<SetupView>;
  /** The invitation was opened in the mail program once more. */
  'access.sent'(): Answer<SetupView>;
  'access.cancel'(): Answer<SetupView>;
  /** The reply that the CRM administrator sent back. */
  'access.reply'(data: { text: string }): Answer<SetupView>;
  /** A new code for somebody on the telephone; the client where none is known yet. */
  'access.code'(data: {
    client: { clientId: string; clientSecret: string } | null;
  }): Answer<SetupView>;
  /** Asks Zoho whether the code was approved. */
  'access.checkCode'(): Answer<SetupView>;
  /** The CRM administrator signs in; the answer is sealed for the asker. */
  'access.approve'(): Answer<SetupView>;
  'access.decline'(): Answer<SetupView>;
  /** Puts the request or its answer away. */
  'access.closeApproval'(): Answer<SetupView>;
  'access.settleForeign'(data: { answer: 'turnedOff' | 'displayOnly' }): Answer<SetupView>;
  'agents.get'(): Answer<AgentsView>;
  'agents.save'(data: { clientId: string; clientSecret: string }): Answer<AgentsView>;
}
