/** The permissions that Tandem asks for, and nothing beyond them (contract 1.6). */
import { additionScope } from '../core/addition';
import type { Use } from '../engine/connect-ports';
import type { AdditionKind, Side } from '../types';

const read = (names: readonly string[]): string[] => names.map((name) => `${name}.READ`);
const write = (names: readonly string[]): string[] =>
  names.flatMap((name) => [`${name}.CREATE`, `${name}.UPDATE`, `${name}.DELETE`]);

const crmSynced = ['contacts', 'accounts', 'products'].map((name) => `ZohoCRM.modules.${name}`);
const crmShown = ['leads', 'deals', 'notes', 'tasks', 'calls', 'events'].map(
  (name) => `ZohoCRM.modules.${name}`,
);
/** Fields, related lists and stages are needed to show a record as the organisation set it up. */
const crmSettings = ['modules', 'fields', 'related_lists', 'layouts', 'pipeline'].map(
  (name) => `ZohoCRM.settings.${name}`,
);
/** The list views that the scope of the sync is chosen from. */
const crmViews = 'ZohoCRM.settings.custom_views';
/** Organisation variables: which installation runs the sync, and the settings that agents read. */
const crmVariables = 'ZohoCRM.settings.variables';

/** `Desk.contacts` covers accounts too. */
const deskSynced = ['Desk.contacts', 'Desk.products'];

const scopes: Readonly<Record<Side, Readonly<Record<Use, readonly string[]>>>> = {
  crm: {
    owner: [
      ...read([...crmSynced, ...crmShown]),
      ...write(crmSynced),
      ...read([...crmSettings, crmViews, crmVariables]),
      `${crmVariables}.CREATE`,
      `${crmVariables}.UPDATE`,
      // The field for Desk's ids, if the administrator wants one.
      'ZohoCRM.settings.fields.CREATE',
      'ZohoCRM.coql.READ',
      // The first reading of a large organisation.
      'ZohoCRM.bulk.READ',
      'ZohoSearch.securesearch.READ',
      'ZohoCRM.users.READ',
      'ZohoCRM.org.READ',
    ],
    agent: [
      ...read(['contacts', 'accounts'].map((name) => `ZohoCRM.modules.${name}`)),
      ...read(crmShown),
      ...read([...crmSettings, crmVariables]),
      'ZohoCRM.coql.READ',
      'ZohoSearch.securesearch.READ',
      'ZohoCRM.users.READ',
      'ZohoCRM.org.READ',
    ],
  },
  desk: {
    owner: [
      ...read(deskSynced),
      ...write(deskSynced),
      'Desk.tickets.READ',
      'Desk.search.READ',
      'Desk.basic.READ',
      // The recycle bin and the fields' metadata.
      'Desk.settings.READ',
    ],
    agent: ['Desk.contacts.READ', 'Desk.tickets.READ', 'Desk.basic.READ'],
  },
};

/** What one sign-in asks for. `adds`: what agents may add to CRM here; asked for only then. */
export function scopesFor(
  side: Side,
  use: Use,
  adds: readonly AdditionKind[] = [],
): readonly string[] {
  const asked = scopes[side][use];
  return side === 'crm' ? [...new Set([...asked, ...adds.map(additionScope)])] : asked;
}
