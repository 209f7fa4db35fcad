/** The help desk's own addresses, which only a page that a person clicks in can ask the browser for. */
import { createContext } from 'preact';

export interface OwnHosts {
  list(): Promise<readonly string[]>;
  add(host: string): Promise<boolean>;
  remove(host: string): Promise<void>;
}

/** Null where the browser cannot be asked. */
export const OwnHostsContext = createContext<OwnHosts | null>(null);

/** Where the extension runs without being asked. */
const zohos = /^(?:desk\.(?:zoho\.[a-z.]+|zohocloud\.ca)|[a-z0-9-]+\.zohodesk\.[a-z.]+)$/;

/** The host in what a person typed or pasted; null for what is none, and for Zoho's own, which need no asking. */
export function hostIn(text: string): string | null {
  const wanted = text.trim().toLowerCase();
  const address = /^https?:\/\//.test(wanted) ? wanted : `https://${wanted}`;
  if (wanted === '' || !URL.canParse(address)) return null;
  const { hostname, port, username } = new URL(address);
  const isName = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(hostname);
  return isName && port === '' && username === '' && !zohos.test(hostname) ? hostname : null;
}
