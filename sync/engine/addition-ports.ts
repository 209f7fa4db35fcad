/** What adding to CRM needs of CRM, and where what is typed and sent is kept. */
import type { Addition, AdditionTarget, CopyCandidate, SentField } from '../core/addition';
import type { SyncError } from '../core/problem';
import type { AdditionKind, FieldType, Instant, RecordId } from '../types';

/** One field of a module's layout, as far as a form needs it. */
export interface LayoutField {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** The layout wants it filled. */
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly maxLength: number | null;
  /** Values of a pick list, in order; null for other types. */
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
}

/** CRM as agents add to it. Reads throw SyncError. */
export interface AdditionWriter {
  /** CRM's own clock; asks CRM something small where it was not heard yet. */
  now(): Promise<Instant>;
  /** Fields of the layout that applies when somebody creates a record. */
  layout(module: string): Promise<readonly LayoutField[]>;
  /** Never throws: `refused` did nothing, `unknown` may be carried out, now or later. */
  create(
    kind: AdditionKind,
    to: AdditionTarget | null,
    sent: readonly SentField[],
  ): Promise<
    { readonly ok: true; readonly id: RecordId } | { readonly ok: false; readonly error: SyncError }
  >;
  /** Records of the kind created at or after `since`, from a list and not from a search index. */
  createdSince(
    kind: AdditionKind,
    to: AdditionTarget | null,
    since: Instant,
    sent: readonly SentField[],
  ): Promise<readonly CopyCandidate[]>;
}

/** Durable before each promise resolves. */
export interface AdditionRows {
  all(): Promise<readonly Addition[]>;
  /**
   * Puts what `change` makes of the row under `key`, in one transaction; null removes it.
   * Resolves with what is stored now. What `change` throws changes nothing.
   */
  change(key: string, change: (row: Addition | null) => Addition | null): Promise<Addition | null>;
  clear(): Promise<void>;
}
