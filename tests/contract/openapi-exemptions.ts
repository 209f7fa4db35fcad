/** Where Zoho's specifications are wrong, one by one (contract section 6 and the section named). */

export interface Exemption {
  /** Matched against `{side} {METHOD} {template}: {violation}`. */
  readonly matches: RegExp;
  readonly because: string;
}

export const exemptions: readonly Exemption[] = [
  {
    matches: /^desk .*: query orgId is missing$/,
    because: '3.1: the documentation takes orgId as a header; the files model it as a query parameter.',
  },
  {
    matches: /^crm GET \/crm\/v8\/settings\/fields: query include is missing$/,
    because: '6: fields.include is wrongly marked as required.',
  },
  {
    matches: /^crm GET \/crm\/v8\/\{module\}: query page_token: \/ must NOT have more than 100 characters$/,
    because: '2.2: the service decides how long its token is; related_records.json allows 500.',
  },
];
