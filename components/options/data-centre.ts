import type { DataCentre } from '../../sync/types';

/** The host names people know their data centre by. */
export const zohoHosts: Readonly<Record<DataCentre, string>> = {
  us: 'zoho.com',
  eu: 'zoho.eu',
  in: 'zoho.in',
  au: 'zoho.com.au',
  jp: 'zoho.jp',
  cn: 'zoho.com.cn',
  ca: 'zohocloud.ca',
  sa: 'zoho.sa',
  uk: 'zoho.uk',
  ae: 'zoho.ae',
  sg: 'zoho.sg',
};
