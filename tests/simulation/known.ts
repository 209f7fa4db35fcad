import type { Kind, RecordId, Side } from '../../sync/types';
import type { Event } from './services';

/** A record's name in the ledger. */
export type RecordName = `${Side}/${Kind}/${RecordId}`;

/** The record of an event. */
export const nameOf = ({ side, kind, id }: Event): RecordName => `${side}/${kind}/${id}`;

/** A record as the history tells it. */
export interface Known {
  readonly name: RecordName;
  readonly side: Side;
  readonly kind: Kind;
  readonly id: RecordId;
  readonly madeBy: Event;
  isLive: boolean;
  /** Every deletion and restore, by whomever. */
  readonly turns: Event[];
  fields: Readonly<Record<string, unknown>>;
}
