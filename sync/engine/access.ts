import type { CustomerView, ProfileView } from '../protocol/profile';
import type { Place } from '../types';
import type { Access, Allowed } from '../core/permissions';
import type { CrmActivity } from './profile-ports';

export type { Access } from '../core/permissions';

/** Kinds of activity that may be shown, in Zoho's order. */
export function activityTypes(access: Access): readonly CrmActivity['type'][] {
  const types: CrmActivity['type'][] = [];
  if (access.calls) types.push('call');
  if (access.events) types.push('event');
  if (access.tasks) types.push('task');
  return types;
}

/**
 * Whom a place is about, for somebody who may see this much: on tickets and contacts the person,
 * else their account; null where neither may be shown (PER-2).
 */
export function subjectOf(
  place: Place,
  { contacts, accounts }: Allowed,
): { readonly of: 'contact' | 'account'; readonly access: Access } | null {
  if (place.type !== 'account' && contacts !== null) return { of: 'contact', access: contacts };
  return accounts === null ? null : { of: 'account', access: accounts };
}

/**
 * The last filter before a profile leaves the background; null where nothing of it may be shown.
 * What is read is filtered before it is asked for; this is for profiles cached under wider access.
 */
export function project(profile: ProfileView, allowed: Allowed): ProfileView | null {
  const subject = subjectOf(profile.place, allowed);
  if (subject === null) return null;
  const { result } = profile;
  if (result.state === 'several' || result.state === 'none') {
    if (profile.place.type !== 'account' && subject.of !== 'contact') return null;
    if (result.state === 'none') return profile;
    const { account, potentials } = subject.access;
    const candidates = result.candidates.map((person) => ({
      ...person,
      company: account ? person.company : undefined,
      deals: potentials ? person.deals : undefined,
    }));
    return { ...profile, result: { ...result, candidates } };
  }
  if (result.state === 'deskOnly') {
    const { information, account } = subject.access;
    return {
      ...profile,
      result: {
        ...result,
        company: account ? result.company : null,
        information: information ? result.information : hidden,
        account: account ? result.account : hidden,
      },
    };
  }
  if (result.state !== 'found') return profile;
  const access = result.customer.module === 'Accounts' ? allowed.accounts : allowed.contacts;
  if (access === null) return null;
  return { ...profile, result: { ...result, customer: projectCustomer(result.customer, access) } };
}

/** Whether a cached profile was read under narrower access and so lacks what may be shown now. */
export function lacks({ place, result }: ProfileView, allowed: Allowed): boolean {
  const subject = subjectOf(place, allowed);
  if (result.state !== 'found' || subject === null) return false;
  const { access } = subject;
  const { module, information, account, potentials, notes, activities } = result.customer;
  return (
    // Their account stood in for a person who may be shown by now.
    (subject.of === 'contact') !== (module !== 'Accounts') ||
    (access.information && information.state === 'hidden') ||
    (access.account && account.state === 'hidden') ||
    (access.potentials && potentials.state === 'hidden') ||
    (access.notes && notes.state === 'hidden') ||
    (activityTypes(access).length > 0 && activities.state === 'hidden')
  );
}

const hidden = { state: 'hidden' } as const;

/** Default is to hide: a part is passed on only where its switch is on. */
function projectCustomer(customer: CustomerView, access: Access): CustomerView {
  const types = activityTypes(access);
  const { activities } = customer;
  return {
    ...customer,
    company: access.account ? customer.company : null,
    type: access.potentials ? customer.type : withoutDeals(customer.type),
    open: access.potentials ? customer.open : [],
    counted: access.potentials ? customer.counted : undefined,
    information: access.information ? customer.information : hidden,
    account: access.account ? customer.account : hidden,
    potentials: access.potentials ? customer.potentials : hidden,
    notes: access.notes ? customer.notes : hidden,
    activities:
      types.length === 0
        ? hidden
        : activities.state === 'shown'
          ? { ...activities, data: activities.data.filter(({ type }) => types.includes(type)) }
          : activities,
  };
}

/** A type that rests on deals would tell about them; what is left is that the person is in CRM. */
function withoutDeals(type: CustomerView['type']): CustomerView['type'] {
  if (type.source === 'desk' || type.source === 'presence') return { ...type, because: null };
  if (type.said !== undefined) return { value: type.said, because: null, source: 'desk' };
  return { value: 'contact', because: null, source: 'presence' };
}
