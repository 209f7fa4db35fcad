/** The records of one module with their recycle bin and full history. */

export type RecordState = 'live' | 'recycled' | 'permanent';

export interface StoredRecord {
  readonly id: string;
  /** As the API returns it, by API name. Replaced, never changed in place. */
  fields: Record<string, unknown>;
  state: RecordState;
  createdAt: number;
  modifiedAt: number;
  deletedAt: number | null;
  /** Who made, changed and deleted it: a zuid. */
  createdBy: string;
  modifiedBy: string;
  deletedBy: string | null;
  /** The record this one was merged into. */
  mergedInto: string | null;
}

/** One change as it really happened: what tests judge by. */
export interface Change {
  readonly n: number;
  readonly at: number;
  readonly id: string;
  readonly operation: 'create' | 'update' | 'recycle' | 'purge' | 'restore' | 'merge';
  /** A zuid. */
  readonly by: string;
  /** `api` for any API client, `person` for the pages and the control API. */
  readonly via: 'api' | 'person';
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

export interface Actor {
  readonly zuid: string;
  readonly via: 'api' | 'person';
}

export interface Table {
  readonly name: string;
  readonly history: readonly Change[];
  /** Moves whenever anything changes, so that sorted copies can be kept. */
  readonly version: number;
  get(id: string): StoredRecord | undefined;
  /** Living records in order of creation. */
  live(): IterableIterator<StoredRecord>;
  all(): IterableIterator<StoredRecord>;
  insert(id: string, fields: Record<string, unknown>, at: number, actor: Actor): StoredRecord;
  update(id: string, fields: Record<string, unknown>, at: number, actor: Actor): StoredRecord;
  recycle(id: string, at: number, actor: Actor, mergedInto?: string): void;
  purge(id: string, at: number, actor: Actor): void;
  restore(id: string, at: number, actor: Actor): void;
}

export function createTable(name: string): Table {
  const records = new Map<string, StoredRecord>();
  const history: Change[] = [];
  let version = 0;

  function note(
    record: StoredRecord,
    operation: Change['operation'],
    at: number,
    actor: Actor,
    before: Readonly<Record<string, unknown>> | null,
  ): void {
    version += 1;
    history.push({
      n: version,
      at,
      id: record.id,
      operation,
      by: actor.zuid,
      via: actor.via,
      before,
      after: record.state === 'live' ? record.fields : null,
    });
  }

  function must(id: string): StoredRecord {
    const record = records.get(id);
    if (record === undefined) throw new Error(`${name} has no record ${id}`);
    return record;
  }

  return {
    name,
    history,
    get version() {
      return version;
    },
    get: (id) => records.get(id),
    *live() {
      for (const record of records.values()) if (record.state === 'live') yield record;
    },
    all: () => records.values(),
    insert(id, fields, at, actor) {
      if (records.has(id)) throw new Error(`${name} already has ${id}`);
      const record: StoredRecord = {
        id,
        fields,
        state: 'live',
        createdAt: at,
        modifiedAt: at,
        deletedAt: null,
        createdBy: actor.zuid,
        modifiedBy: actor.zuid,
        deletedBy: null,
        mergedInto: null,
      };
      records.set(id, record);
      note(record, 'create', at, actor, null);
      return record;
    },
    update(id, fields, at, actor) {
      const record = must(id);
      const before = record.fields;
      record.fields = { ...before, ...fields };
      record.modifiedAt = at;
      record.modifiedBy = actor.zuid;
      note(record, 'update', at, actor, before);
      return record;
    },
    recycle(id, at, actor, mergedInto) {
      const record = must(id);
      const before = record.fields;
      record.state = 'recycled';
      record.deletedAt = at;
      record.deletedBy = actor.zuid;
      record.mergedInto = mergedInto ?? null;
      note(record, mergedInto === undefined ? 'recycle' : 'merge', at, actor, before);
    },
    purge(id, at, actor) {
      const record = must(id);
      const before = record.fields;
      record.state = 'permanent';
      record.deletedAt ??= at;
      record.deletedBy ??= actor.zuid;
      note(record, 'purge', at, actor, before);
    },
    restore(id, at, actor) {
      const record = must(id);
      record.state = 'live';
      record.deletedAt = null;
      record.deletedBy = null;
      record.modifiedAt = at;
      note(record, 'restore', at, actor, null);
    },
  };
}
