/** Parts that several record shapes share (contract 3.1, 3.6). */
import { tableOf, type DeskAgent, type DeskOrg, type World } from '../world';
import { fieldsOf } from './fields';
import type { Row } from './replica';

type Shape = Record<string, unknown>;

/** ISO 8601, UTC, with milliseconds (contract 3.1). */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The agent of a person; null for someone who is none. */
export function agentOf(org: DeskOrg, zuid: string): DeskAgent | null {
  return org.agents.find((agent) => agent.zuid === zuid) ?? null;
}

/**
 * The named fields of a record, null where it has none, put into `shape`: a spread amid a literal
 * of many names costs twenty times as much.
 */
export function picked(row: Row, names: readonly string[], shape: Shape = {}): Shape {
  for (const name of names) shape[name] = row.fields[name] ?? null;
  return shape;
}

/** `cf` by API name and `customFields` by label, with every custom field of the module (contract 3.1). */
export function customValues(org: DeskOrg, module: string, row: Row): Shape {
  const values = row.fields['cf'] as Readonly<Record<string, unknown>> | undefined;
  const cf: Shape = {};
  const byLabel: Shape = {};
  for (const field of fieldsOf(org, module)) {
    if (!field.custom) continue;
    cf[field.apiName] = values?.[field.apiName] ?? null;
    byLabel[field.label] = values?.[field.apiName] ?? null;
  }
  return { cf, customFields: byLabel };
}

/** `owner` as an include shows it, and as search does, with more of the person (contract 3.6). */
export function ownerOf(
  world: World,
  org: DeskOrg,
  ownerId: unknown,
  inSearch: boolean,
): Shape | null {
  const agent = org.agents.find((candidate) => candidate.id === ownerId);
  const person = world.people.find((candidate) => candidate.zuid === agent?.zuid);
  if (agent === undefined || person === undefined) return null;
  const short = { id: agent.id, firstName: person.firstName, lastName: person.lastName };
  return inSearch ? { ...short, photoURL: null, emailId: person.email, zuid: agent.zuid } : short;
}

/** `account` as an include and search show it. */
export function accountOf(org: DeskOrg, accountId: unknown): Shape | null {
  const account =
    typeof accountId === 'string' ? tableOf(org, 'accounts').get(accountId) : undefined;
  if (account?.state !== 'live') return null;
  return {
    id: account.id,
    accountName: account.fields['accountName'] ?? null,
    website: account.fields['website'] ?? null,
  };
}
