/** What joining and asking for access need of the world, and what of them is kept. */
import type { Join } from '../protocol/access';
import type { Instant, Problem, DataCentre } from '../types';
import type { OAuthClient, OAuthGrant } from './connect-ports';

/** An agent's installation, from the pasted text on. */
export interface AgentState {
  readonly join: Join;
  /** False once the agent said, or Zoho did, that they have no CRM user. */
  readonly crmUser: boolean;
  /** Version of the published settings that were taken over; null: none yet. */
  readonly version: number | null;
  /** When published settings were last looked for, by the local clock. */
  readonly lookedAt: Instant | null;
}

/** A code for somebody on the telephone, as Zoho gave it out. */
export interface DeviceCode {
  readonly userCode: string;
  /** Secret: whoever has it and the client can take the grant. */
  readonly deviceCode: string;
  readonly address: string;
  readonly expiresAt: Instant;
  /** Where Zoho wants to be asked; it may send elsewhere. */
  readonly dataCentre: DataCentre;
}

/** What the asker sends. The client's secret is in it: the approver's machine exchanges the code. */
export interface RequestText {
  /** Binds the answer to this one request. */
  readonly id: string;
  readonly dataCentre: DataCentre;
  readonly client: OAuthClient;
  /** The asker's one-time public key. */
  readonly publicKey: string;
  readonly redirectAddress: string;
  readonly asker: { readonly name: string; readonly email: string };
  readonly deskName: string;
  readonly expiresAt: Instant;
}

/** What the answer holds once it is opened; `grant` null: declined. */
export interface ApprovalText {
  readonly id: string;
  readonly grant: OAuthGrant | null;
}

/** The asker's side of a request. The private key lies with the vault's own, and never leaves it. */
export interface RequestState {
  readonly id: string;
  readonly email: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  readonly sentAt: Instant | null;
  readonly publicKey: string;
  readonly text: string;
  readonly code:
    | (DeviceCode & {
        readonly checkedAt: Instant | null;
        readonly nextCheckAt: Instant;
        readonly problem: Problem | null;
      })
    | null;
}

/** The approver's side. */
export interface ApprovalState {
  readonly request: RequestText;
  readonly answer: { readonly text: string; readonly companyName: string | null } | null;
}

/** One-time sealing (SECURITY.md): ECDH on P-256, HKDF with SHA-256, AES-GCM with 256 bits. */
export interface SealBox {
  /** Makes a key pair whose private half cannot be exported, in place of any former; answers the public half. */
  renew(): Promise<string>;
  /** For the holder of `publicKey` alone. `context` must be the same on opening. */
  seal(publicKey: string, context: string, text: string): Promise<string>;
  /** Null where it was not sealed for this key and context, or was changed. */
  open(context: string, sealed: string): Promise<string | null>;
  /** Twelve digits that two people can compare; nobody finds another text that has the same. */
  fingerprint(text: string): Promise<string>;
  forget(): Promise<void>;
}

/** Reads what came out of an envelope; null for everything that is not of the shape. */
export interface AccessTexts {
  join(value: unknown): { readonly join: Join; readonly client: OAuthClient } | null;
  request(value: unknown): RequestText | null;
  approval(value: unknown): ApprovalText | null;
}

/** The device grant of Zoho Accounts (contract 1.7). */
export interface DeviceGrants {
  begin(client: OAuthClient, dataCentre: DataCentre): Promise<DeviceCode>;
  /** `pending`: nobody has answered. Rejects with `oauth.denied` or `oauth.codeExpired` when it is over. */
  poll(
    client: OAuthClient,
    code: Pick<DeviceCode, 'deviceCode' | 'dataCentre'>,
  ): Promise<
    | { readonly state: 'pending' }
    | { readonly state: 'elsewhere'; readonly dataCentre: DataCentre }
    | { readonly state: 'granted'; readonly grant: OAuthGrant }
  >;
}
