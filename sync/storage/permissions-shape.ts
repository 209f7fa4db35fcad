import * as v from 'valibot';
import type { PermissionsConfig } from '../protocol/permissions';
import { additionKinds } from '../types';

const parts = v.strictObject({
  information: v.boolean(),
  potentials: v.boolean(),
  notes: v.boolean(),
  calls: v.boolean(),
  events: v.boolean(),
  tasks: v.boolean(),
});

/** Ids as Desk gives them to profiles. */
const profileId = v.pipe(v.string(), v.regex(/^\d{1,20}$/));

/** More than an organisation has profiles. */
const mostProfiles = 500;

const shape = v.strictObject({
  profiles: v.pipe(
    v.unknown(),
    v.check((profiles) => !Array.isArray(profiles)),
    v.record(
      profileId,
      v.strictObject({
        visible: v.boolean(),
        contacts: v.boolean(),
        accounts: v.boolean(),
        restricted: v.nullable(parts),
        adds: v.optional(v.boolean()),
      }),
    ),
    v.check((profiles) => Object.keys(profiles).length <= mostProfiles),
  ),
  writing: v.optional(
    v.pipe(v.array(v.picklist(additionKinds)), v.maxLength(additionKinds.length)),
  ),
  handshake: v.optional(v.boolean()),
  typeRules: v.optional(
    v.strictObject({
      accountDeals: v.boolean(),
      wonWithinMonths: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(600))),
      minimumAmount: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1e15))),
    }),
  ),
});

/** The configuration that a value is; null for everything else. */
export function parsePermissions(value: unknown): PermissionsConfig | null {
  const parsed = v.safeParse(shape, value);
  return parsed.success ? parsed.output : null;
}
