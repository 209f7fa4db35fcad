/** Scopes: which exist, and how a consent page says them. */

/** Resources by product (contract 1.6, and what the specifications declare beside it). */
const resources: Readonly<Record<string, ReadonlySet<string>>> = {
  zohocrm: new Set(
    (
      'modules settings users org bulk notifications coql composite_requests mass_update files features ' +
      'share change_owner send_mail signals apis zia mass_delete mass_convert functions share_emails ' +
      'templates contact_roles get_related_records_count crmapi'
    ).split(' '),
  ),
  desk: new Set(
    (
      'tickets contacts accounts products tasks calls events activities basic settings search articles community ' +
      'imports fields modules departments agents permissions organization webhooks contracts extensions ' +
      'custommodule customers timeentry channels feeds integrations phonebridge zia deskoembed'
    ).split(' '),
  ),
  zohosearch: new Set(['securesearch']),
  aaaserver: new Set(['profile']),
};

const actions: Readonly<Record<string, string>> = {
  all: 'full access',
  read: 'view',
  write: 'add and change',
  create: 'add',
  update: 'change',
  delete: 'delete',
  custom: 'use',
};

const productNames: Readonly<Record<string, string>> = {
  zohocrm: 'Zoho CRM',
  desk: 'Zoho Desk',
  zohosearch: 'Zoho search',
  aaaserver: 'Zoho account',
};

/** The asked scopes; null when one of them does not exist. */
export function parseScopes(text: string): string[] | null {
  const scopes = text
    .split(/[,\s]+/)
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  return scopes.length > 0 && scopes.every(exists) ? [...new Set(scopes)] : null;
}

function exists(scope: string): boolean {
  const parts = scope.toLowerCase().split('.');
  const [product = '', resource = ''] = parts;
  const action = parts.at(-1) ?? '';
  return parts.length >= 3 && resources[product]?.has(resource) === true && action in actions;
}

/** Whether any scope needs an organisation of the CRM to be chosen. */
export function asksCrm(scopes: readonly string[]): boolean {
  return scopes.some((scope) => /^(?:zohocrm|zohosearch)\./i.test(scope));
}

export interface ScopeGroup {
  readonly product: string;
  readonly items: readonly { readonly what: string; readonly may: string }[];
}

/** The scopes in words, grouped by product: "Contacts: view, change". */
export function scopesInWords(scopes: readonly string[]): ScopeGroup[] {
  const products = new Map<string, Map<string, string[]>>();
  for (const scope of scopes) {
    const [product = '', ...path] = scope.toLowerCase().split('.');
    const action = path.pop() ?? '';
    const what = resourceInWords(path);
    const items = products.get(product) ?? new Map<string, string[]>();
    products.set(product, items);
    items.set(what, [...(items.get(what) ?? []), actions[action] ?? action]);
  }
  return [...products].map(([product, items]) => ({
    product: productNames[product] ?? product,
    items: [...items].map(([what, may]) => ({ what, may: may.join(', ') })),
  }));
}

function plain(word: string): string {
  return word.replaceAll('_', ' ');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function resourceInWords([resource = '', ...rest]: readonly string[]): string {
  if (resource === 'modules')
    return rest.length > 0 ? capital(plain(rest.join(' '))) : 'All records';
  if (resource === 'settings')
    return rest.length > 0 ? `Settings: ${plain(rest.join(' '))}` : 'Settings';
  if (resource === 'coql') return 'Queries';
  if (resource === 'securesearch' || resource === 'search') return 'Search';
  if (resource === 'basic') return 'Organisation and agents';
  if (resource === 'org') return 'Organisation';
  return capital(plain([resource, ...rest].join(' ')));
}
