/** One customer's data in the field names of either side. */
import type { Fields } from './draft';

export interface ContactData {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone?: string;
  readonly mobile?: string;
  readonly title?: string;
  readonly street?: string;
  readonly city?: string;
  readonly zip?: string;
  readonly country?: string;
  readonly description?: string;
}

export interface AccountData {
  readonly name: string;
  readonly website?: string;
  readonly phone?: string;
  readonly industry?: string;
  readonly revenue?: number;
  readonly street?: string;
  readonly city?: string;
  readonly zip?: string;
  readonly country?: string;
  readonly description?: string;
}

export interface ProductData {
  readonly name: string;
  readonly code: string;
  readonly price: number;
  readonly category: 'Hardware' | 'Software';
  readonly description?: string;
}

/** Empty values are left out: neither API is sent any. */
function filled(fields: Record<string, unknown>): Fields {
  const result: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined && value !== '') result[name] = value;
  }
  return result;
}

export function deskContact(data: ContactData): Fields {
  const { first, last, email, phone, mobile, title, street, city, zip, country, description } =
    data;
  return filled({
    firstName: first,
    lastName: last,
    email,
    phone,
    mobile,
    title,
    street,
    city,
    zip,
    country,
    description,
  });
}

export function crmContact(data: ContactData): Fields {
  return filled({
    First_Name: data.first,
    Last_Name: data.last,
    Email: data.email,
    Phone: data.phone,
    Mobile: data.mobile,
    Title: data.title,
    Mailing_Street: data.street,
    Mailing_City: data.city,
    Mailing_Zip: data.zip,
    Mailing_Country: data.country,
    Description: data.description,
  });
}

export function deskAccount(data: AccountData): Fields {
  const { name, website, phone, industry, revenue, street, city, zip, country, description } = data;
  const annualrevenue = revenue === undefined ? undefined : String(revenue);
  return filled({
    accountName: name,
    website,
    phone,
    industry,
    annualrevenue,
    street,
    city,
    code: zip,
    country,
    description,
  });
}

export function crmAccount(data: AccountData): Fields {
  return filled({
    Account_Name: data.name,
    Website: data.website,
    Phone: data.phone,
    Industry: data.industry,
    Annual_Revenue: data.revenue,
    Billing_Street: data.street,
    Billing_City: data.city,
    Billing_Code: data.zip,
    Billing_Country: data.country,
    Description: data.description,
  });
}

export function deskProduct(data: ProductData): Fields {
  return filled({
    productName: data.name,
    productCode: data.code,
    unitPrice: String(data.price),
    productCategory: data.category,
    description: data.description,
  });
}

export function crmProduct(data: ProductData): Fields {
  return filled({
    Product_Name: data.name,
    Product_Code: data.code,
    Unit_Price: data.price,
    Product_Category: data.category,
    Product_Active: true,
    Description: data.description,
  });
}
