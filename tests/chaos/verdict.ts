/** What must hold once everything has settled, judged by what the two services themselves know. */
import type { HistoryRow } from '../../sync/types/runs';
import { compareSides } from '../e2e/truth';
import type { Machine } from './machine';
import { fieldPairs, moduleOf, type ApiRecord, type Entry, type People, type Side } from './people';

interface Change {
  readonly n: number;
  readonly id: string;
  readonly operation: 'create' | 'update' | 'recycle' | 'purge' | 'restore' | 'merge';
  readonly via: 'api' | 'person';
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** What is known beside the two services. */
export interface Known {
  readonly people: People;
  readonly deletions: 'never' | 'always';
  /** Whether the database was lost since records without an address were made: their twins cannot be known. */
  readonly wiped: boolean;
  /** Values that the conflict log has ever shown. */
  readonly logged: ReadonlySet<string>;
  /** Last changes of each table before the history on the page begins. */
  readonly since: Readonly<Record<string, number>>;
}

const sides = ['desk', 'crm'] as const;
/** Rows of one answer. */
const mostRows = 200;
const accountsOf = { desk: 'accounts', crm: 'Accounts' } as const;
const other = (side: Side): Side => (side === 'desk' ? 'crm' : 'desk');
const nameOf = { desk: 'lastName', crm: 'Last_Name' } as const;
const emailOf = { desk: 'email', crm: 'Email' } as const;

export async function changesOf(machine: Machine, side: Side, module: string): Promise<Change[]> {
  const path = `/history?side=${side}&module=${module}`;
  return (await machine.control<{ changes: Change[] }>(path)).changes;
}

async function liveOf(machine: Machine, side: Side): Promise<ApiRecord[]> {
  const path = `/state?side=${side}&module=${moduleOf[side]}`;
  const { records } = await machine.control<{ records: ApiRecord[] }>(path);
  return records.filter(({ _state }) => _state === 'live');
}

/** Number of the last change of each table: where a new history begins. */
export async function beginnings(machine: Machine): Promise<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const side of sides)
    for (const module of [moduleOf[side], accountsOf[side]])
      all[`${side}/${module}`] = (await changesOf(machine, side, module)).at(-1)?.n ?? 0;
  return all;
}

/** Values that lost a conflict, as the log shows them now. */
export async function loggedValues(machine: Machine): Promise<string[]> {
  const values: (string | null)[] = [];
  for (const show of ['open', 'settled'] as const)
    for (let offset = 0; ; offset += mostRows) {
      const which = { kind: null, search: '', show, offset, limit: mostRows };
      const answer = await machine.ask('conflicts.rows', which);
      if (!answer.ok) throw new Error(`no conflicts: ${answer.problem.code}`);
      const { rows } = answer.value;
      values.push(...rows.flatMap(({ desk, crm }) => [desk.value, crm.value]));
      if (rows.length < mostRows) break;
    }
  return values.filter((value) => value !== null);
}

/** Everything that is wrong, in words. */
export async function judge(machine: Machine, known: Known): Promise<string[]> {
  return [
    ...(await disagreements(machine, known)),
    ...(await twins(machine, known)),
    ...(await losses(machine, known)),
    ...(await wrongDeletions(machine, known)),
    ...(await untrueHistory(machine, known)),
  ];
}

/** Those that a deletion left on one side on purpose are no loss. */
async function disagreements(machine: Machine, { people }: Known): Promise<string[]> {
  const gone = new Set(people.deletions.map(({ email }) => email));
  return compareSides({
    sandbox: machine.sandbox,
    async control<T>(path: string, body?: unknown): Promise<T> {
      const answer = await machine.control<T>(path, body);
      if (!path.startsWith('/state')) return answer;
      const { records } = answer as { records: ApiRecord[] };
      const kept = records.filter(
        (record) => !gone.has(String(record['email'] ?? record['Email'] ?? '').toLowerCase()),
      );
      return { records: kept } as T;
    },
  });
}

async function twins(machine: Machine, { people, wiped }: Known): Promise<string[]> {
  const found: string[] = [];
  for (const side of sides) {
    const live = await liveOf(machine, side);
    const made = new Set(
      (await changesOf(machine, side, moduleOf[side]))
        .filter(({ operation, via }) => operation === 'create' && via === 'api')
        .map(({ id }) => id),
    );
    const anonymous = new Map<string, number>();
    for (const record of live) {
      if (!made.has(record.id) || record[emailOf[side]]) continue;
      const name = JSON.stringify([
        record['firstName'] ?? record['First_Name'],
        record[nameOf[side]],
      ]);
      anonymous.set(name, (anonymous.get(name) ?? 0) + 1);
    }
    if (!wiped)
      for (const [name, count] of anonymous)
        if (count > 1) found.push(`${side}: ${count} copies of ${name}, who has no address`);
    for (const { token, email } of people.newcomers) {
      if (people.deletions.some((one) => one.email === email)) continue;
      const count = live.filter((record) => record[nameOf[side]] === token).length;
      // Gone from both sides before the database was lost, whoever was deleted stays gone.
      const isGone = email !== null && people.forgotten.has(email);
      const isFine =
        count === 1 || (count > 1 && email === null && wiped) || (count === 0 && isGone);
      if (!isFine) found.push(`${side}: ${token} stands ${count} times`);
    }
  }
  return found;
}

/** Edits that are nowhere: neither in the record, nor replaced by a later one, nor in the conflict log. */
async function losses(machine: Machine, { people, logged }: Known): Promise<string[]> {
  const last = new Map<string, Entry>();
  for (const entry of people.entries) last.set(`${entry.side}/${entry.id}/${entry.field}`, entry);
  const live = { desk: await liveOf(machine, 'desk'), crm: await liveOf(machine, 'crm') };
  const changes = {
    desk: await changesOf(machine, 'desk', 'contacts'),
    crm: await changesOf(machine, 'crm', 'Contacts'),
  };
  const found: string[] = [];
  for (const { side, id, field, token } of last.values()) {
    const record = live[side].find((one) => one.id === id);
    if (record === undefined || record[field] === token || logged.has(token)) continue;
    const pair = fieldPairs.find((names) => names.includes(field as never));
    const there = pair?.[side === 'desk' ? 1 : 0] ?? field;
    // It had arrived, and somebody there wrote something else afterwards.
    const arrived = changes[other(side)].findIndex(({ after }) => after?.[there] === token);
    const replaced = changes[other(side)]
      .slice(arrived + 1)
      .some(({ via, after }) => via === 'person' && after?.[there] === record[field]);
    if (arrived < 0 || !replaced)
      found.push(`${side} ${id}: ${field} "${token}" is lost, there is "${String(record[field])}"`);
  }
  return found;
}

async function wrongDeletions(machine: Machine, known: Known): Promise<string[]> {
  const found: string[] = [];
  const kept = await keptOnPurpose(machine);
  for (const side of sides) {
    const live = await liveOf(machine, side);
    const emails = new Set(live.map((record) => String(record[emailOf[side]] ?? '').toLowerCase()));
    const wanted = known.people.deletions.filter((one) => one.side !== side);
    const byUs = (await changesOf(machine, side, moduleOf[side])).filter(
      ({ n, operation, via }) =>
        operation === 'recycle' &&
        via === 'api' &&
        n > (known.since[`${side}/${moduleOf[side]}`] ?? 0),
    );
    for (const { id } of byUs)
      if (known.deletions === 'never' || !wanted.some(({ counterpart }) => counterpart === id))
        found.push(`${side}: ${id} was deleted and nobody wanted it`);
    for (const { counterpart, email } of wanted) {
      const lives = live.some(({ id }) => id === counterpart);
      // A reason to keep a record is said in the failure log.
      const mayLive = known.deletions === 'never' || kept.has(counterpart);
      if (lives ? !mayLive : known.deletions === 'never')
        found.push(`${side}: ${email} ${lives ? 'is still there' : 'was deleted'}`);
    }
    for (const { email } of known.people.deletions.filter((one) => one.side === side))
      if (emails.has(email)) found.push(`${side}: ${email} was deleted and is there again`);
  }
  return found;
}

/** Ids whose deletion was given up, and why that was is on the failure log. */
async function keptOnPurpose(machine: Machine): Promise<ReadonlySet<string>> {
  const everything = { kind: null, reason: null, search: '', offset: 0, limit: 200 };
  const answer = await machine.ask('failures.rows', everything);
  if (!answer.ok) throw new Error(`no failures: ${answer.problem.code}`);
  const ids = answer.value.rows
    .filter(({ problem }) => problem.code.startsWith('delete.'))
    .flatMap(({ deskId, crmId }) => [deskId, crmId]);
  return new Set(ids.filter((id) => id !== null));
}

/** Every line of the page *Sync history*, however long it has become. */
async function historyOf(machine: Machine): Promise<HistoryRow[]> {
  const all: HistoryRow[] = [];
  for (;;) {
    const answer = await machine.ask('history.rows', {
      since: 0,
      until: null,
      kind: null,
      to: null,
      failed: false,
      offset: all.length,
      limit: 200,
    });
    if (!answer.ok) throw new Error(`no history: ${answer.problem.code}`);
    all.push(...answer.value.rows);
    if (answer.value.rows.length < 200) return all;
  }
}

/** What the page *Sync history* counts, against what the services counted. */
async function untrueHistory(machine: Machine, { since }: Known): Promise<string[]> {
  const rows = await historyOf(machine);
  const found: string[] = [];
  for (const side of sides)
    for (const kind of ['contact', 'account'] as const) {
      const module = kind === 'contact' ? moduleOf[side] : accountsOf[side];
      const done = (await changesOf(machine, side, module)).filter(
        ({ n, via }) => via === 'api' && n > (since[`${side}/${module}`] ?? 0),
      );
      const lines = rows.filter((row) => row.kind === kind && row.to === side);
      for (const [told, operation] of [
        ['added', 'create'],
        ['updated', 'update'],
        ['deleted', 'recycle'],
      ] as const) {
        const said = lines.reduce((sum, line) => sum + line[told], 0);
        const happened = done.filter((one) => one.operation === operation).length;
        if (said !== happened)
          found.push(`history: ${kind} ${told} in ${side}: says ${said}, ${happened} happened`);
      }
    }
  return found;
}
