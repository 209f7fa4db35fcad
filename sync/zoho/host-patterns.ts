/** The data centres' hosts as match patterns, for the manifest. One table, one truth. */
import { dataCentres } from '../types';
import { accountsOrigin, crmOrigin, deskOrigin } from './data-centres';

const unique = (patterns: readonly string[]): string[] => [...new Set(patterns)];

/** Hosts that the background talks to. */
export const apiOrigins: readonly string[] = unique(
  dataCentres.flatMap((dataCentre) => [
    accountsOrigin(dataCentre),
    crmOrigin(dataCentre),
    deskOrigin(dataCentre),
  ]),
);

/** Hosts of Desk's own pages: the service's, and the portals' (desk-ui 1.1). */
const pageOrigins: readonly string[] = unique(
  dataCentres.flatMap((dataCentre) => {
    const suffix = crmOrigin(dataCentre).slice('https://www.zohoapis.'.length);
    return [deskOrigin(dataCentre), `https://*.zohodesk.${suffix}`];
  }),
);

export const hostPermissions: readonly string[] = unique([...apiOrigins, ...pageOrigins]).map(
  (origin) => `${origin}/*`,
);

/** The agents' pages among them. The customers' help centre lies elsewhere and is left alone. */
export const deskPagePatterns: string[] = pageOrigins.flatMap((origin) => [
  `${origin}/agent/*`,
  `${origin}/support/*`,
]);
