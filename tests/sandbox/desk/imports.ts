/** The asynchronous import, Desk's only call that carries external ids (contract 3.11). */
import type { Actor } from '../table';
import { tableOf, type DeskOrg, type World } from '../world';
import { fieldError, invalidData, refusalOf, urlNotFound } from './errors';
import { settingOf } from './fields';
import { writable } from './lists';
import { createRecord } from './records';
import { bodyOf, idsIn, ok, param, type Answer, type Ask, type Route } from './route';
import { agentOf, isoTime } from './shape-parts';

interface ImportJob {
  readonly id: string;
  readonly scopeId: string;
  readonly runAutomation: boolean;
  readonly startedAt: number;
  readonly importedBy: string | null;
  readonly data: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly actor: Actor;
  /** Null while it is queued. */
  completedAt: number | null;
  hasError: boolean;
}

/** How long a job is queued; `desk.importMs` of `world.own` says otherwise [?]. */
const queueMs = 2_000;

/** Modules in the order a job makes them, with the key of the external id. Never products (contract 3.11). */
const importable = [
  ['accounts', 'accountExtId'],
  ['contacts', 'contactExtId'],
  ['tickets', 'ticketExtId'],
] as const;
type Importable = (typeof importable)[number][0];

const extIdForm = /^[A-Za-z0-9@$&+:.{}()#-]{1,100}$/;

function jobs(org: DeskOrg): Map<string, ImportJob> {
  return settingOf(org, 'imports', () => new Map<string, ImportJob>());
}

/** `scopeId/module/externalId` to the record's id. */
function mappings(org: DeskOrg): Map<string, string> {
  return settingOf(org, 'importMappings', () => new Map<string, string>());
}

function keyOf(scopeId: string, module: string, externalId: unknown): string {
  return `${scopeId}/${module}/${String(externalId)}`;
}

function pastTime(value: unknown, now: number): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) || time > now ? undefined : time;
}

/** An imported row as a record's fields: ids looked up, custom fields by label. */
function fieldsOfRow(
  org: DeskOrg,
  scopeId: string,
  row: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const {
    createdTime: _created,
    modifiedTime: _modified,
    ...fields
  }: Record<string, unknown> = row;
  for (const [module, key] of [
    ['accounts', 'accountExtId'],
    ['contacts', 'contactExtId'],
  ] as const) {
    const found = mappings(org).get(keyOf(scopeId, module, row[key]));
    const target = module === 'accounts' ? 'accountId' : 'contactId';
    if (row[key] !== undefined && found !== undefined && fields[target] === undefined)
      fields[target] = found;
  }
  return fields;
}

/**
 * Makes one row's record. An external id that was imported before makes no second record [?]; one
 * bad row does not stop the others and shows in `hasError`.
 */
function importRow(
  world: World,
  org: DeskOrg,
  job: ImportJob,
  module: Importable,
  extKey: string,
  row: Readonly<Record<string, unknown>>,
): void {
  const key = keyOf(job.scopeId, module, row[extKey]);
  if (mappings(org).has(key)) return;
  try {
    const now = world.clock.now();
    const created = pastTime(row['createdTime'], now) ?? job.startedAt;
    const fields = writable(module, fieldsOfRow(org, job.scopeId, row));
    const { id } = createRecord(world, org, module, fields, job.actor, created);
    mappings(org).set(key, id);
    // The times given are kept; without one the record was changed when it was imported.
    const modified = pastTime(row['modifiedTime'], now);
    if (modified !== undefined && modified > created)
      tableOf(org, module).update(id, {}, modified, job.actor);
  } catch (error) {
    if (refusalOf(error) === null) throw error;
    job.hasError = true;
  }
}

/** Carries out the jobs whose time has come. */
function settle(world: World, org: DeskOrg): void {
  const wait = Number(world.own.get('desk.importMs') ?? queueMs);
  for (const job of jobs(org).values()) {
    if (job.completedAt !== null || world.clock.now() < job.startedAt + wait) continue;
    for (const [module, extKey] of importable) {
      for (const row of job.data[module] ?? []) importRow(world, org, job, module, extKey, row);
    }
    job.completedAt = world.clock.now();
  }
}

function shown(ask: Ask, job: ImportJob): Record<string, unknown> {
  return {
    id: job.id,
    scopeId: job.scopeId,
    status: job.completedAt === null ? 'queued' : 'completed',
    hasError: job.hasError,
    errorReportUrl: job.hasError ? `https://${ask.host}/api/v1/importErrorLog/${job.id}` : null,
    notifyUrl: null,
    importInitiatedTime: isoTime(job.startedAt),
    importCompletedTime: job.completedAt === null ? null : isoTime(job.completedAt),
    importedBy: job.importedBy,
    runAutomation: job.runAutomation,
  };
}

function rowsOf(
  value: unknown,
  module: string,
  extKey: string,
): readonly Readonly<Record<string, unknown>>[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalidData(fieldError(`data/${module}`));
  return value.map((row: unknown) => {
    const fields = (row ?? {}) as Readonly<Record<string, unknown>>;
    const externalId = fields[extKey];
    if (externalId === undefined)
      throw invalidData(fieldError(`data/${module}/${extKey}`, 'missing'));
    if (typeof externalId !== 'string' || !extIdForm.test(externalId))
      throw invalidData(fieldError(`data/${module}/${extKey}`));
    return fields;
  });
}

function start(ask: Ask): Answer {
  const body = bodyOf(ask);
  const { scopeId, data } = body;
  if (typeof scopeId !== 'string' || scopeId === '' || scopeId.length > 100) {
    throw invalidData(fieldError('scopeId', scopeId === undefined ? 'missing' : 'invalid'));
  }
  if (typeof data !== 'object' || data === null)
    throw invalidData(fieldError('data', data === undefined ? 'missing' : 'invalid'));
  const given = data as Readonly<Record<string, unknown>>;
  if (Object.keys(given).some((module) => !importable.some(([name]) => name === module)))
    throw invalidData(fieldError('data'));
  const job: ImportJob = {
    id: ask.world.nextId(),
    scopeId,
    runAutomation: body['runAutomation'] === true,
    startedAt: ask.world.clock.now(),
    importedBy: agentOf(ask.org, ask.actor.zuid)?.id ?? null,
    data: Object.fromEntries(
      importable.map(([module, extKey]) => [module, rowsOf(given[module], module, extKey)]),
    ),
    actor: ask.actor,
    completedAt: null,
    hasError: false,
  };
  jobs(ask.org).set(job.id, job);
  return ok(shown(ask, job));
}

function lookUp(ask: Ask): Answer {
  settle(ask.world, ask.org);
  const body = bodyOf(ask);
  const { scopeId, module } = body;
  if (typeof scopeId !== 'string') throw invalidData(fieldError('scopeId', 'missing'));
  if (typeof module !== 'string') throw invalidData(fieldError('module', 'missing'));
  const found = idsIn(body, 'externalIds').flatMap((externalId) => {
    const entityId = mappings(ask.org).get(keyOf(scopeId, module, externalId));
    return entityId === undefined ? [] : [{ externalId, entityId }];
  });
  return ok({ data: found });
}

const scopes = ['Desk.imports.CUSTOM'];

/** Routes of contract 3.11. */
export const importRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/imports',
    scopes,
    needs: ['contacts', 'import'],
    price: 1,
    query: [],
    handle: start,
  },
  {
    method: 'GET',
    path: '/imports/:id{[0-9]+}',
    scopes,
    needs: ['contacts', 'import'],
    price: 1,
    query: [],
    handle: (ask) => {
      settle(ask.world, ask.org);
      const job = jobs(ask.org).get(param(ask));
      if (job === undefined) throw urlNotFound();
      return ok(shown(ask, job));
    },
  },
  {
    method: 'POST',
    path: '/importMappings',
    scopes,
    needs: ['contacts', 'import'],
    price: 1,
    query: [],
    handle: lookUp,
  },
];
