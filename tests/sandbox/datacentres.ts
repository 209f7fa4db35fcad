/** Zoho's data centres and the host names of each (contract 1.1). */

export interface DataCentre {
  /** The key that sign-in returns as `location`. */
  readonly location: string;
  readonly accounts: string;
  readonly api: string;
  readonly desk: string;
  readonly crm: string;
  /** Zoho's own domain there, for cookies that reach all its services. */
  readonly domain: string;
}

function row(location: string, domain: string, tld: string): DataCentre {
  return {
    location,
    accounts: `accounts.${domain}`,
    api: `www.zohoapis.${tld}`,
    desk: `desk.${domain}`,
    crm: `crm.${domain}`,
    domain,
  };
}

/** The table of contract 1.1. Hosts that it leaves open (AE, SG) follow the pattern of the others. */
export const dataCentres: readonly DataCentre[] = [
  row('us', 'zoho.com', 'com'),
  row('eu', 'zoho.eu', 'eu'),
  row('in', 'zoho.in', 'in'),
  row('au', 'zoho.com.au', 'com.au'),
  row('jp', 'zoho.jp', 'jp'),
  row('cn', 'zoho.com.cn', 'com.cn'),
  row('ca', 'zohocloud.ca', 'ca'),
  row('sa', 'zoho.sa', 'sa'),
  row('uk', 'zoho.uk', 'uk'),
  row('ae', 'zoho.ae', 'ae'),
  row('sg', 'zoho.sg', 'sg'),
];

export function dataCentre(location: string): DataCentre {
  const found = dataCentres.find((dc) => dc.location === location);
  if (found === undefined) throw new Error(`There is no data centre "${location}"`);
  return found;
}

export type Service = 'accounts' | 'api' | 'desk' | 'crm';

export interface Place {
  readonly service: Service;
  readonly dc: DataCentre;
}

const places = new Map<string, Place>();
for (const dc of dataCentres)
  for (const service of ['accounts', 'api', 'desk', 'crm'] as const)
    places.set(dc[service], { service, dc });
// The servers of the OpenAPI files name the host without `www` (contract 1.1).
for (const dc of dataCentres) places.set(dc.api.replace('www.', ''), { service: 'api', dc });

/** The help desk's own domain, and a shell of Zoho's that holds Desk in a frame (desk-ui 1.1). */
const otherDeskHosts: ReadonlySet<string> = new Set([
  'support.haldeninstruments.example',
  'crmplus.zoho.com',
]);

/** Which service answers at a host; null for a host that is not Zoho's. */
export function placeOf(host: string): Place | null {
  const known = places.get(host);
  if (known !== undefined) return known;
  if (otherDeskHosts.has(host)) return { service: 'desk', dc: dataCentre('us') };
  const portal = /^[a-z0-9-]+\.zohodesk\.([a-z.]+)$/.exec(host)?.[1];
  const dc = dataCentres.find((each) => each.api === `www.zohoapis.${portal}`);
  return dc === undefined ? null : { service: 'desk', dc };
}

/** Names for the certificate: every host of the table and each portal's own. */
export function hostNames(): string[] {
  return [
    ...places.keys(),
    ...otherDeskHosts,
    ...dataCentres.flatMap((dc) => [
      `*.${dc.domain}`,
      dc.api.replace('www.zohoapis', '*.zohodesk'),
    ]),
  ];
}
