/** The calls, events and tasks of a record (contract 2.6). */
import type { Clock } from '../engine/ports';
import type { CrmActivity, CrmModule, Newest } from '../engine/profile-ports';
import type { Instant, RecordId } from '../types';
import { rowId } from './crm-records';
import { isForbidden, type Related } from './crm-related';
import { instantIn, nameIn, rowIn, textIn, type Row } from './reader-rows';
import { idShape, instantOf, parse } from './record-page';

type ActivityType = CrmActivity['type'];
type ActivityModule = 'Tasks' | 'Calls' | 'Events';

const types: Readonly<Record<ActivityModule, ActivityType>> = {
  Tasks: 'task',
  Calls: 'call',
  Events: 'event',
};

/** An event bears its name in a field of its own. */
const listedFields = [
  'Subject',
  'Event_Title',
  'Status',
  'Due_Date',
  'Call_Start_Time',
  'Start_DateTime',
  'Owner',
] as const;

/** Closed activities are a list of their own; rows say which module they are of. */
const lists = [
  { list: 'Activities_Chronological_View', done: false },
  { list: 'Activities_Chronological_View_History', done: true },
] as const;

/** Columns of each module, for COQL. */
const queriedFields: Readonly<Record<ActivityModule, readonly string[]>> = {
  Tasks: ['Subject', 'Status', 'Due_Date', 'Owner'],
  Calls: ['Subject', 'Call_Start_Time', 'Outgoing_Call_Status', 'Owner'],
  Events: ['Event_Title', 'Start_DateTime', 'End_DateTime', 'Owner'],
};

function moduleOf(row: Row): ActivityModule {
  const name =
    textIn(row, '$module') ??
    textIn(row, 'Activity_Type') ??
    textIn(rowIn(row, '$module') ?? {}, 'api_name');
  if (name === 'Tasks' || name === 'Calls' || name === 'Events') return name;
  if (textIn(row, 'Call_Start_Time') !== null) return 'Calls';
  return textIn(row, 'Start_DateTime') === null ? 'Tasks' : 'Events';
}

function dueOf(row: Row): CrmActivity['due'] {
  const start = instantIn(row, 'Call_Start_Time') ?? instantIn(row, 'Start_DateTime');
  if (start !== null) return { at: start, wholeDay: false };
  const day = textIn(row, 'Due_Date');
  const at = day === null ? null : instantOf(`${day.slice(0, 10)}T00:00:00Z`);
  return at === null ? null : { at, wholeDay: true };
}

function activityOf(row: Row, module: ActivityModule, done: boolean): CrmActivity {
  return {
    id: rowId(row),
    type: types[module],
    subject: textIn(row, 'Subject') ?? textIn(row, 'Event_Title') ?? '',
    due: dueOf(row),
    done: done || textIn(row, 'Status') === 'Completed',
    owner: nameIn(row, 'Owner'),
  };
}

/** What CRM itself counts as closed: a meeting that is over, a call that is planned no more. */
function isOver(row: Row, module: ActivityModule, now: Instant): boolean {
  if (module === 'Events') return (instantIn(row, 'End_DateTime') ?? now) < now;
  if (module === 'Tasks') return false;
  const status = textIn(row, 'Outgoing_Call_Status');
  if (status !== null) return status !== 'Scheduled' && status !== 'Overdue';
  return (instantIn(row, 'Call_Start_Time') ?? now) < now;
}

function nullIfForbidden(thrown: unknown): null {
  if (isForbidden(thrown)) return null;
  throw thrown;
}

/** Reads the activities of a record, of the kinds that are wanted and no others. */
export type ReadActivities = (
  module: CrmModule,
  id: RecordId,
  wanted?: readonly ActivityType[],
) => Promise<Newest<CrmActivity>>;

/** Activities over these related lists, and over queries where a list would bring too much. */
export function createActivities(related: Related, clock: Clock): ReadActivities {
  /** One query a module; the contact is a plain lookup, everything else a polymorphic one. */
  async function queried(
    parent: CrmModule,
    id: RecordId,
    module: ActivityModule,
  ): Promise<Newest<CrmActivity>> {
    const column = parent === 'Contacts' ? 'Who_Id' : `'What_Id->${parent}.id'`;
    const where = `${column} = '${parse(idShape, id, 'crm id')}'`;
    const fields = ['id', ...queriedFields[module]];
    const from = `from ${module} where ${where} order by id desc`;
    const { rows, more } = await related.query(fields, from);
    const now = clock.now();
    return { rows: rows.map((row) => activityOf(row, module, isOver(row, module, now))), more };
  }

  return async (parent, id, wanted) => {
    const modules = (['Tasks', 'Calls', 'Events'] as const).filter(
      (module) => wanted?.includes(types[module]) ?? true,
    );
    const query = async (): Promise<Newest<CrmActivity>> => {
      const asked = await Promise.allSettled(modules.map((module) => queried(parent, id, module)));
      const all = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      // A profile may keep one kind from a person; the others are shown.
      for (const one of asked)
        if (one.status === 'rejected' && (all.length === 0 || !isForbidden(one.reason)))
          throw one.reason;
      return { rows: all.flatMap(({ rows }) => rows), more: all.some(({ more }) => more) };
    };
    // The lists hold all three kinds, and what is not wanted may not be fetched.
    if (modules.length < 3) return query();
    const found: CrmActivity[] = [];
    let more = false;
    for (const { list, done } of lists) {
      const asked = { list, fields: listedFields, otherwise: null };
      const read = await related.counted(parent, id, asked).catch(nullIfForbidden);
      if (read === null) return query();
      found.push(...read.rows.map((row) => activityOf(row, moduleOf(row), done)));
      more ||= read.more;
    }
    return { rows: found, more };
  };
}
