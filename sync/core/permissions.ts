import type { DeskProfile, Parts, PermissionsConfig, TypeRules } from '../protocol/permissions';
import type { AdditionKind } from '../types';

/** Which parts of a profile may be shown. What may not be is not asked for either (PER-4). */
export interface Access extends Parts {
  /** The account of a contact, or of an account's own page. */
  readonly account: boolean;
}

/** What one agent may see of contacts (leads too) and of accounts; null: nothing at all. */
export interface Allowed {
  readonly contacts: Access | null;
  readonly accounts: Access | null;
  /** Board and badges, whose types are about contacts. */
  readonly handshake: boolean;
  /** How deals make a type; what was read by other rules is read anew. Absent: Zoho's own rule. */
  readonly typeRules?: TypeRules | undefined;
}

const allParts: Parts = {
  information: true,
  potentials: true,
  notes: true,
  calls: true,
  events: true,
  tasks: true,
};

/** For installations where nobody restricted anything. */
export const fullAccess: Access = { ...allParts, account: true };

/** For whoever may see nothing. */
export const noAccess: Access = {
  information: false,
  account: false,
  potentials: false,
  notes: false,
  calls: false,
  events: false,
  tasks: false,
};

/** Everything, of both. */
export const allAllowed: Allowed = { contacts: fullAccess, accounts: fullAccess, handshake: true };

/** Nothing, of either: what an unknown profile gets. */
export const nothingAllowed: Allowed = { contacts: null, accounts: null, handshake: false };

const partNames = Object.keys(allParts) as (keyof Parts)[];

function both(one: Parts, other: Parts): Parts {
  return {
    information: one.information && other.information,
    potentials: one.potentials && other.potentials,
    notes: one.notes && other.notes,
    calls: one.calls && other.calls,
    events: one.events && other.events,
    tasks: one.tasks && other.tasks,
  };
}

const isAny = (parts: Parts): boolean => partNames.some((name) => parts[name]);

/**
 * What the agents of a Desk profile may see. Until an administrator sets something everybody sees
 * everything; then a profile without an entry sees nothing. Zoho's own switches bound both.
 */
export function allowedFor(config: PermissionsConfig | null, profile: DeskProfile | null): Allowed {
  if (profile === null) return nothingAllowed;
  const set =
    config === null
      ? { visible: true, contacts: true, accounts: true, restricted: null }
      : Object.hasOwn(config.profiles, profile.id)
        ? config.profiles[profile.id]
        : undefined;
  if (set === undefined || !set.visible) return nothingAllowed;
  const granted = set.restricted ?? allParts;
  const contacts = both(granted, profile.switches?.contacts ?? allParts);
  const accounts = both(granted, profile.switches?.accounts ?? allParts);
  const ofContacts = set.contacts && isAny(contacts);
  const ofAccounts = set.accounts && isAny(accounts);
  return {
    contacts: ofContacts ? { ...contacts, account: ofAccounts && accounts.information } : null,
    accounts: ofAccounts ? { ...accounts, account: accounts.information } : null,
    handshake: ofContacts && config?.handshake !== false,
    ...(config?.typeRules === undefined ? {} : { typeRules: config.typeRules }),
  };
}

/** Whether there is anything to see: otherwise the sidebar is not shown at all (PER-1). */
export function isAnyAllowed({ contacts, accounts }: Allowed): boolean {
  return contacts !== null || accounts !== null;
}

/** The part that must be shown to whoever adds to it: nobody writes where they cannot look. */
const partOf: Readonly<Record<AdditionKind, keyof Parts>> = {
  note: 'notes',
  task: 'tasks',
  call: 'calls',
  potential: 'potentials',
  contact: 'information',
  lead: 'information',
};

/** What the agents of a Desk profile may add to CRM, where they see `access` of the customer. */
export function additionsFor(
  config: PermissionsConfig | null,
  profile: DeskProfile | null,
  access: Access | null,
): readonly AdditionKind[] {
  if (config === null || profile === null || access === null) return [];
  const set = Object.hasOwn(config.profiles, profile.id) ? config.profiles[profile.id] : undefined;
  if (set?.visible !== true || set.adds !== true) return [];
  return (config.writing ?? []).filter((kind) => access[partOf[kind]]);
}
