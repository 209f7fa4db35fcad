import type { CustomerView, ProfileView } from '../protocol';
import type { CrmActivity } from './profile-ports';

/** Which parts of a profile may be shown. What may not be is not asked for either (PER-4). */
export interface Access {
  readonly information: boolean;
  readonly account: boolean;
  readonly potentials: boolean;
  readonly notes: boolean;
  readonly calls: boolean;
  readonly events: boolean;
  readonly tasks: boolean;
}

/** For installations where nobody restricted anything. */
export const fullAccess: Access = {
  information: true,
  account: true,
  potentials: true,
  notes: true,
  calls: true,
  events: true,
  tasks: true,
};

/** Kinds of activity that may be shown, in Zoho's order. */
export function activityTypes(access: Access): readonly CrmActivity['type'][] {
  const types: CrmActivity['type'][] = [];
  if (access.calls) types.push('call');
  if (access.events) types.push('event');
  if (access.tasks) types.push('task');
  return types;
}

/**
 * The last filter before a profile leaves the background. What is read is filtered before it is
 * asked for; this one is for profiles cached under wider access.
 */
export function project(profile: ProfileView, access: Access): ProfileView {
  if (profile.result.state !== 'found') return profile;
  const customer = projectCustomer(profile.result.customer, access);
  return { ...profile, result: { ...profile.result, customer } };
}

/** Whether a cached profile was read under narrower access and so lacks what may be shown now. */
export function lacks({ result }: ProfileView, access: Access): boolean {
  if (result.state !== 'found') return false;
  const { information, account, potentials, notes, activities } = result.customer;
  return (
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
    type: access.potentials ? customer.type : withoutDeals(customer.type),
    open: access.potentials ? customer.open : [],
    information: access.information ? customer.information : hidden,
    account: access.account ? customer.account : hidden,
    potentials: access.potentials ? customer.potentials : hidden,
    notes: access.notes ? customer.notes : hidden,
    activities:
      types.length === 0
        ? hidden
        : activities.state === 'shown'
          ? { state: 'shown', data: activities.data.filter(({ type }) => types.includes(type)) }
          : activities,
  };
}

/** A type that rests on deals would tell about them; what is left is that the person is in CRM. */
function withoutDeals(type: CustomerView['type']): CustomerView['type'] {
  if (type.source === 'desk' || type.source === 'presence') return { ...type, because: null };
  return { value: 'contact', because: null, source: 'presence' };
}
