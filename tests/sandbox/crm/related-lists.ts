/** Which lists a record carries and what fills them (contract 2.6). */
import type { World } from '../world';
import type { RelatedList } from './metadata';

type Spec = readonly [
  apiName: string,
  label: string,
  module: string | null,
  source: RelatedList['source'],
];

const by = (...fields: readonly string[]): RelatedList['source'] => ({ kind: 'lookup', fields });
const empty: RelatedList['source'] = { kind: 'empty' };

const notes: Spec = ['Notes', 'Notes', 'Notes', by('Parent_Id')];
const attachments: Spec = ['Attachments', 'Attachments', null, empty];

function activities(...fields: readonly string[]): Spec[] {
  return [
    ['Activities_Chronological_View', 'Open Activities', null, { kind: 'activities', open: true }],
    [
      'Activities_Chronological_View_History',
      'Closed Activities',
      null,
      { kind: 'activities', open: false },
    ],
    ['Tasks', 'Tasks', 'Tasks', by(...fields)],
    ['Events', 'Meetings', 'Events', by(...fields)],
    ['Calls', 'Calls', 'Calls', by(...fields)],
  ];
}

const specs: Readonly<Record<string, readonly Spec[]>> = {
  Leads: [notes, attachments, ...activities('What_Id')],
  Accounts: [
    notes,
    attachments,
    ['Deals', 'Deals', 'Deals', by('Account_Name')],
    ['Contacts', 'Contacts', 'Contacts', by('Account_Name')],
    ['Member_Accounts', 'Member Accounts', 'Accounts', by('Parent_Account')],
    ...activities('What_Id'),
    ['Desk', 'Zoho Desk', null, empty],
  ],
  Contacts: [
    notes,
    attachments,
    ['Deals', 'Deals', 'Deals', by('Contact_Name')],
    ['Products', 'Products', 'Products', empty],
    ...activities('Who_Id'),
    ['Desk', 'Zoho Desk', null, empty],
  ],
  Deals: [
    notes,
    attachments,
    ['Products', 'Products', 'Products', empty],
    ...activities('What_Id'),
  ],
  Products: [notes, attachments, ['Contacts', 'Contacts', 'Contacts', by('Preferred_Product')]],
};

/** The lists of a module in the order of its layout. */
export function relatedListsOf(world: World, module: string): RelatedList[] {
  return (specs[module] ?? []).map(([apiName, label, target, source]) => ({
    id: world.nextId(),
    apiName,
    label,
    module: target,
    source,
  }));
}
