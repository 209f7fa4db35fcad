/** The whole configuration as a file: mapping, preferences and permissions. Nothing secret. */
import type { Answer } from '../protocol';
import type {
  ConflictPolicy,
  CreditBudget,
  DeletePreference,
  FieldDirection,
  SyncType,
} from '../types/settings';
import type { Instant, Kind, RecordId, Side } from '../types';
import type { PermissionsConfig } from './permissions';

/** One line of the mapping in a file. */
export interface FileLine {
  readonly desk: string;
  readonly crm: string;
  readonly direction: FieldDirection;
  readonly policy?: ConflictPolicy | undefined;
  readonly values?: readonly (readonly [string, string])[] | undefined;
  readonly unfit?: 'empty' | undefined;
}

/** What a file holds. Ids are those of one help desk and one CRM company, so it names both. */
export interface ConfigurationFile {
  readonly tandem: 'configuration';
  readonly format: 1;
  readonly exportedAt: Instant;
  readonly desk: { readonly id: RecordId; readonly name: string };
  readonly crm: { readonly id: RecordId; readonly name: string };
  readonly sync: {
    readonly syncType: Readonly<Record<Kind, SyncType>>;
    readonly views: Readonly<Record<'contact' | 'account', readonly RecordId[]>>;
    readonly departments: readonly RecordId[];
    readonly secondaryEmail: boolean;
    readonly importFrom: Instant;
    readonly policy: ConflictPolicy;
    readonly deletions: Readonly<Record<Kind, DeletePreference>>;
    readonly credits: Readonly<Partial<Record<Side, CreditBudget>>>;
    /** ms; null: adaptive. Absent in a file that says nothing of it, which leaves it as it is. */
    readonly pollEveryMs?: number | null;
    readonly mapping: Readonly<Record<Kind, readonly FileLine[]>>;
  };
  /** Null where nobody has set any. */
  readonly permissions: PermissionsConfig | null;
}

/** What taking a file over would change. */
export interface FileEffect {
  /** Goes with *take*: refused where the settings were changed meanwhile. */
  readonly version: number;
  readonly exportedAt: Instant;
  /** Lines of the mapping that differ. */
  readonly mapping: Readonly<Record<Kind, number>>;
  readonly preferences: readonly Exclude<keyof ConfigurationFile['sync'], 'mapping'>[];
  /** For the permissions page, which publishes them; null where the file has none. */
  readonly permissions: PermissionsConfig | null;
}

/** From the options page. */
export interface ConfigurationFileMessages {
  'configuration.export'(): Answer<string>;
  /** Looks through a file and changes nothing; a problem says why it cannot be taken over. */
  'configuration.examine'(data: { text: string }): Answer<FileEffect>;
  /** Takes over mapping and preferences. Permissions are left to *Publish*. */
  'configuration.take'(data: { text: string; version: number }): Answer<FileEffect>;
}
