/** What the sidebar reads of CRM: a record with its deals, notes and activities (contract 2.3, 2.6, 2.7). */
import type { Clock } from '../engine/ports';
import type { CrmModule, CrmReader, CrmRecord, CrmValue } from '../engine/profile-ports';
import { createActivities } from './crm-activities';
import { readRows, rowId } from './crm-records';
import { createRelated } from './crm-related';
import { createStages } from './crm-stages';
import { readCrmValue } from './crm-values';
import { crmPagesOrigin } from './data-centres';
import type { Http } from './http';
import { idOf, instantIn, nameIn, numberIn, orNull, textIn, type Row } from './reader-rows';
import { idShape, ownValue, parse } from './record-page';
import type { DataCentre } from '../types';

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
const searchedFields: Readonly<Record<CrmModule, readonly string[]>> = {
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
  Accounts: ['Account_Name', 'Website', 'Phone', 'Modified_Time'],
};

const accountFields = ['id', 'Account_Name', 'Website', 'Phone', 'Owner', 'Modified_Time'] as const;
const dealFields = ['Deal_Name', 'Stage', 'Amount', 'Closing_Date', 'Owner', 'Currency'] as const;
const noteFields = ['Note_Title', 'Note_Content', 'Created_By', 'Owner', 'Created_Time'] as const;
/** Contract 2.2: `page` reaches 2,000 rows. Type and sums need every potential. */
const dealPages = 10;
/** Tabs of CRM's interface; deals keep their old name there (contract section 5 [M]). */
const tabs: Readonly<Record<string, string>> = { Deals: 'Potentials' };

/** Rows of a search by hand: more are found by typing more. */
const mostFound = 20;

/** Characters that CRM keeps of an account's name. */
const longestName = 200;

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

  function home(): string {
    const company = ports.company();
    const origin = crmPagesOrigin(company?.dataCentre ?? 'us');
    return company === null
      ? `${origin}/crm/`
      : `${origin}/crm/org${encodeURIComponent(company.zgid)}/`;
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

    async found(module, words) {
      const word = words.trim();
      // Contract 2.7: two characters at least.
      if (Array.from(word).length < 2) return [];
      const answer = await http.send({
        method: 'GET',
        path: `/crm/v8/${module}/search`,
        query: { word, fields: searchedFields[module].join(','), per_page: String(mostFound) },
        writing: false,
        lane: 'interactive',
        credits: 1,
      });
      return readRows(answer, 'crm search').rows.map((row) => recordOf(module, row));
    },

    async accountsNamed(name) {
      const wanted = name.trim();
      if (wanted === '' || wanted.length > longestName) return [];
      const quoted = wanted.replaceAll(/[\\']/g, String.raw`\$&`);
      const { rows } = await related.query(
        accountFields,
        `from Accounts where Account_Name = '${quoted}'`,
      );
      return rows.map((row) => recordOf('Accounts', row));
    },

    async deals(module, id) {
      if (module === 'Leads') return { deals: [], more: false };
      const column = module === 'Contacts' ? 'Contact_Name' : 'Account_Name';
      const read = await related.counted(module, id, {
        list: 'Deals',
        fields: dealFields,
        otherwise: `from Deals where ${column} = '${id}'`,
        pages: dealPages,
      });
      const deals = (read?.rows ?? []).map((row) => ({
        id: rowId(row),
        name: textIn(row, 'Deal_Name') ?? '',
        stage: textIn(row, 'Stage') ?? '',
        amount: numberIn(row, 'Amount'),
        currency: textIn(row, 'Currency') ?? ports.company()?.currency ?? '',
        closesOn: textIn(row, 'Closing_Date')?.slice(0, 10) ?? null,
        owner: nameIn(row, 'Owner'),
      }));
      return { deals, more: read?.more === true };
    },

    async notes(module, id) {
      const read = await related.counted(module, id, {
        list: 'Notes',
        fields: noteFields,
        otherwise: null,
      });
      const rows = (read?.rows ?? []).map((row) => ({
        id: rowId(row),
        title: textIn(row, 'Note_Title'),
        text: textIn(row, 'Note_Content') ?? '',
        author: nameIn(row, 'Created_By') ?? nameIn(row, 'Owner'),
        at: instantIn(row, 'Created_Time'),
      }));
      return { rows, more: read?.more === true };
    },

    activities: createActivities(related, ports.clock),

    stages,

    home,

    url(module, id) {
      const tab = Object.hasOwn(tabs, module) ? (tabs[module] ?? module) : module;
      return `${home()}tab/${tab}/${encodeURIComponent(id)}`;
    },
  };
}
