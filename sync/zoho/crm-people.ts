/**
 * Many people of CRM in few calls, for lists and the board: COQL with several lists a query
 * (contract 2.7).
 */
import type { CrmPerson, PeopleReader } from '../engine/handshake-ports';
import type { CrmReader } from '../engine/profile-ports';
import { SyncError } from '../core/problem';
import { rowsPerQuery } from '../core/reading-cost';
import { readRows, rowId } from './crm-records';
import type { Http } from './http';
import { idOf, nameIn, numberIn, textIn, type Row } from './reader-rows';
import { ownValue } from './record-page';

/** Contract 2.7: values of one `in`. */
const valuesPerList = 50;
/** Lists in one query; well below the criteria that one may have. */
const listsPerQuery = 8;
/** Bounds a walk over rows that never end. */
const mostPages = 10;

/** COQL without what an organisation may lack. */
interface Columns {
  /** Compared with the values. */
  readonly where: readonly string[];
  readonly select: readonly string[];
}

const emailColumns: Readonly<Record<CrmPerson['module'], readonly string[]>> = {
  Contacts: ['Email', 'Secondary_Email'],
  Leads: ['Email', 'Secondary_Email'],
};
const phoneColumns = ['Phone', 'Mobile'];
const dealColumns = ['Deal_Name', 'Stage', 'Amount', 'Closing_Date', 'Currency'];

const quoted = (value: string): string => `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

/** At most two criteria stand side by side; more are bracketed in pairs. */
const either = (criteria: readonly string[]): string =>
  criteria.slice(1).reduce((all, one) => `(${all} or ${one})`, criteria[0] ?? '');

function inLots<T>(values: readonly T[], size: number): T[][] {
  const lots: T[][] = [];
  for (let at = 0; at < values.length; at += size) lots.push(values.slice(at, at + size));
  return lots;
}

export function createPeopleReader(
  http: Http,
  ports: { readonly stages: CrmReader['stages']; readonly currency: () => string },
): PeopleReader {
  /** Columns that this organisation turned out not to have. */
  const absent = new Set<string>();

  async function page(module: string, columns: readonly string[], where: string): Promise<Row[]> {
    const found: Row[] = [];
    let criteria = where;
    for (let round = 0; round < mostPages; round += 1) {
      const answer = await http.send({
        method: 'POST',
        path: '/crm/v8/coql',
        body: {
          select_query: `select ${['id', ...columns].join(', ')} from ${module} where ${criteria} order by id asc limit ${String(rowsPerQuery)}`,
        },
        writing: false,
        lane: 'interactive',
        credits: 3,
      });
      const read = readRows(answer, 'crm coql');
      found.push(...read.rows);
      const last = read.rows.at(-1);
      if (!read.more || last === undefined) break;
      criteria = `(${where} and id > ${quoted(rowId(last))})`;
    }
    return found;
  }

  /** Rows where any of the columns holds any of the values. */
  async function rows(
    module: string,
    { where, select }: Columns,
    values: readonly string[],
  ): Promise<Row[]> {
    const compared = where.filter((name) => !absent.has(`${module}.${name}`));
    const shown = [...new Set([...select, ...where])].filter(
      (name) => name !== 'id' && !absent.has(`${module}.${name}`),
    );
    const perQuery = valuesPerList * Math.max(1, Math.floor(listsPerQuery / compared.length));
    const found: Row[] = [];
    for (const lot of inLots(values, perQuery)) {
      const criteria = inLots(lot, valuesPerList).flatMap((list) =>
        compared.map((name) => `${name} in (${list.map(quoted).join(', ')})`),
      );
      found.push(...(await page(module, shown, either(criteria))));
    }
    return found;
  }

  /** A field that the organisation lacks makes a query fail as a whole: then it is asked without. */
  async function tolerant(
    module: string,
    columns: Columns,
    values: readonly string[],
    optional: readonly string[],
  ): Promise<Row[]> {
    if (values.length === 0) return [];
    try {
      return await rows(module, columns, values);
    } catch (thrown) {
      const unknown = optional.filter((name) => !absent.has(`${module}.${name}`));
      const refused = thrown instanceof SyncError && thrown.problem.code === 'defect.request';
      if (!refused || unknown.length === 0) throw thrown;
      for (const name of unknown) absent.add(`${module}.${name}`);
      return rows(module, columns, values);
    }
  }

  async function people(
    module: CrmPerson['module'],
    where: readonly string[],
    values: readonly string[],
  ): Promise<CrmPerson[]> {
    const optional = where.filter((name) => name === 'Secondary_Email' || name === 'Mobile');
    const found = await tolerant(module, { where, select: [] }, values, optional);
    return found.map((row) => ({
      module,
      id: rowId(row),
      emails: texts(row, emailColumns[module]).map((text) => text.toLowerCase()),
      phones: texts(row, phoneColumns).map((text) => text.replaceAll(/\D/g, '')),
    }));
  }

  async function dealsBy<T>(
    lookup: 'Contact_Name' | 'Account_Name',
    ids: readonly string[],
    of: (deal: ReturnType<typeof dealOf>, ownerId: string) => T,
  ): Promise<T[]> {
    const columns = { where: [lookup], select: dealColumns };
    const found = await tolerant('Deals', columns, [...new Set(ids)], ['Currency']);
    return found.flatMap((row) => {
      const ownerId = idOf(ownValue(row, lookup));
      return ownerId === null ? [] : [of(dealOf(row, ports.currency()), ownerId)];
    });
  }

  return {
    existing: (module, ids) => people(module, ['id'], [...new Set(ids)]),
    byEmail: (module, addresses) => people(module, emailColumns[module], addresses),
    byPhone: (module, numbers) => people(module, phoneColumns, numbers),
    deals: (contactIds) =>
      dealsBy('Contact_Name', contactIds, (deal, contactId) => ({ ...deal, contactId })),
    dealsOfAccounts: (accountIds) =>
      dealsBy('Account_Name', accountIds, (deal, accountId) => ({ ...deal, accountId })),
    async accountsOf(contactIds) {
      const columns = { where: ['id'], select: ['Account_Name'] };
      const found = await tolerant('Contacts', columns, contactIds, ['Account_Name']);
      return new Map(
        found.flatMap((row) => {
          const accountId = idOf(ownValue(row, 'Account_Name'));
          return accountId === null ? [] : [[rowId(row), accountId] as const];
        }),
      );
    },
    stages: ports.stages,
  };
}

function texts(row: Row, names: readonly string[]): string[] {
  return names.map((name) => textIn(row, name)?.trim() ?? '').filter((text) => text !== '');
}

function dealOf(row: Row, currency: string) {
  return {
    id: rowId(row),
    name: textIn(row, 'Deal_Name') ?? '',
    stage: textIn(row, 'Stage') ?? '',
    amount: numberIn(row, 'Amount'),
    currency: textIn(row, 'Currency') ?? currency,
    closesOn: textIn(row, 'Closing_Date')?.slice(0, 10) ?? null,
    owner: nameIn(row, 'Owner'),
  };
}
