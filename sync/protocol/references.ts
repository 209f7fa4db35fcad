/** The CRM field that holds the id of a record's Desk counterpart: offered, never needed. */
import type { Answer } from '../protocol';
import type { Kind } from '../types';

export interface ReferenceView {
  readonly kind: Kind;
  /** Its label, where there is one that Tandem writes to; null: new CRM records carry no id. */
  readonly field: string | null;
}

/** Sent by the options page only. */
export interface ReferenceMessages {
  /**
   * Creates the field in CRM, or takes the one that an earlier attempt left, and writes to it from
   * here on. Answers the version of the settings with it.
   */
  'references.create'(data: { kind: Kind }): Answer<number>;
}
