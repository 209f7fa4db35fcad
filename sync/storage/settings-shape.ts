/** Settings for agents as they come from outside: published, pasted, set by policy or imported. */
import * as v from 'valibot';
import type { AgentSettings } from '../protocol/publication';
import { parsePermissions } from './permissions-shape';

const shape = v.strictObject({ permissions: v.unknown() });

/** The settings that a value is; null for everything else. */
export function parseAgentSettings(value: unknown): AgentSettings | null {
  const parsed = v.safeParse(shape, value);
  if (!parsed.success) return null;
  const permissions = parsePermissions(parsed.output.permissions);
  return permissions === null ? null : { permissions };
}
