/** What the sandbox holds, by its control API. */
import type { RecordId, Side } from '../../sync/types';
import type { ZohoBench } from './zoho';

/** A record as the sandbox keeps it. */
export type Raw = Record<string, unknown> & { id: string; _state: string };

/** Every record of a module, those in the recycle bin too. */
export async function recordsOf(bench: ZohoBench, side: Side, module: string): Promise<Raw[]> {
  const { records } = await bench.control(`/state?side=${side}&module=${module}`);
  return records as Raw[];
}

export const livingOf = async (bench: ZohoBench, side: Side, module: string): Promise<Raw[]> =>
  (await recordsOf(bench, side, module)).filter((record) => record._state === 'live');

/** Makes a record by the hand of a person; its id. */
export async function addRecord(
  bench: ZohoBench,
  side: Side,
  module: string,
  fields: Record<string, unknown>,
): Promise<RecordId> {
  const { id } = await bench.control('/create', { side, module, fields });
  return String(id);
}
