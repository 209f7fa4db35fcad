/** The fields every new portal has, with the lengths of contract 3.3, 3.4, 3.5 and 3.8. */
import type { FieldSeed } from './fields';

const address: readonly FieldSeed[] = [
  { apiName: 'street', label: 'Street', type: 'Text', maxLength: 250 },
  // The spec allows 100 on create and 30 on update.
  { apiName: 'city', label: 'City', type: 'Text', maxLength: 100, updateMaxLength: 30 },
  { apiName: 'state', label: 'State', type: 'Text', maxLength: 100, updateMaxLength: 30 },
  { apiName: 'country', label: 'Country', type: 'Text', maxLength: 100, updateMaxLength: 30 },
];

const owner: FieldSeed = { apiName: 'ownerId', label: 'Owner', type: 'LookUp', lookup: 'agents' };
const layout: FieldSeed = {
  apiName: 'layoutId',
  label: 'Layout',
  type: 'LookUp',
  lookup: 'layouts',
};
const description: FieldSeed = {
  apiName: 'description',
  label: 'Description',
  type: 'Textarea',
  maxLength: 65_535,
};

const contacts: readonly FieldSeed[] = [
  { apiName: 'firstName', label: 'First Name', type: 'Text', maxLength: 40 },
  { apiName: 'lastName', label: 'Last Name', type: 'Text', maxLength: 200, mandatory: true },
  { apiName: 'accountId', label: 'Account Name', type: 'LookUp', lookup: 'accounts' },
  { apiName: 'email', label: 'Email', type: 'Email', maxLength: 255 },
  { apiName: 'secondaryEmail', label: 'Secondary Email', type: 'Email', maxLength: 100 },
  { apiName: 'phone', label: 'Phone', type: 'Phone', maxLength: 50 },
  { apiName: 'mobile', label: 'Mobile', type: 'Phone', maxLength: 50 },
  {
    apiName: 'type',
    label: 'Type',
    type: 'Picklist',
    values: ['paidUser', 'freeUser', 'trialUser'],
  },
  { apiName: 'title', label: 'Title', type: 'Text', maxLength: 100 },
  ...address,
  { apiName: 'zip', label: 'Zip', type: 'Text', maxLength: 30, numeric: true },
  { apiName: 'twitter', label: 'Twitter', type: 'Text', maxLength: 100 },
  { apiName: 'facebook', label: 'Facebook', type: 'Text', maxLength: 100 },
  { apiName: 'language', label: 'Language', type: 'Text', maxLength: 100 },
  owner,
  layout,
  description,
];

const accounts: readonly FieldSeed[] = [
  { apiName: 'accountName', label: 'Account Name', type: 'Text', maxLength: 200, mandatory: true },
  { apiName: 'website', label: 'Website', type: 'URL', maxLength: 120 },
  { apiName: 'email', label: 'Email', type: 'Email', maxLength: 255 },
  { apiName: 'phone', label: 'Phone', type: 'Phone', maxLength: 30 },
  { apiName: 'fax', label: 'Fax', type: 'Fax', maxLength: 30 },
  { apiName: 'industry', label: 'Industry', type: 'Text', maxLength: 120 },
  { apiName: 'annualrevenue', label: 'Annual Revenue', type: 'Currency', maxLength: 100 },
  ...address,
  { apiName: 'code', label: 'Code', type: 'Text', maxLength: 30 },
  owner,
  layout,
  description,
];

const products: readonly FieldSeed[] = [
  { apiName: 'productName', label: 'Product Name', type: 'Text', maxLength: 200, mandatory: true },
  { apiName: 'productCode', label: 'Product Code', type: 'Text', maxLength: 200 },
  { apiName: 'unitPrice', label: 'Unit Price', type: 'Currency', maxLength: 100 },
  {
    apiName: 'productCategory',
    label: 'Product Category',
    type: 'Picklist',
    values: ['Software', 'Hardware', 'Service'],
  },
  { apiName: 'manufacturer', label: 'Manufacturer', type: 'Picklist', values: ['Zylker', 'Acme'] },
  owner,
  layout,
  description,
];

const ticketStatuses = ['Open', 'On Hold', 'Escalated', 'Closed'];

const tickets: readonly FieldSeed[] = [
  { apiName: 'subject', label: 'Subject', type: 'Text', maxLength: 1000, mandatory: true },
  {
    apiName: 'contactId',
    label: 'Contact Name',
    type: 'LookUp',
    lookup: 'contacts',
    mandatory: true,
  },
  { apiName: 'accountId', label: 'Account Name', type: 'LookUp', lookup: 'accounts' },
  { apiName: 'productId', label: 'Product Name', type: 'LookUp', lookup: 'products' },
  {
    apiName: 'departmentId',
    label: 'Department',
    type: 'LookUp',
    lookup: 'departments',
    mandatory: true,
  },
  { apiName: 'assigneeId', label: 'Ticket Owner', type: 'LookUp', lookup: 'agents' },
  { apiName: 'status', label: 'Status', type: 'Picklist', values: ticketStatuses },
  { apiName: 'priority', label: 'Priority', type: 'Picklist', values: ['Low', 'Medium', 'High'] },
  {
    apiName: 'channel',
    label: 'Channel',
    type: 'Picklist',
    values: ['Email', 'Phone', 'Web', 'Chat', 'Forums', 'Facebook', 'Twitter'],
  },
  {
    apiName: 'classification',
    label: 'Classification',
    type: 'Picklist',
    values: ['Question', 'Problem', 'Feature', 'Others'],
  },
  { apiName: 'category', label: 'Category', type: 'Text', maxLength: 120 },
  { apiName: 'subCategory', label: 'Sub Category', type: 'Text', maxLength: 120 },
  { apiName: 'email', label: 'Email', type: 'Email', maxLength: 150 },
  { apiName: 'phone', label: 'Phone', type: 'Phone', maxLength: 120 },
  { apiName: 'language', label: 'Language', type: 'Text', maxLength: 100 },
  { apiName: 'dueDate', label: 'Due Date', type: 'DateTime' },
  { apiName: 'resolution', label: 'Resolution', type: 'Textarea', maxLength: 65_535 },
  layout,
  description,
];

const activity: readonly FieldSeed[] = [
  { apiName: 'subject', label: 'Subject', type: 'Text', maxLength: 300, mandatory: true },
  {
    apiName: 'departmentId',
    label: 'Department',
    type: 'LookUp',
    lookup: 'departments',
    mandatory: true,
  },
  { apiName: 'ticketId', label: 'Ticket', type: 'LookUp', lookup: 'tickets' },
  { apiName: 'contactId', label: 'Contact Name', type: 'LookUp', lookup: 'contacts' },
  { apiName: 'priority', label: 'Priority', type: 'Picklist', values: ['Low', 'Normal', 'High'] },
  owner,
  layout,
  description,
];

/** By module, in the order a layout shows them. */
export const standardFields: Readonly<Record<string, readonly FieldSeed[]>> = {
  contacts,
  accounts,
  products,
  tickets,
  tasks: [
    ...activity,
    {
      apiName: 'status',
      label: 'Status',
      type: 'Picklist',
      values: ['Not Started', 'In Progress', 'Completed'],
    },
    { apiName: 'dueDate', label: 'Due Date', type: 'DateTime' },
  ],
  calls: [
    ...activity,
    {
      apiName: 'status',
      label: 'Status',
      type: 'Picklist',
      values: ['Scheduled', 'In Progress', 'Completed', 'Missed'],
    },
    { apiName: 'direction', label: 'Direction', type: 'Picklist', values: ['inbound', 'outbound'] },
    { apiName: 'startTime', label: 'Start Time', type: 'DateTime' },
    { apiName: 'duration', label: 'Duration', type: 'Number' },
  ],
  events: [
    ...activity,
    { apiName: 'status', label: 'Status', type: 'Picklist', values: ['Open', 'Completed'] },
    { apiName: 'startTime', label: 'Start Time', type: 'DateTime' },
    { apiName: 'duration', label: 'Duration', type: 'Number' },
  ],
  contracts: [
    {
      apiName: 'contractName',
      label: 'Contract Name',
      type: 'Text',
      maxLength: 80,
      mandatory: true,
    },
    { apiName: 'contractNumber', label: 'Contract Number', type: 'Text', maxLength: 50 },
    {
      apiName: 'accountId',
      label: 'Account Name',
      type: 'LookUp',
      lookup: 'accounts',
      mandatory: true,
    },
    { apiName: 'productId', label: 'Product Name', type: 'LookUp', lookup: 'products' },
    { apiName: 'departmentId', label: 'Department', type: 'LookUp', lookup: 'departments' },
    { apiName: 'startDate', label: 'Start Date', type: 'Date', mandatory: true },
    { apiName: 'endDate', label: 'End Date', type: 'Date', mandatory: true },
    owner,
    description,
  ],
};
