/** What the sidebar reads of CRM: a record with its deals, notes and activities (contract 2.3, 2.6, 2.7). */
import type { Clock } from '../engine/ports';
import type {
  CrmActivity,
  CrmModule,
  CrmReader,
  CrmRecord,
  CrmValue,
} from '../engine/profile-ports';
import type { DataCentre } from '../protocol';
import type { RecordId } from '../types';
import { readRows, rowId } from './crm-records';
import { createRelated } from './crm-related';
import { createStages } from './crm-stages';
import { readCrmValue } from './crm-values';
import { crmPagesOrigin } from './data-centres';
import type { Http } from './http';
import { idOf, instantIn, nameIn, numberIn, orNull, rowIn, textIn, type Row } from './reader-rows';
import { idShape, instantOf, ownValue, parse } from './record-page';

export interface CrmReaderPorts {
  readonly clock: Clock;
  /** The connected company; null before there is one. */
  readonly company: () => {
    readonly dataCentre: DataCentre;
    readonly zgid: string;
    readonly currency: string;
  } | null;
}

/** Enough to tell candidates apart; the chosen one is read whole. */
const searchedFields: Readonly<Record<'Contacts' | 'Leads', readonly string[]>> = {
  Contacts: [
    'First_Name',
    'Last_Name',
    'Full_Name',
    'Email',
    'Phone',
    'Mobile',
    'Account_Name',
    'Modified_Time',
  ],
  Leads: [
    'First_Name',
    'Last_Name',
    'Full_Name',
    'Email',
    'Phone',
    'Mobile',
    'Company',
    'Modified_Time',
  ],
};

const dealFields = ['Deal_Name', 'Stage', 'Amount', 'Closing_Date', 'Owner', 'Currency'] as const;
const noteFields = ['Note_Title', 'Note_Content', 'Created_By', 'Owner', 'Created_Time'] as const;
const activityFields = [
  'Subject',
  'Status',
  'Due_Date',
  'Call_Start_Time',
  'Start_DateTime',
  'Owner',
] as const;

/** Closed activities are a list of their own; rows say which module they are of. */
const activityLists = [
  { list: 'Activities_Chronological_View', done: false },
  { list: 'Activities_Chronological_View_History', done: true },
] as const;

const activityModules = { Tasks: 'task', Calls: 'call', Events: 'event' } as const;
type ActivityModule = keyof typeof activityModules;

/** Column of the due time in each module, for COQL. */
const dueFields: Readonly<Record<ActivityModule, readonly string[]>> = {
  Tasks: ['Subject', 'Status', 'Due_Date', 'Owner'],
  Calls: ['Subject', 'Call_Start_Time', 'Owner'],
  Events: ['Event_Title', 'Start_DateTime', 'Owner'],
};

/** Tabs of CRM's interface; deals keep their old name there (contract section 5 [M]). */
const tabs: Readonly<Record<string, string>> = { Deals: 'Potentials' };

function moduleOfActivity(row: Row): ActivityModule {
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
    type: activityModules[module],
    subject: textIn(row, 'Subject') ?? textIn(row, 'Event_Title') ?? '',
    due: dueOf(row),
    done: done || textIn(row, 'Status') === 'Completed',
    owner: nameIn(row, 'Owner'),
  };
}

/** A lookup keeps its name; system keys (`$…`) are not the organisation's fields. */
function recordOf(module: CrmModule, row: Row): CrmRecord {
  const fields = Object.create(null) as Record<string, CrmValue>;
  for (const name of Object.keys(row)) {
    if (name.startsWith('$')) continue;
    const value = ownValue(row, name);
    const id =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? idOf(value) : null;
    const label = id === null ? null : nameIn(row, name);
    fields[name] =
      id !== null && label !== null ? { id, name: label } : readCrmValue(value, undefined);
  }
  return { module, id: rowId(row), modifiedAt: instantIn(row, 'Modified_Time'), fields };
}

/** The characters that the search takes (contract 2.7, specification); too short finds everybody. */
function searchablePhone(value: string): string | null {
  const plus = value.trim().startsWith('+') ? '+' : '';
  const digits = value.replace(/[^\d\s().-]/g, '').trim();
  return digits.replace(/\D/g, '').length < 5 ? null : `${plus}${digits}`.slice(0, 50);
}

export function createCrmReader(http: Http, ports: CrmReaderPorts): CrmReader {
  const related = createRelated(http);
  const stages = createStages(http, ports.clock);

  /** Activities where the chronological lists are missing: one query a module (contract 2.6). */
  async function queriedActivities(
    module: CrmModule,
    id: RecordId,
  ): Promise<readonly CrmActivity[]> {
    const found: CrmActivity[] = [];
    for (const from of ['Tasks', 'Calls', 'Events'] as const) {
      const where = module === 'Accounts' ? `'What_Id->Accounts.id' = '${id}'` : `Who_Id = '${id}'`;
      const rows = await related.query(['id', ...dueFields[from]], `from ${from} where ${where}`);
      found.push(...rows.map((row) => activityOf(row, from, false)));
    }
    return found;
  }

  return {
    async record(module, id) {
      return orNull(async () => {
        const answer = await http.send({
          method: 'GET',
          path: `/crm/v8/${module}/${parse(idShape, id, 'crm id')}`,
          writing: false,
          lane: 'interactive',
          credits: 1,
          // An id that is none of this module (contract 2.3).
          results: [400],
        });
        if (answer.status === 400) return null;
        const row = readRows(answer, 'crm record').rows[0];
        return row === undefined || rowId(row) !== id ? null : recordOf(module, row);
      });
    },

    async search(module, by, value) {
      const asked = by === 'phone' ? searchablePhone(value) : value.trim();
      if (asked === null || asked === '') return [];
      const answer = await http.send({
        method: 'GET',
        path: `/crm/v8/${module}/search`,
        query: { [by]: asked, fields: searchedFields[module].join(',') },
        writing: false,
        lane: 'interactive',
        credits: 1,
      });
      return readRows(answer, 'crm search').rows.map((row) => recordOf(module, row));
    },

    async deals(module, id) {
      if (module === 'Leads') return [];
      const column = module === 'Contacts' ? 'Contact_Name' : 'Account_Name';
      const rows = await related.rows(module, id, {
        list: 'Deals',
        fields: dealFields,
        otherwise: `from Deals where ${column} = '${id}'`,
      });
      return (rows ?? []).map((row) => ({
        id: rowId(row),
        name: textIn(row, 'Deal_Name') ?? '',
        stage: textIn(row, 'Stage') ?? '',
        amount: numberIn(row, 'Amount'),
        currency: textIn(row, 'Currency') ?? ports.company()?.currency ?? '',
        closesOn: textIn(row, 'Closing_Date')?.slice(0, 10) ?? null,
        owner: nameIn(row, 'Owner'),
      }));
    },

    async notes(module, id) {
      const rows = await related.rows(module, id, {
        list: 'Notes',
        fields: noteFields,
        otherwise: null,
      });
      return (rows ?? []).map((row) => ({
        id: rowId(row),
        title: textIn(row, 'Note_Title'),
        text: textIn(row, 'Note_Content') ?? '',
        author: nameIn(row, 'Created_By') ?? nameIn(row, 'Owner'),
        at: instantIn(row, 'Created_Time'),
      }));
    },

    async activities(module, id) {
      const found: CrmActivity[] = [];
      for (const { list, done } of activityLists) {
        const rows = await related.rows(module, id, {
          list,
          fields: activityFields,
          otherwise: null,
        });
        if (rows === null) return queriedActivities(module, id);
        found.push(...rows.map((row) => activityOf(row, moduleOfActivity(row), done)));
      }
      return found;
    },

    stages,

    url(module, id) {
      const company = ports.company();
      const tab = Object.hasOwn(tabs, module) ? (tabs[module] ?? module) : module;
      const origin = crmPagesOrigin(company?.dataCentre ?? 'us');
      const path = company === null ? '/crm/' : `/crm/org${encodeURIComponent(company.zgid)}/`;
      return `${origin}${path}tab/${tab}/${encodeURIComponent(id)}`;
    },
  };
}
