/** A small sandbox with a clock that stands still, for tests of its own front. */
import { stillClock } from './accounts/fixture';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox';
import type { SandboxClock } from './world';

export interface Front {
  readonly sandbox: Sandbox;
  readonly clock: SandboxClock;
  /** How long latency took, in all. */
  waited(): number;
  /** The zuid of its administrator. */
  admin(): string;
  /** A call of the control API: the status and the parsed body. */
  control(path: string, body?: unknown): Promise<{ status: number; json: Record<string, unknown> }>;
  /** A call of an API as its administrator. */
  call(url: string, init?: RequestInit): Promise<Response>;
  /** Signs the administrator in anew, behind Zoho's back. */
  authorize(): Promise<string>;
}

const allScopes = [
  'ZohoCRM.modules.ALL',
  'ZohoCRM.settings.ALL',
  'ZohoCRM.org.READ',
  'Desk.contacts.ALL',
  'Desk.basic.READ',
];

export async function createFront(options: Partial<SandboxOptions> = {}): Promise<Front> {
  let waited = 0;
  let token = '';
  const clock = stillClock();
  const sandbox = createSandbox({
    seed: 'front',
    contacts: 6,
    accounts: 3,
    products: 2,
    clock,
    wait: async (ms) => {
      waited += ms;
    },
    ...options,
  });
  const front: Front = {
    sandbox,
    clock,
    waited: () => waited,
    admin: () => {
      const { email } = sandbox.describe().admin;
      return sandbox.world.people.find((person) => person.email === email)?.zuid ?? '';
    },
    async control(path, body) {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const response = await sandbox.control(new Request(`http://127.0.0.1${path}`, init));
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    },
    call(url, init = {}) {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Zoho-oauthtoken ${token}`);
      headers.set('orgId', sandbox.describe().deskOrgId);
      return sandbox.fetch(new Request(url, { ...init, headers }));
    },
    async authorize() {
      const { json } = await front.control('/token', {
        user: sandbox.describe().admin.email,
        scopes: allScopes,
      });
      token = String(json['access_token']);
      return token;
    },
  };
  await front.authorize();
  return front;
}

/** How many living records a module has. */
export function countOf(front: Front, side: 'crm' | 'desk', module: string): number {
  const org = side === 'crm' ? front.sandbox.world.crmOrgs[0] : front.sandbox.world.deskOrgs[0];
  return [...(org?.modules.get(module)?.live() ?? [])].length;
}

export const contactsUrl = 'https://www.zohoapis.com/crm/v8/Contacts';

/** Adds a contact to the CRM. */
export function addContact(front: Front, name = 'New'): Promise<Response> {
  return front.call(contactsUrl, {
    method: 'POST',
    body: JSON.stringify({ data: [{ Last_Name: name }] }),
  });
}
