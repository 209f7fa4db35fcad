/** Settings for agents as they come from outside: published, pasted, set by policy or imported. */
import * as v from 'valibot';
import type { PermissionsConfig } from '../protocol/permissions';
import type { AgentSettings } from '../protocol/publication';
import { parseConfigurationFile } from './configuration-file';
import { parsePermissions } from './permissions-shape';

const shape = v.strictObject({ permissions: v.unknown() });

/** The settings that a value is; null for everything else. */
export function parseAgentSettings(value: unknown): AgentSettings | null {
  const parsed = v.safeParse(shape, value);
  if (!parsed.success) return null;
  const permissions = parsePermissions(parsed.output.permissions);
  return permissions === null ? null : { permissions };
}

/**
 * The permissions of a policy's text: an exported configuration, or settings as they are
 * published. What is neither permits nobody anything: a policy that was set is never ignored.
 */
export function permissionsOfPolicy(text: string): PermissionsConfig {
  try {
    const settings = parseAgentSettings(JSON.parse(text));
    return settings?.permissions ?? parseConfigurationFile(text).permissions ?? nobody;
  } catch {
    return nobody;
  }
}

const nobody: PermissionsConfig = { profiles: {} };
