/** What an agent may add at a place, to which record of CRM, and what goes along unasked. */
import type { AdditionKind, Place } from '../types';
import type { ProfileView } from '../protocol/profile';
import type { FormValues } from '../protocol/additions';
import type { Access, Allowed } from '../core/permissions';
import {
  grantedKinds,
  ticketLink,
  withLink,
  type AdditionTarget,
  type SentField,
} from '../core/addition';
import { subjectOf } from './access';
import { lookupsOf } from './addition-forms';
import type { Connection } from './connect-ports';
import { lookupOf } from './facts';
import type { CrmReader, DeskReader } from './profile-ports';

export interface OfferPorts {
  readonly desk: Pick<DeskReader, 'ticket'>;
  readonly crm: Pick<CrmReader, 'record'>;
  readonly profiles: { get(place: Place, refresh: boolean): Promise<ProfileView> };
  connection(): Promise<Connection | null>;
  allowed(): Promise<Allowed>;
  /** Kinds that this agent may add where they see this much of the customer. */
  kinds(access: Access | null): Promise<readonly AdditionKind[]>;
}

export interface Offer {
  /** Null while the customer has not been read. */
  readonly kinds: readonly AdditionKind[] | null;
  /** Allowed, but not by this sign-in's scopes. */
  readonly ungranted: readonly AdditionKind[];
  /** Null where the customer is not in CRM. */
  readonly to: AdditionTarget | null;
  readonly profile: ProfileView | null;
}

const nothing: Offer = { kinds: [], ungranted: [], to: null, profile: null };

/** There is no word of the customer yet, which is no word of what may be added. */
const unread: ReadonlySet<string> = new Set(['loading', 'failed']);

const isPerson = (kind: AdditionKind): boolean => kind === 'contact' || kind === 'lead';

/** What may be added here by whoever is signed in, as far as Zoho was asked for the permission. */
export async function offerAt(place: Place, ports: OfferPorts): Promise<Offer> {
  const connection = await ports.connection();
  if (connection === null) return nothing;
  const subject = subjectOf(place, await ports.allowed());
  const allowed = await ports.kinds(subject?.access ?? null);
  if (subject === null || allowed.length === 0) return nothing;
  const granted = new Set(grantedKinds(allowed, connection.scopes));
  const offer = (fits: (kind: AdditionKind) => boolean): Pick<Offer, 'kinds' | 'ungranted'> => ({
    kinds: allowed.filter((kind) => fits(kind) && granted.has(kind)),
    ungranted: allowed.filter((kind) => fits(kind) && !granted.has(kind)),
  });
  const profile = await ports.profiles.get(place, false);
  const { result } = profile;
  if (result.state === 'none' && subject.of === 'contact')
    return { ...offer(isPerson), to: null, profile };
  if (unread.has(result.state)) return { ...nothing, kinds: null };
  if (result.state !== 'found') return nothing;
  const { module, id } = result.customer;
  return {
    // CRM gives a lead its deal when it converts it.
    ...offer((kind) => !isPerson(kind) && (kind !== 'potential' || module !== 'Leads')),
    to: { module, id },
    profile,
  };
}

/** What was typed, the record it belongs to, and the ticket's address where it was ticked. */
export async function completed(
  typed: readonly SentField[],
  asked: {
    readonly place: Place;
    readonly kind: AdditionKind;
    readonly to: AdditionTarget | null;
    readonly values: FormValues;
  },
  { desk, crm }: Pick<OfferPorts, 'desk' | 'crm'>,
): Promise<readonly SentField[]> {
  const { place, kind, to, values } = asked;
  const sent = new Map(typed.map((field) => [field.name, field]));
  if (place.type === 'ticket' && values[ticketLink] === 'true') {
    const ticket = await desk.ticket(place.id);
    if (ticket?.url != null) {
      const name = kind === 'note' ? 'Note_Content' : 'Description';
      const text = String(sent.get(name)?.value ?? '');
      const value = withLink(text, `Ticket #${ticket.number}: ${ticket.url}`, ticket.url);
      sent.set(name, { name, type: 'textarea', value });
    }
  }
  if (to === null) return [...sent.values()];
  for (const name of lookupsOf(kind, to)) sent.set(name, { name, type: 'lookup', value: to.id });
  // A contact's potential belongs to their account as well, as when it is added in CRM.
  if (kind === 'potential' && to.module === 'Contacts') {
    const contact = await crm.record('Contacts', to.id);
    const account = lookupOf(contact?.fields['Account_Name']);
    if (account !== null)
      sent.set('Account_Name', { name: 'Account_Name', type: 'lookup', value: account.id });
  }
  return [...sent.values()];
}
