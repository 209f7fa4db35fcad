/** List views with their criteria (contract 3.9). */
import type { DeskOrg, World } from '../world';
import { settingOf } from './fields';

/** All must hold; `mine` means the asking agent, an array means any of its values. */
export type ViewCriteria = Readonly<Record<string, string | boolean | null | readonly string[]>>;

export interface DeskView {
  readonly id: string;
  readonly module: string;
  readonly name: string;
  readonly isCustomView: boolean;
  readonly criteria: ViewCriteria;
}

const standardViews: readonly (readonly [module: string, name: string, criteria: ViewCriteria])[] =
  [
    ['contacts', 'All Contacts', {}],
    ['contacts', 'My Contacts', { ownerId: 'mine' }],
    ['contacts', 'Spam Contacts', { isSpam: true }],
    ['accounts', 'All Accounts', {}],
    ['accounts', 'My Accounts', { ownerId: 'mine' }],
    // `products` is not in the enum of GET /views although GET /products takes a viewId (contract 3.9).
    ['products', 'All Products', {}],
    ['tickets', 'All Tickets', {}],
    ['tickets', 'Open Tickets', { statusType: 'Open' }],
    ['tickets', 'On Hold Tickets', { statusType: 'On Hold' }],
    ['tickets', 'Closed Tickets', { statusType: 'Closed' }],
    ['tickets', 'My Open Tickets', { assigneeId: 'mine', statusType: 'Open' }],
    ['tickets', 'Unassigned Open Tickets', { assigneeId: null, statusType: 'Open' }],
    ['tasks', 'All Tasks', {}],
    ['calls', 'All Calls', {}],
    ['events', 'All Events', {}],
    ['contracts', 'All Contracts', {}],
  ];

/** All views of a portal. */
export function viewsOf(org: DeskOrg): DeskView[] {
  return settingOf<DeskView[]>(org, 'views', () => []);
}

/** The views every portal has. */
export function installViews(world: World, org: DeskOrg): void {
  for (const [module, name, criteria] of standardViews) {
    viewsOf(org).push({ id: world.nextId(), module, name, isCustomView: false, criteria });
  }
}

/** Adds a custom view, as an administrator does in the list (contract 3.9). */
export function addDeskView(
  world: World,
  org: DeskOrg,
  module: string,
  name: string,
  criteria: ViewCriteria,
): DeskView {
  const view: DeskView = { id: world.nextId(), module, name, isCustomView: true, criteria };
  viewsOf(org).push(view);
  return view;
}

/** Whether a record is in a view. */
export function inView(
  view: DeskView,
  fields: Readonly<Record<string, unknown>>,
  agentId: string,
): boolean {
  const customFields = fields['cf'];
  return Object.entries(view.criteria).every(([name, wanted]) => {
    const value =
      name.startsWith('cf_') && typeof customFields === 'object' && customFields !== null
        ? ((customFields as Record<string, unknown>)[name] ?? null)
        : (fields[name] ?? null);
    if (Array.isArray(wanted)) return wanted.includes(value);
    if (wanted === 'mine') return value === agentId;
    return wanted === false ? value !== true : value === wanted;
  });
}
