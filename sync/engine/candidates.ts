/** Records of CRM to choose from, with what of them may be shown. */
import type { CandidateView } from '../protocol/profile';
import type { TypeRules } from '../protocol/permissions';
import type { Access } from './access';
import { readTypesOf } from './customer-types';
import { lineOf, lookupOf, nameOf } from './facts';
import type { PeopleReader } from './handshake-ports';
import type { CrmModule, CrmRecord } from './profile-ports';

/** One record; without the company for whoever may not see accounts. */
export function candidateOf<Module extends CrmModule>(
  { module, id, fields, modifiedAt }: CrmRecord & { readonly module: Module },
  { account }: Pick<Access, 'account'>,
): Omit<CandidateView, 'module'> & { readonly module: Module } {
  return {
    module,
    id,
    name: nameOf({ module, id, fields, modifiedAt }),
    company: account
      ? (lookupOf(fields['Account_Name'])?.name ?? lineOf(fields['Company']))
      : undefined,
    email: lineOf(fields['Email']),
    modifiedAt,
  };
}

export interface CandidatePorts {
  readonly people: PeopleReader;
  /** How deals make a type for whom this is read. */
  readonly rules: TypeRules;
  /** YYYY-MM-DD; a win's age is counted from it. */
  readonly today: string;
}

/** People of one address, as they were found; their deals are read only where they may be shown. */
export async function readCandidates(
  records: readonly CrmRecord[],
  access: Access,
  { people, rules, today }: CandidatePorts,
): Promise<readonly CandidateView[]> {
  const persons = records.map((record) => {
    const module: CandidateView['module'] = record.module === 'Leads' ? 'Leads' : 'Contacts';
    return candidateOf({ ...record, module }, access);
  });
  if (!access.potentials) return persons;
  // Without their deals they can be told apart less well, and chosen all the same.
  const types = await readTypesOf(persons, rules, today, people).catch(() => null);
  return persons.map((person) => ({ ...person, deals: types?.get(person.id) ?? null }));
}
