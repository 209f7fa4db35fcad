/** Records of the CRM: the one way in for the API, the seed and the control API (contract 2.4, 2.5). */
import { rewritten, tableOf, type CrmOrg, type World } from '../world';
import type { Actor, StoredRecord } from '../table';
import { derive } from './derive';
import { recordsBy } from './indexes';
import { metadataOf, moduleOf, type CrmField, type CrmModule } from './metadata';
import { type RecordError } from './validate';
import { apiValue, currencySymbol, isObject, userRef } from './values';
import { prepare, type Values } from './prepare';

export type Outcome =
  | { readonly ok: true; readonly record: StoredRecord }
  | { readonly ok: false; readonly error: RecordError };

/** Creates a record or says why not; `index` is its place in the request. */
export function insertRecord(
  world: World,
  org: CrmOrg,
  module: CrmModule,
  input: Readonly<Values>,
  actor: Actor,
  index = 0,
  at = world.clock.now(),
): Outcome {
  const prepared = prepare(world, org, module, input, actor, index, null);
  if (!prepared.ok) return prepared;
  const values = rewritten(world, module.apiName, prepared.values);
  const owner =
    org.users.find((user) => user.zuid === actor.zuid && user.status === 'active') ?? org.users[0];
  if (owner !== undefined) values['Owner'] ??= userRef(world, org, owner.zuid);
  derive(org, module, values, {}, at);
  return {
    ok: true,
    record: tableOf(org, module.apiName).insert(world.nextId(), values, at, actor),
  };
}

/** Changes a living record or says why not. A save that changes nothing still moves Modified_Time [M]. */
export function changeRecord(
  world: World,
  org: CrmOrg,
  module: CrmModule,
  record: StoredRecord,
  input: Readonly<Values>,
  actor: Actor,
  index = 0,
  at = world.clock.now(),
): Outcome {
  const prepared = prepare(world, org, module, input, actor, index, record);
  if (!prepared.ok) return prepared;
  const values = rewritten(world, module.apiName, prepared.values);
  derive(org, module, values, record.fields, at);
  return { ok: true, record: tableOf(org, module.apiName).update(record.id, values, at, actor) };
}

/** A module by its API name; throws for one the organisation does not have. */
export function mustModule(org: CrmOrg, name: string): CrmModule {
  const module = moduleOf(org, name);
  if (module === undefined) throw new Error(`${org.name} has no module ${name}`);
  return module;
}

function must(
  org: CrmOrg,
  module: string,
  id: string,
  state?: StoredRecord['state'],
): StoredRecord {
  mustModule(org, module);
  const record = tableOf(org, module).get(id);
  if (record === undefined) throw new Error(`${module} has no record ${id}`);
  if (state !== undefined && record.state !== state)
    throw new Error(`${module} ${id} is ${record.state}, not ${state}`);
  return record;
}

function done(outcome: Outcome): StoredRecord {
  if (outcome.ok) return outcome.record;
  const { code, message, details } = outcome.error;
  throw new Error(`${code}: ${message} ${JSON.stringify(details)}`);
}

/** Creates a record as a person or an API client would; throws what the API would answer. */
export function createRecord(
  world: World,
  org: CrmOrg,
  module: string,
  fields: Readonly<Values>,
  actor: Actor,
  at?: number,
): { id: string } {
  return { id: done(insertRecord(world, org, mustModule(org, module), fields, actor, 0, at)).id };
}

/** Changes the named fields of a living record. */
export function editRecord(
  world: World,
  org: CrmOrg,
  module: string,
  id: string,
  fields: Readonly<Values>,
  actor: Actor,
  at?: number,
): void {
  done(
    changeRecord(
      world,
      org,
      mustModule(org, module),
      must(org, module, id, 'live'),
      fields,
      actor,
      0,
      at,
    ),
  );
}

/** To the recycle bin, or for good. Lookups to the record read as empty from then on. */
export function deleteRecord(
  world: World,
  org: CrmOrg,
  module: string,
  id: string,
  permanent: boolean,
  actor: Actor,
): void {
  const record = must(org, module, id);
  const table = tableOf(org, module);
  if (record.state === 'permanent') throw new Error(`${module} ${id} is deleted for good`);
  if (!permanent && record.state === 'recycled')
    throw new Error(`${module} ${id} is in the recycle bin`);
  if (permanent) table.purge(id, world.clock.now(), actor);
  else table.recycle(id, world.clock.now(), actor);
}

/** Back from the recycle bin. */
export function restoreRecord(
  world: World,
  org: CrmOrg,
  module: string,
  id: string,
  actor: Actor,
): void {
  must(org, module, id, 'recycled');
  tableOf(org, module).restore(id, world.clock.now(), actor);
}

/** Living records of `source` whose lookup points at an id. */
export function pointingAt(
  org: CrmOrg,
  source: CrmModule,
  field: CrmField,
  id: string,
): ReadonlySet<string> {
  const index = recordsBy(tableOf(org, source.apiName), `lookup:${field.id}`, (fields) => {
    const value = fields[field.apiName];
    return isObject(value) && typeof value['id'] === 'string' ? value['id'] : null;
  });
  return index.get(id) ?? new Set();
}

/**
 * Merges losers into the winner (contract 2.5): the losers go to the recycle bin, records that
 * point at them then point at the winner. `taken` names fields whose value a loser gives.
 */
export function mergeRecords(
  world: World,
  org: CrmOrg,
  module: string,
  winnerId: string,
  loserIds: readonly string[],
  actor: Actor,
  taken: readonly { readonly from: string; readonly field: string }[] = [],
): void {
  const now = world.clock.now();
  const winner = must(org, module, winnerId, 'live');
  const losers = loserIds.map((id) => must(org, module, id, 'live'));
  if (
    losers.length === 0 ||
    losers.some((loser) => loser.id === winner.id) ||
    new Set(loserIds).size !== losers.length
  ) {
    throw new Error('a merge takes at least one other record, each once');
  }
  const values: Values = {};
  for (const { from, field } of taken)
    values[field] = losers.find((loser) => loser.id === from)?.fields[field] ?? null;
  const table = tableOf(org, module);
  for (const loser of losers) table.recycle(loser.id, now, actor, winner.id);
  table.update(winner.id, values, now, actor);
  for (const source of metadataOf(org).modules.values()) {
    for (const field of source.fields.values()) {
      if (field.type !== 'lookup' || (field.lookup !== module && field.lookup !== 'any')) continue;
      for (const loser of losers) {
        for (const id of pointingAt(org, source, field, loser.id)) {
          const sourceTable = tableOf(org, source.apiName);
          const old = sourceTable.get(id)?.fields[field.apiName];
          sourceTable.update(
            id,
            { [field.apiName]: { ...(isObject(old) ? old : {}), id: winner.id } },
            now,
            actor,
          );
        }
      }
    }
  }
}

/** The record's fields as the API returns them: all, or the named ones that the profile may see. */
export function projectRecord(
  world: World,
  org: CrmOrg,
  module: CrmModule,
  record: StoredRecord,
  names: readonly string[] | null,
  profileId: string | null = null,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of names ?? module.fields.keys()) {
    const field = module.fields.get(name);
    if (field === undefined) continue;
    if (profileId !== null && field.access.get(profileId) === 'hidden') continue;
    shown[name] = apiValue(world, org, module, record, name);
  }
  shown['id'] = record.id;
  shown['$approval_state'] = 'approved';
  shown['$editable'] = true;
  if (names === null || names.includes('What_Id')) {
    const what = record.fields['What_Id'];
    const reference =
      isObject(what) && isObject(what['module']) ? what['module']['api_name'] : undefined;
    if (module.fields.has('What_Id')) shown['$se_module'] = reference ?? null;
  }
  if (names === null) {
    Object.assign(shown, {
      $currency_symbol: currencySymbol(String(record.fields['Currency'] ?? org.currency)),
      $review: null,
      $in_merge: false,
      $process_flow: false,
      $state: 'save',
    });
  }
  return shown;
}

/** The whole record as `GET /{module}/{id}` gives it to an administrator. */
export function apiRecord(
  world: World,
  org: CrmOrg,
  module: string,
  record: StoredRecord,
): Record<string, unknown> {
  return projectRecord(world, org, mustModule(org, module), record, null);
}
