import { dataCentres, type DataCentre } from '../types';
/**
 * Zoho's data centres as an allow-list (contract 1.1). No token or record is ever sent to a host
 * that is not in this table, whatever an answer of Zoho or an address may say.
 */

interface Hosts {
  readonly accounts: string;
  /** Host of the CRM API, as a token answer names it in `api_domain`. */
  readonly crmApi: string;
  readonly desk: string;
  /** Host of CRM's own interface, for links. */
  readonly crmPages: string;
}

const usual = (tld: string): Hosts => ({
  accounts: `accounts.zoho.${tld}`,
  crmApi: `www.zohoapis.${tld}`,
  desk: `desk.zoho.${tld}`,
  crmPages: `crm.zoho.${tld}`,
});

/** AE and SG: only the Desk hosts (and AE's accounts host) are known; the rest follows the pattern. */
const hosts: Readonly<Record<DataCentre, Hosts>> = {
  us: usual('com'),
  eu: usual('eu'),
  in: usual('in'),
  au: usual('com.au'),
  jp: usual('jp'),
  cn: usual('com.cn'),
  ca: {
    accounts: 'accounts.zohocloud.ca',
    crmApi: 'www.zohoapis.ca',
    desk: 'desk.zohocloud.ca',
    crmPages: 'crm.zohocloud.ca',
  },
  sa: usual('sa'),
  uk: usual('uk'),
  ae: usual('ae'),
  sg: usual('sg'),
};

/** `https://accounts.zoho.eu` */
export function accountsOrigin(dataCentre: DataCentre): string {
  return `https://${hosts[dataCentre].accounts}`;
}

/** `https://desk.zoho.eu`. Derived from the location: the token answer does not name it. */
export function deskOrigin(dataCentre: DataCentre): string {
  return `https://${hosts[dataCentre].desk}`;
}

/** `https://crm.zoho.eu`, for links a person opens. */
export function crmPagesOrigin(dataCentre: DataCentre): string {
  return `https://${hosts[dataCentre].crmPages}`;
}

/** `https://www.zohoapis.eu`, where a token answer does not name its own. */
export function crmOrigin(dataCentre: DataCentre): string {
  return `https://${hosts[dataCentre].crmApi}`;
}

/** The data centre of a `location` as Zoho writes it; null for anything else. */
export function dataCentreOfLocation(location: string): DataCentre | null {
  const key = location.toLowerCase();
  return dataCentres.find((dataCentre) => dataCentre === key) ?? null;
}

/** An origin without path, port, credentials or query; null for everything else. */
function pureOrigin(address: string): URL | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const pure =
    url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return pure && url.pathname === '/' && url.search === '' && url.hash === '' ? url : null;
}

/** The data centre of an `accounts-server`; null when it is none of Zoho's. */
export function dataCentreOfAccountsServer(address: string): DataCentre | null {
  const host = pureOrigin(address)?.host;
  return dataCentres.find((dataCentre) => hosts[dataCentre].accounts === host) ?? null;
}

export function isAllowedAccountsServer(address: string): boolean {
  return dataCentreOfAccountsServer(address) !== null;
}

/** Production, sandbox and developer API hosts of one data centre (contract 1.1). */
function isApiHost(host: string): boolean {
  return dataCentres.some((dataCentre) => {
    const production = hosts[dataCentre].crmApi;
    const domain = production.slice('www.'.length);
    return host === production || host === `sandbox.${domain}` || host === `developer.${domain}`;
  });
}

/** An origin of CRM's APIs. */
export function isAllowedApiDomain(address: string): boolean {
  const url = pureOrigin(address);
  return url !== null && isApiHost(url.host);
}

/** Any origin that an API call may go to. */
export function isAllowedApiOrigin(address: string): boolean {
  const url = pureOrigin(address);
  if (url === null) return false;
  const { host } = url;
  return isApiHost(host) || dataCentres.some((dataCentre) => hosts[dataCentre].desk === host);
}
