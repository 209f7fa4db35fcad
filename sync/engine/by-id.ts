/** Records as they are, whatever a feed or an index shows of them. */
import type { Kind, RecordId, Side } from '../types';
import { complete, readFields } from '../core/pair';
import type { Lookup } from './remote-ports';
import type { RunContext } from './run-context';

/**
 * Reads records of a side by id, with every field that a run reads, in the order of `ids`. No call
 * without an id. Costs a credit each on Desk, one a hundred on CRM.
 */
export async function byId(
  { config, remote }: RunContext,
  kind: Kind,
  side: Side,
  ids: readonly RecordId[],
): Promise<readonly Lookup[]> {
  const names = readFields(config, kind, side);
  const found = ids.length === 0 ? [] : await remote(side).get(kind, ids, names);
  return found.map((one) =>
    one.presence === 'alive' ? { ...one, snapshot: complete(one.snapshot, names) } : one,
  );
}

/** Whether a record is known to be gone. An answer that leaves it out says nothing. */
export const isGone = (lookup: Lookup | undefined): boolean =>
  lookup !== undefined && lookup.presence !== 'alive';
