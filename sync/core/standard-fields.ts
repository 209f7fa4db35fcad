/** The standard fields as they come mapped. Desk's limits are its API's; CRM's are read from its metadata. */
import type { FieldPair, SyncConfig } from '../types/settings';
import type { FieldType, Instant, Kind, Side } from '../types';
import { neverDelete } from './deletion';

const both: readonly Side[] = ['desk', 'crm'];

function field(
  desk: string,
  crm: string,
  type: FieldType,
  deskLength: number | null,
  extra: Pick<FieldPair, 'mandatory' | 'lookup'> = {},
): FieldPair {
  return {
    desk,
    crm,
    type,
    direction: 'both',
    maxLength: { desk: deskLength, crm: null },
    ...extra,
  };
}

/** Pre-mapped pairs of fields by kind. */
export const standardFields: Readonly<Record<Kind, readonly FieldPair[]>> = {
  account: [
    field('accountName', 'Account_Name', 'text', 200, { mandatory: both }),
    field('website', 'Website', 'url', 120),
    field('phone', 'Phone', 'phone', 30),
    field('fax', 'Fax', 'phone', 30),
    field('industry', 'Industry', 'picklist', 120),
    field('annualrevenue', 'Annual_Revenue', 'decimal', null),
    field('street', 'Billing_Street', 'text', 250),
    field('city', 'Billing_City', 'text', null),
    field('state', 'Billing_State', 'text', null),
    field('code', 'Billing_Code', 'text', 30),
    field('country', 'Billing_Country', 'text', null),
    field('description', 'Description', 'textarea', null),
  ],
  contact: [
    field('lastName', 'Last_Name', 'text', 200, { mandatory: both }),
    field('firstName', 'First_Name', 'text', 40),
    field('email', 'Email', 'email', 255),
    field('secondaryEmail', 'Secondary_Email', 'email', 100),
    field('phone', 'Phone', 'phone', 50),
    field('mobile', 'Mobile', 'phone', 50),
    field('title', 'Title', 'text', 100),
    field('accountId', 'Account_Name', 'lookup', null, { lookup: 'account' }),
    field('street', 'Mailing_Street', 'text', 250),
    field('city', 'Mailing_City', 'text', 100),
    field('state', 'Mailing_State', 'text', 100),
    field('zip', 'Mailing_Zip', 'text', null),
    field('country', 'Mailing_Country', 'text', 100),
    field('twitter', 'Twitter', 'text', 100),
    field('description', 'Description', 'textarea', 65_535),
  ],
  product: [
    field('productName', 'Product_Name', 'text', 200, { mandatory: both }),
    field('productCode', 'Product_Code', 'text', 200),
    field('unitPrice', 'Unit_Price', 'decimal', null),
    field('productCategory', 'Product_Category', 'picklist', null),
    field('manufacturer', 'Manufacturer', 'picklist', null),
    field('description', 'Description', 'textarea', null),
  ],
};

/**
 * What a new connection starts with. The import window begins one calendar year before it and
 * is fixed then: a window that moves would drop records while they wait.
 */
export function defaultConfig(now: Instant): SyncConfig {
  const from = new Date(now);
  from.setUTCFullYear(from.getUTCFullYear() - 1);
  return {
    version: 1,
    // Switched on by the administrator, who may choose departments first (SYN-2).
    syncType: { account: 'twoWay', contact: 'twoWay', product: 'displayOnly' },
    fields: standardFields,
    importFrom: from.getTime(),
    secondaryEmail: false,
    policy: 'crm',
    deletions: neverDelete,
  };
}
