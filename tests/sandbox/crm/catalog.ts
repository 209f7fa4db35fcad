/** The modules a new organisation starts with and their fields (contract 2.8 "Typical api names"). */
import { address, custom, field, fixed, must, systemFields, type FieldSpec } from './field-spec';

export interface ModuleSpec {
  readonly apiName: string;
  readonly singular: string;
  readonly legacyName?: string;
  readonly nameField: string;
  readonly fields: readonly FieldSpec[];
}

const lifecycle = ['Prospect', 'Active', 'Former'] as const;
const industries = [
  'Communications',
  'Education',
  'Finance',
  'Healthcare',
  'Manufacturing',
  'Retail',
  'Technology',
];
const sources = [
  'Advertisement',
  'Cold Call',
  'Employee Referral',
  'Trade Show',
  'Web Download',
  'Chat',
];
const salutations = ['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Prof.'];
const activityFields = [
  field('Who_Id', 'lookup', { lookup: 'Contacts' }),
  field('What_Id', 'lookup', { lookup: 'any' }),
  field('Description', 'textarea'),
];

/** Names in the order in which they stand in the CRM's own tab bar. */
export const moduleSpecs: readonly ModuleSpec[] = [
  {
    apiName: 'Leads',
    singular: 'Lead',
    nameField: 'Full_Name',
    fields: [
      field('Company', 'text', { ...must, length: 200 }),
      field('First_Name', 'text', { length: 40 }),
      field('Last_Name', 'text', { ...must, length: 80 }),
      field('Full_Name', 'text', fixed),
      field('Email', 'email'),
      field('Phone', 'phone'),
      field('Mobile', 'phone'),
      field('Website', 'website'),
      field('Lead_Source', 'picklist', { values: sources }),
      field('Lead_Status', 'picklist', {
        values: ['Attempted to Contact', 'Contacted', 'Junk Lead', 'Not Contacted'],
      }),
      field('Industry', 'picklist', { values: industries }),
      field('Description', 'textarea'),
      ...systemFields,
    ],
  },
  {
    apiName: 'Accounts',
    singular: 'Account',
    nameField: 'Account_Name',
    fields: [
      field('Account_Name', 'text', { ...must, length: 200 }),
      field('Website', 'website'),
      field('Phone', 'phone'),
      field('Fax', 'phone'),
      field('Account_Number', 'bigint'),
      field('Account_Type', 'picklist', {
        values: ['Analyst', 'Competitor', 'Customer', 'Partner', 'Prospect', 'Reseller'],
      }),
      field('Industry', 'picklist', { values: industries }),
      field('Annual_Revenue', 'currency'),
      field('Employees', 'integer'),
      field('Parent_Account', 'lookup', { lookup: 'Accounts' }),
      ...address('Billing', ['Street', 'City', 'State', 'Code', 'Country']),
      ...address('Shipping', ['Street', 'City', 'State', 'Code', 'Country']),
      field('Description', 'textarea'),
      field('Customer_Status', 'picklist', { ...custom, values: lifecycle }),
      field('Services', 'multiselectpicklist', {
        ...custom,
        values: ['Hosting', 'Support', 'Training', 'Consulting'],
      }),
      field('Seats', 'integer', custom),
      field('Health_Score', 'double', custom),
      field('Key_Account', 'boolean', custom),
      field('Contract_End', 'date', custom),
      field('Main_Contact', 'lookup', { ...custom, lookup: 'Contacts' }),
      ...systemFields,
    ],
  },
  {
    apiName: 'Contacts',
    singular: 'Contact',
    nameField: 'Full_Name',
    fields: [
      field('Salutation', 'picklist', { values: salutations }),
      field('First_Name', 'text', { length: 40 }),
      field('Last_Name', 'text', { ...must, length: 80 }),
      field('Full_Name', 'text', fixed),
      field('Account_Name', 'lookup', { lookup: 'Accounts' }),
      field('Email', 'email'),
      field('Secondary_Email', 'email'),
      field('Phone', 'phone'),
      field('Mobile', 'phone'),
      field('Home_Phone', 'phone'),
      field('Other_Phone', 'phone'),
      field('Fax', 'phone'),
      field('Title', 'text', { length: 100 }),
      field('Department', 'text', { length: 50 }),
      field('Lead_Source', 'picklist', { values: sources }),
      field('Date_of_Birth', 'date'),
      field('Email_Opt_Out', 'boolean'),
      field('Twitter', 'text', { length: 50 }),
      field('Skype_ID', 'text', { length: 50 }),
      ...address('Mailing', ['Street', 'City', 'State', 'Zip', 'Country']),
      ...address('Other', ['Street', 'City', 'State', 'Zip', 'Country']),
      field('Reporting_To', 'lookup', { lookup: 'Contacts' }),
      field('Description', 'textarea'),
      field('Customer_Status', 'picklist', { ...custom, values: lifecycle }),
      field('Customer_Tier', 'picklist', { ...custom, values: ['Bronze', 'Silver', 'Gold'] }),
      field('Interests', 'multiselectpicklist', {
        ...custom,
        values: ['Hardware', 'Software', 'Services', 'Training'],
      }),
      field('Loyalty_Points', 'integer', custom),
      field('Lifetime_Value', 'double', custom),
      field('Newsletter', 'boolean', custom),
      field('Renewal_Date', 'date', custom),
      field('Last_Contacted', 'datetime', custom),
      field('Preferred_Product', 'lookup', { ...custom, lookup: 'Products' }),
      ...systemFields,
    ],
  },
  {
    apiName: 'Deals',
    singular: 'Deal',
    legacyName: 'Potentials',
    nameField: 'Deal_Name',
    fields: [
      field('Deal_Name', 'text', { ...must, length: 120 }),
      field('Account_Name', 'lookup', { lookup: 'Accounts' }),
      field('Contact_Name', 'lookup', { lookup: 'Contacts' }),
      field('Pipeline', 'picklist'),
      field('Stage', 'picklist', must),
      field('Amount', 'currency'),
      field('Probability', 'integer'),
      field('Expected_Revenue', 'currency', fixed),
      field('Closing_Date', 'date'),
      field('Type', 'picklist', { values: ['Existing Business', 'New Business'] }),
      field('Lead_Source', 'picklist', { values: sources }),
      field('Next_Step', 'text', { length: 100 }),
      field('Currency', 'picklist'),
      field('Exchange_Rate', 'double'),
      field('Description', 'textarea'),
      field('Risk', 'picklist', { ...custom, values: ['Low', 'Medium', 'High'] }),
      ...systemFields,
    ],
  },
  {
    apiName: 'Tasks',
    singular: 'Task',
    nameField: 'Subject',
    fields: [
      field('Subject', 'text', must),
      field('Due_Date', 'date'),
      field('Status', 'picklist', {
        values: ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input'],
      }),
      field('Priority', 'picklist', { values: ['High', 'Highest', 'Low', 'Lowest', 'Normal'] }),
      field('Closed_Time', 'datetime', fixed),
      ...activityFields,
      ...systemFields,
    ],
  },
  {
    apiName: 'Events',
    singular: 'Event',
    nameField: 'Event_Title',
    fields: [
      field('Event_Title', 'text', must),
      field('Start_DateTime', 'datetime', must),
      field('End_DateTime', 'datetime', must),
      field('All_day', 'boolean'),
      field('Venue', 'text'),
      ...activityFields,
      ...systemFields,
    ],
  },
  {
    apiName: 'Calls',
    singular: 'Call',
    nameField: 'Subject',
    fields: [
      field('Subject', 'text', must),
      field('Call_Type', 'picklist', { ...must, values: ['Outbound', 'Inbound', 'Missed'] }),
      field('Call_Start_Time', 'datetime', must),
      field('Call_Duration', 'text', { length: 20 }),
      field('Outgoing_Call_Status', 'picklist', {
        values: ['Scheduled', 'Completed', 'Overdue', 'Cancelled'],
      }),
      field('Call_Purpose', 'picklist', {
        values: ['Prospecting', 'Administrative', 'Negotiation', 'Demo'],
      }),
      field('Call_Result', 'text'),
      ...activityFields,
      ...systemFields,
    ],
  },
  {
    apiName: 'Products',
    singular: 'Product',
    nameField: 'Product_Name',
    fields: [
      field('Product_Name', 'text', { ...must, length: 200 }),
      field('Product_Code', 'text', { length: 40 }),
      field('Product_Active', 'boolean'),
      field('Manufacturer', 'picklist', {
        values: ['AltvetPet Inc.', 'LexPon Inc.', 'MetBeat Corp.'],
      }),
      field('Product_Category', 'picklist', {
        values: ['Hardware', 'Software', 'CRM Applications', 'Services'],
      }),
      field('Unit_Price', 'currency'),
      field('Qty_in_Stock', 'double'),
      field('Description', 'textarea'),
      field('Availability', 'picklist', {
        ...custom,
        values: ['In stock', 'On order', 'Discontinued'],
      }),
      field('Regions', 'multiselectpicklist', { ...custom, values: ['EMEA', 'APAC', 'Americas'] }),
      field('Warranty_Months', 'integer', custom),
      field('Weight_kg', 'double', custom),
      field('Serialised', 'boolean', custom),
      field('Launch_Date', 'date', custom),
      field('Made_For', 'lookup', { ...custom, lookup: 'Accounts' }),
      ...systemFields,
    ],
  },
  {
    apiName: 'Notes',
    singular: 'Note',
    nameField: 'Note_Title',
    fields: [
      field('Note_Title', 'text', { length: 120 }),
      field('Note_Content', 'textarea', { length: 65_535 }),
      field('Parent_Id', 'lookup', { ...must, lookup: 'any' }),
      ...systemFields,
    ],
  },
];

/** Deal stages of the standard pipeline: name, probability, forecast type. */
export const stageSpecs = [
  ['Qualification', 10, 'Open'],
  ['Needs Analysis', 20, 'Open'],
  ['Value Proposition', 40, 'Open'],
  ['Proposal/Price Quote', 75, 'Open'],
  ['Negotiation/Review', 90, 'Open'],
  ['Closed Won', 100, 'Closed Won'],
  ['Closed Lost', 0, 'Closed Lost'],
] as const;

/** A second pipeline whose won and lost stages are not called so, as many organisations have. */
export const renewalStageSpecs = [
  ['Up for renewal', 50, 'Open'],
  ['Terms sent', 80, 'Open'],
  ['Renewed', 100, 'Closed Won'],
  ['Churned', 0, 'Closed Lost'],
] as const;
