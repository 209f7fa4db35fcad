import type { Place, TabName } from '../types';

type PlaceType = Place['type'];

/**
 * Module slugs by what they show, lower case. The slug follows the tab's display name: a help
 * desk that renamed *Contacts* has `/klanten/details/…`.
 */
export type Slugs = ReadonlyMap<string, PlaceType>;

const englishSlugs: Slugs = new Map([
  ['tickets', 'ticket'],
  ['contacts', 'contact'],
  ['accounts', 'account'],
]);

/** Module names of the classic interface; they are keys and were never renamed. */
const classicModules: Slugs = new Map([
  ['Cases', 'ticket'],
  ['Contacts', 'contact'],
  ['Accounts', 'account'],
]);

/** Names of a menu entry's part in the page: keys of Zoho's own, never renamed. */
const menuParts: ReadonlyMap<string, PlaceType> = new Map([
  ['qtab_Cases_Tab', 'ticket'],
  ['qtab_Contacts_Tab', 'contact'],
  ['qtab_Accounts_Tab', 'account'],
]);

/** What a menu entry says about its module's name in addresses; null for one that leads elsewhere. */
export function tabOf(part: string, address: string): TabName | null {
  const type = menuParts.get(part);
  if (type === undefined || address.length > longestAddress || !URL.canParse(address)) return null;
  const segments = agentSegments(new URL(address).pathname);
  const at = segments?.indexOf('list', 3) ?? -1;
  const slug = at > 0 && at < 5 ? segments?.[at - 1] : undefined;
  return slug === undefined ? null : { type, slug: decoded(slug) };
}

/** The names of tabs as `parsePlace` takes them. */
export function slugsOf(tabs: readonly TabName[]): Slugs {
  return new Map(tabs.map(({ type, slug }) => [slug.toLowerCase(), type]));
}

/**
 * Whole hosts, so that `desk.zoho.com.evil.example` and user info in front of an @ never pass.
 * Zoho One and CRM Plus hold Desk in a frame under a path of their own (desk-ui 1.1).
 */
const zohoHost =
  /^(?:(?:desk|one|crmplus)\.(?:zoho\.(?:com|eu|in|com\.au|jp|com\.cn|sa|uk|ae|sg)|zohocloud\.ca)|[a-z0-9-]+\.zohodesk\.(?:com|eu|in|com\.au|jp|com\.cn|sa|uk|ae|sg|ca))$/;

/** Seen: 13 to 19 digits. Stays text, because numbers lose digits above 2^53. */
const idShape = /^\d{8,20}$/;
const actions: ReadonlySet<string> = new Set(['details', 'detail', 'edit']);
const classicHash = /^#?\/?([A-Za-z]+)\/dv\/([^/?#]+)(?:[/?#]|$)/;
const classicPath = /^(?:\/.+\/cxapp)?\/support\/(?:[^/]+\/)?ShowHomePage\.do$/;

/** Characters. No address of Desk comes near; what is longer is not read at all. */
const longestAddress = 8192;

/** An address of the help desk's pages; null for every other. `own`: a host that was allowed besides Zoho's. */
function deskUrl(address: string, own: string | undefined): URL | null {
  if (address.length > longestAddress || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.port !== '') return null;
  return zohoHost.test(url.hostname) || url.hostname === own ? url : null;
}

/** Whether this is a page of the agents' interface, whatever it shows. */
export function isDeskAddress(address: string, own?: string): boolean {
  const url = deskUrl(address, own);
  return url !== null && (classicPath.test(url.pathname) || agentSegments(url.pathname) !== null);
}

/**
 * What the agent looks at, from the address of a Desk page; null for everything else. `slugs`
 * are the help desk's own tab names and go before the English ones. `own` is the organisation's
 * own host for its help desk, where the browser says that the page is there.
 *
 * Pure and total: any text may come, for the address is the page's to choose.
 */
export function parsePlace(address: string, slugs?: Slugs, own?: string): Place | null {
  const url = deskUrl(address, own);
  if (url === null) return null;
  if (classicPath.test(url.pathname)) return classicPlace(url.hash);
  return agentPlace(url.pathname, slugs);
}

/** From `agent` on; null where the path is another's: on the help centre, `agent` may stand anywhere. */
function agentSegments(path: string): readonly string[] | null {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments[0] === 'agent') return segments;
  const shell = segments.indexOf('cxapp');
  const framed = shell > 0 && segments[shell + 1] === 'support' && segments[shell + 2] === 'agent';
  return framed ? segments.slice(shell + 2) : null;
}

/** `/agent/{portal}/[{department}/]{module}/{action}/{id}[/…]`; query and hash say nothing. */
function agentPlace(path: string, slugs: Slugs | undefined): Place | null {
  const segments = agentSegments(path);
  if (segments === null) return null;
  // The department may be missing, and may be called like an action: the id decides.
  for (const at of [3, 4]) {
    const [module, action, id] = segments.slice(at - 1);
    if (module === undefined || action === undefined || id === undefined) continue;
    if (!actions.has(action) || !idShape.test(id)) continue;
    return placeOf(typeOf(module, slugs), id);
  }
  return null;
}

/** What the API's `webUrl` still returns. Its id may be an opaque 48-hex one, which is no API id. */
function classicPlace(hash: string): Place | null {
  const [, module, id] = classicHash.exec(hash) ?? [];
  if (module === undefined || id === undefined || !idShape.test(id)) return null;
  return placeOf(classicModules.get(module), id);
}

function typeOf(segment: string, slugs: Slugs | undefined): PlaceType | undefined {
  const slug = decoded(segment).toLowerCase();
  return slugs?.get(slug) ?? englishSlugs.get(slug);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function placeOf(type: PlaceType | undefined, id: string): Place | null {
  return type === undefined ? null : { type, id };
}

/** Whether a value of any shape is a place. */
export const isPlace = (value: unknown): value is Place => {
  const { type, id } = (value ?? {}) as Partial<Place>;
  return (
    (type === 'ticket' || type === 'contact' || type === 'account') &&
    typeof id === 'string' &&
    idShape.test(id)
  );
};
