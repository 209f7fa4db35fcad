/** Reading a configuration file that anybody may have written: all of it is right, or none is taken. */
import * as v from 'valibot';
import type { ConfigurationFile } from '../protocol/configuration-file';
import { SyncError } from '../core/problem';
import { parsePermissions } from './permissions-shape';

/** Characters. A mapping of all fields of three modules with their pick lists is a tenth of it. */
export const longestFile = 1_000_000;

const id = v.pipe(v.string(), v.regex(/^\d{1,20}$/));
const name = v.pipe(v.string(), v.maxLength(255));
/** Of a pick list; one of a pair may be empty and stands for nothing. */
const option = name;
/** Custom fields of Desk are `cf.cf_name`. */
const apiName = v.pipe(v.string(), v.regex(/^[A-Za-z_][\w.]{0,149}$/));
const instant = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15));
const ids = v.pipe(v.array(id), v.maxLength(500));
const organisation = v.strictObject({ id: v.pipe(v.string(), v.regex(/^\w{1,40}$/)), name });
const policy = v.picklist(['crm', 'desk', 'ask']);

/** For each record type. */
const byKind = <S extends v.GenericSchema>(schema: S) =>
  v.strictObject({ account: schema, contact: schema, product: schema });

const line = v.strictObject({
  desk: apiName,
  crm: apiName,
  direction: v.picklist(['both', 'toDesk', 'toCrm', 'off']),
  policy: v.optional(policy),
  values: v.optional(v.pipe(v.array(v.tuple([option, option])), v.maxLength(1000))),
  unfit: v.optional(v.literal('empty')),
});

const credits = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1e9));
const budget = v.strictObject({ capPerDay: v.nullable(credits), reservePerDay: credits });

const shape = v.strictObject({
  tandem: v.literal('configuration'),
  format: v.literal(1),
  exportedAt: instant,
  desk: organisation,
  crm: organisation,
  sync: v.strictObject({
    syncType: byKind(v.picklist(['twoWay', 'crmToDesk', 'deskToCrm', 'displayOnly'])),
    views: v.strictObject({ contact: ids, account: ids }),
    departments: ids,
    secondaryEmail: v.boolean(),
    importFrom: instant,
    policy,
    deletions: byKind(
      v.strictObject({
        crmDeleted: v.picklist(['always', 'ifNoAssociates', 'never']),
        deskDeleted: v.picklist(['always', 'never']),
      }),
    ),
    credits: v.strictObject({ desk: v.exactOptional(budget), crm: v.exactOptional(budget) }),
    pollEveryMs: v.exactOptional(v.nullable(v.picklist([15 * 60_000, 60 * 60_000]))),
    mapping: byKind(v.pipe(v.array(line), v.maxLength(1000))),
  }),
  permissions: v.unknown(),
});

/** Keys that no part of a file has, and that would reach what objects inherit. */
const inherited: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const table = {
  'file.tooLarge':
    'The file is larger than any configuration of Tandem. Choose one that Tandem exported.',
  'file.notJson': 'The file is not a configuration of Tandem: it cannot be read as JSON.',
  'file.notOurs': 'The file is not a configuration of Tandem. Choose one that Tandem exported.',
  'file.newer': 'The file was written by a newer version of Tandem. Update the extension first.',
  'file.older':
    'The file was written by a version of Tandem that this one cannot read. Export it again.',
  'file.malformed': 'The file is damaged or was changed by hand. Export it again.',
} as const;

function refused(code: keyof typeof table, about?: string): SyncError {
  return new SyncError({ code, kind: 'configuration', message: table[code], about });
}

/** Names of the file's own parts; a name that somebody made up is not repeated. */
const path = (issue: v.BaseIssue<unknown>): string | undefined =>
  v
    .getDotPath(issue)
    ?.replace(/[^\w.]/g, '?')
    .slice(0, 60);

/** The file of a text. Throws SyncError that says why it is none. */
export function parseConfigurationFile(text: string): ConfigurationFile {
  if (text.length > longestFile) throw refused('file.tooLarge');
  let value: unknown;
  try {
    value = JSON.parse(text, (key, part: unknown) => {
      if (inherited.has(key)) throw refused('file.malformed');
      return part;
    });
  } catch (thrown) {
    throw thrown instanceof SyncError ? thrown : refused('file.notJson');
  }
  const head = v.safeParse(
    v.object({ tandem: v.literal('configuration'), format: v.unknown() }),
    value,
  );
  if (!head.success) throw refused('file.notOurs');
  const { format } = head.output;
  if (format !== 1)
    throw refused(typeof format === 'number' && format > 1 ? 'file.newer' : 'file.older');
  const parsed = v.safeParse(shape, value);
  if (!parsed.success) throw refused('file.malformed', path(parsed.issues[0]));
  const permissions =
    parsed.output.permissions === null ? null : parsePermissions(parsed.output.permissions);
  if (permissions === null && parsed.output.permissions !== null)
    throw refused('file.malformed', 'permissions');
  return { ...parsed.output, permissions };
}
