/** Reading the error bodies of both products (contract 2.1, 2.4, 3.2). */
import * as v from 'valibot';
import type { ZohoError } from './problems';

const crmError = v.object({
  code: v.string(),
  status: v.optional(v.string()),
  details: v.optional(v.nullable(v.unknown())),
});

const deskError = v.object({
  errorCode: v.string(),
  errors: v.optional(
    v.nullable(
      v.array(v.object({ fieldName: v.optional(v.string()), errorType: v.optional(v.string()) })),
    ),
  ),
});

/** A code is shown and logged, so it must look like one. */
const codeShape = /^[A-Za-z_ ]{2,60}$/;
/** An API name, JSON path part or parameter name; anything else may be a customer's value. */
const nameShape = /^[A-Za-z_$][\w$]{0,80}$/;

function nameIn(details: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = Object.hasOwn(details, key) ? details[key] : undefined;
  return typeof value === 'string' && nameShape.test(value) ? value : null;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Reads one CRM element; null when it is not an error (`code: SUCCESS` counts as none). */
export function readCrmError(element: unknown): ZohoError | null {
  const parsed = v.safeParse(crmError, element);
  if (!parsed.success || parsed.output.status === 'success' || !codeShape.test(parsed.output.code))
    return null;
  if (parsed.output.code === 'SUCCESS') return null;
  let details = asObject(parsed.output.details);
  // Several unique fields at once: the first one stands for all.
  const several = details['errors'];
  if (Array.isArray(several)) details = asObject(asObject(several[0])['details']);
  const retryAfter = details['retry_after'];
  return {
    code: parsed.output.code,
    field:
      nameIn(details, 'api_name') ??
      nameIn(details, 'param_name') ??
      nameIn(details, 'column_name'),
    reason: 'maximum_length' in details ? 'maximum_length' : nameIn(details, 'expected_data_type'),
    retryAfterMs: typeof retryAfter === 'number' && retryAfter >= 0 ? retryAfter * 1000 : null,
  };
}

/** Reads an error body of either product, bare or wrapped in the resource's array; null when it is none. */
export function readError(body: unknown): ZohoError | null {
  const desk = v.safeParse(deskError, body);
  if (desk.success) {
    const first = desk.output.errors?.[0];
    // `/cf/cf_x` and `/email` alike: the last part is the field.
    const field = first?.fieldName?.split('/').at(-1) ?? null;
    return {
      code: codeShape.test(desk.output.errorCode) ? desk.output.errorCode : 'UNKNOWN',
      field: field !== null && nameShape.test(field) ? field : null,
      reason:
        first?.errorType !== undefined && nameShape.test(first.errorType) ? first.errorType : null,
      retryAfterMs: null,
    };
  }
  const bare = readCrmError(body);
  if (bare !== null) return bare;
  for (const inner of Object.values(asObject(body))) {
    if (!Array.isArray(inner)) continue;
    const wrapped = readCrmError(inner[0]);
    if (wrapped !== null) return wrapped;
  }
  return null;
}
