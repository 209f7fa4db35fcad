/**
 * Every code that the Zoho adapters report, with the sentence a person reads. Codes are stable:
 * screens translate by them, the engine and the tests branch on them.
 */
import type { Problem, Side } from '../types';
import { signInAgain, SyncError } from '../core/problem';

const table = {
  // Reaching Zoho
  'zoho.unreachable': [
    'transient',
    'Zoho could not be reached. Check the internet connection; Tandem tries again by itself.',
  ],
  'zoho.timeout': ['transient', 'Zoho did not answer in time. Tandem tries again by itself.'],
  'zoho.unavailable': [
    'transient',
    'Zoho reports a fault of its own. Tandem tries again by itself.',
  ],
  'zoho.busy': [
    'transient',
    'Zoho asked for fewer calls at a time. Tandem slows down and goes on by itself.',
  ],
  'zoho.creditsSpent': [
    'transient',
    "The organisation's API credits for today are used up. Tandem goes on when Zoho grants new ones.",
  ],
  'zoho.notJson': [
    'transient',
    'Something other than Zoho answered, perhaps a sign-in page of the network. Open any website to check the connection; Tandem tries again by itself.',
  ],
  'zoho.garbled': [
    'transient',
    'An answer of Zoho arrived incomplete. Tandem tries again by itself.',
  ],
  'zoho.tooLarge': ['defect', 'An answer of Zoho was far too large and was not read. Report this.'],
  'defect.unreadable': [
    'defect',
    'Zoho answered in a form that Tandem does not know. Report this.',
  ],
  'defect.request': ['defect', 'Zoho did not understand Tandem. Report this.'],
  'defect.forbiddenCall': [
    'defect',
    'Tandem stopped a call that it is not allowed to make. Report this.',
  ],
  // Rights
  'oauth.reconnect': [signInAgain.kind, signInAgain.message],
  'oauth.tokenRefused': [
    'transient',
    'Zoho did not accept a fresh access token. Tandem tries again by itself.',
  ],
  'oauth.scopeMissing': [
    'configuration',
    'The sign-in lacks a permission that this needs. Choose Reconnect and accept all permissions.',
  ],
  'zoho.noPermission': [
    'configuration',
    'The signed-in person may not do this in Zoho. Ask an administrator for the permission, or sign in as one.',
  ],
  'zoho.licence': [
    'configuration',
    'Your edition of Zoho does not include this. Upgrade it or go without.',
  ],
  'zoho.viewGone': [
    'configuration',
    'A list view that the sync was told to follow no longer exists in CRM. Choose the list views again in Configuration details.',
  ],
  'zoho.wrongOrganisation': [
    'configuration',
    'The sign-in does not belong to the connected organisation. Choose Reconnect and select the right one.',
  ],
  // Signing in: what no record fails by has its sentence in the screens' languages only.
  'oauth.invalidClient': ['configuration'],
  'oauth.invalidSecret': ['configuration'],
  'oauth.redirectAddress': ['configuration'],
  'oauth.denied': ['configuration'],
  'oauth.state': ['configuration'],
  'oauth.codeExpired': ['configuration'],
  'oauth.noOfflineAccess': ['configuration'],
  'oauth.unknownHost': ['configuration'],
  'oauth.throttled': [
    'transient',
    'Zoho limits how often one may sign in. Tandem tries again in ten minutes.',
  ],
  'oauth.failed': [
    'configuration',
    'Zoho refused the sign-in. Check the client in the API console and sign in again.',
  ],
  // One record
  'record.changed': ['conflict', 'The record was changed in Zoho meanwhile. It is compared anew.'],
  'record.gone': [
    'conflict',
    'The record no longer exists in Zoho. The next sync deals with its counterpart.',
  ],
  'record.duplicate': [
    'conflict',
    'Zoho already has a record with this value in a field that must be unique. Change one of the two, then try again.',
  ],
  'record.mandatory': [
    'conflict',
    'A field that Zoho requires is empty. Fill it in, then try again.',
  ],
  'record.invalid': [
    'conflict',
    'Zoho does not accept the value of a field. Correct it, then try again.',
  ],
  'record.tooLong': [
    'conflict',
    'A value is longer than the field in Zoho allows. Shorten it, then try again.',
  ],
  'record.dependent': [
    'conflict',
    'A value depends on another field that does not fit. Correct both, then try again.',
  ],
  'record.locked': [
    'conflict',
    'The record is locked or waits for approval in Zoho. Try again when it is released.',
  ],
  'record.refused': [
    'conflict',
    'Zoho refused this record. Mend what its answer names, then try again.',
  ],
  'record.unknownOutcome': [
    'transient',
    'Zoho did not say what became of this record. Tandem looks it up before it tries again.',
  ],
} as const satisfies Readonly<Record<string, readonly [Problem['kind'], string?]>>;

/** A code of the Zoho adapters. */
export type ZohoCode = keyof typeof table;

interface Circumstances {
  /** Names, codes and numbers only: never a value, a token or an address. */
  readonly detail?: string | undefined;
  readonly outcome?: 'refused' | 'unknown' | undefined;
  readonly retryAfterMs?: number | null | undefined;
  readonly cause?: unknown;
}

/** The error of a code. */
export function failed(code: ZohoCode, circumstances: Circumstances = {}): SyncError {
  const [kind, message = code]: readonly [Problem['kind'], string?] = table[code];
  const { detail, ...rest } = circumstances;
  return new SyncError({ code, kind, message, ...(detail === undefined ? {} : { detail }) }, rest);
}

/** What Zoho says of a refusal, over both products and both envelopes. */
export interface ZohoError {
  /** As Zoho writes it: `INVALID_DATA`. */
  readonly code: string;
  /** API name of the field it is about, where Zoho says so. */
  readonly field: string | null;
  /** A refinement: Desk's `errorType`, CRM's limit or missing parameter. */
  readonly reason: string | null;
  readonly retryAfterMs: number | null;
}

/** Codes of CRM (contract 2.1, 2.4) and Desk (contract 3.2) by what they mean for Tandem. */
const byCode: Readonly<Record<string, ZohoCode>> = {
  ALREADY_MODIFIED: 'record.changed',
  DUPLICATE_DATA: 'record.duplicate',
  DUPLICATE_LINKING_DATA: 'record.duplicate',
  MULTIPLE_OR_MULTI_ERRORS: 'record.duplicate',
  MANDATORY_NOT_FOUND: 'record.mandatory',
  INVALID_DATA: 'record.invalid',
  UNPROCESSABLE_ENTITY: 'record.invalid',
  EMPTY_PAYLOAD: 'defect.request',
  DEPENDENT_FIELD_MISSING: 'record.dependent',
  DEPENDENT_MISMATCH: 'record.dependent',
  DEPENDENT_SERVICE_ERROR: 'record.refused',
  RECORD_LOCKED: 'record.locked',
  NOT_APPROVED: 'record.locked',
  NOT_REVIEWED: 'record.locked',
  RECORD_IN_BLUEPRINT: 'record.locked',
  NOT_ALLOWED: 'record.refused',
  URL_NOT_FOUND: 'record.gone',
  RESOURCE_NOT_FOUND: 'record.gone',
  RECORD_NOT_FOUND: 'record.gone',
  NO_PERMISSION: 'zoho.noPermission',
  AUTHORIZATION_FAILED: 'zoho.noPermission',
  FORBIDDEN: 'zoho.noPermission',
  ONLY_LIVECHAT_USER: 'zoho.noPermission',
  INTEGRATION_ADMIN_ERROR: 'zoho.noPermission',
  NOT_SUPPORTED: 'zoho.noPermission',
  LICENSE_ACCESS_LIMITED: 'zoho.licence',
  OAUTH_SCOPE_MISMATCH: 'oauth.scopeMissing',
  SCOPE_MISMATCH: 'oauth.scopeMissing',
  OAUTH_ORG_MISMATCH: 'zoho.wrongOrganisation',
  INVALID_TOKEN: 'oauth.tokenRefused',
  AUTHENTICATION_FAILURE: 'oauth.tokenRefused',
  INVALID_OAUTH: 'oauth.tokenRefused',
  UNAUTHORIZED: 'oauth.tokenRefused',
  TOO_MANY_REQUESTS: 'zoho.busy',
  THRESHOLD_EXCEEDED: 'zoho.creditsSpent',
  INTERNAL_ERROR: 'zoho.unavailable',
  INTERNAL_SERVER_ERROR: 'zoho.unavailable',
};

/** What an unlisted code means, by status. */
function byStatus(status: number): ZohoCode {
  if (status === 401) return 'oauth.tokenRefused';
  if (status === 403) return 'zoho.noPermission';
  if (status === 404) return 'record.gone';
  if (status === 412) return 'record.changed';
  if (status === 422) return 'record.invalid';
  if (status === 429) return 'zoho.busy';
  if (status >= 500) return 'zoho.unavailable';
  return 'defect.request';
}

/** The code for what Zoho answered. */
export function codeFor(status: number, error: ZohoError | null): ZohoCode {
  if (error === null) return byStatus(status);
  if (error.reason === 'duplicate') return 'record.duplicate';
  if (error.reason === 'missing') return 'record.mandatory';
  if (error.reason === 'maximum_length' && error.code === 'INVALID_DATA') return 'record.tooLong';
  return Object.hasOwn(byCode, error.code)
    ? (byCode[error.code] ?? byStatus(status))
    : byStatus(status);
}

/** `crm 400 INVALID_DATA Email`: names and codes only, fit for a log. */
export function detailOf(side: Side, status: number, error: ZohoError | null): string {
  return [side, String(status), error?.code, error?.field, error?.reason]
    .filter((part) => part)
    .join(' ');
}
