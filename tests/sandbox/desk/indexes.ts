/** The copies that lists and searches read, one pair per table. */
import { tableOf, type DeskOrg, type World } from '../world';
import type { Table } from '../table';
import { createReplica, type Replica } from './replica';

const current = new WeakMap<Table, Replica>();
const indexed = new WeakMap<Table, Replica>();

function followed(kept: WeakMap<Table, Replica>, table: Table, until: number): Replica {
  let replica = kept.get(table);
  if (replica === undefined) {
    replica = createReplica(table);
    kept.set(table, replica);
  }
  replica.catchUp(until);
  return replica;
}

/** The living records as they are now. */
export function liveRows(org: DeskOrg, module: string): Replica {
  return followed(current, tableOf(org, module), Number.POSITIVE_INFINITY);
}

/** The living records as search knows them: late by the index lag, for changes and deletions too (contract 3.6). */
export function searchRows(world: World, org: DeskOrg, module: string): Replica {
  const lag = world.leeway.deskIndexLagMs;
  // Without a lag one copy serves both; with one, search needs a history of its own.
  const kept = lag === 0 && !indexed.has(tableOf(org, module)) ? current : indexed;
  return followed(
    kept,
    tableOf(org, module),
    lag === 0 ? Number.POSITIVE_INFINITY : world.clock.now() - lag,
  );
}
