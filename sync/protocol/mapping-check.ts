/** What a mapping would do to the records there are, found in their values. */
import type { Answer } from '../protocol';
import type { MappingLineView, Rows } from './administration';
import type { Kind, RecordId, Side } from '../types';

/** `failing`: refused. `missing`: no such option. `empty`: nothing, where the target must have something. */
export type UnfitReason = 'failing' | 'missing' | 'empty';

/** Values of one line that one side would not take. Lines without any are left out. */
export interface LineCheckView {
  /** The Desk field's name. */
  readonly desk: string;
  /** The side that would be written. */
  readonly target: Side;
  /** Records that were looked at, and those whose value would be refused. */
  readonly of: number;
  readonly failing: number;
  /** Records without a value, where the target must have one. */
  readonly empty: number;
  readonly examples: readonly string[];
  /** Values that the target's pick list does not have, the most frequent first. */
  readonly missing: readonly { readonly value: string; readonly records: number }[];
}

/** What linked records would be written that they are not written now. */
export interface EffectView {
  /** Linked records that were looked at. */
  readonly of: number;
  /** Records that would change, by side. */
  readonly desk: number;
  readonly crm: number;
  readonly failing: number;
  /** Records with a field that would wait for a person. */
  readonly asking: number;
  /** The first of them; fields by the side's own names. */
  readonly rows: readonly {
    readonly title: string;
    readonly side: Side;
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

export interface MappingCheckView {
  /** Of the live metadata that the lines were checked by; see `MappingView`. */
  readonly metas: string;
  readonly lines: readonly LineCheckView[];
  /** Of what is stored here: fields that are mapped already. */
  readonly stored: EffectView;
  /** Of records that were read for fields that are new; null where there was no need. */
  readonly read: EffectView | null;
}

/** Whose records are asked for: those that one line would not take over. */
export interface UnfitQuery {
  readonly kind: Kind;
  readonly lines: readonly MappingLineView[];
  /** The Desk field of the line. */
  readonly desk: string;
  /** The side that would be written. */
  readonly target: Side;
  readonly why: UnfitReason;
}

/** One of them. */
export interface UnfitRow {
  /** On the side that the value is read from. */
  readonly id: RecordId;
  readonly title: string;
  readonly value: string | null;
}

/** Answered from the records that the check looks at; the first hundreds of a long list. */
export interface MappingCheckMessages {
  'mapping.unfit'(data: UnfitQuery): Answer<Rows<UnfitRow>>;
}
