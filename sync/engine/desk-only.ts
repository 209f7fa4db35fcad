/**
 * What an agent without a CRM user sees (VIEW-6): the customer as Desk holds them, with what the
 * sync has copied there. CRM is not asked at all: there is nobody to ask as.
 */
import type { FactView, ProfileView, Section } from '../protocol/profile';
import type { Place } from '../types';
import { customerTypeOfWord } from '../core/customer-type';
import type { Access } from './access';
import { lineOf } from './facts';
import { accountIdOf, contactIdOf, missing } from './identify';
import type { DeskAccountFacts, DeskReader } from './profile-ports';

/** A place of which nothing is known yet. */
export function empty(place: Place): ProfileView {
  return {
    place: { type: place.type, id: place.id },
    requester: null,
    result: { state: 'loading' },
    updatedAt: null,
    refreshing: false,
    problem: null,
    offline: false,
  };
}

/** The customer of a place out of Desk alone, as far as this agent may see them. Rejects with SyncError. */
export async function readDeskOnly(
  place: Place,
  { of, access }: { readonly of: 'contact' | 'account'; readonly access: Access },
  desk: DeskReader,
): Promise<ProfileView> {
  if (of === 'account') {
    const id = await accountIdOf(place, desk);
    if (id === null) return { ...empty(place), result: { state: 'noContact' } };
    const account = await desk.account(id);
    if (account === null) throw missing();
    return {
      ...empty(place),
      requester: {
        name: lineOf(account.name) ?? account.id,
        email: null,
        phone: lineOf(account.phone),
      },
      result: {
        state: 'deskOnly',
        type: null,
        company: null,
        information: { state: 'shown', data: [] },
        account: shown(access.account, accountFacts(account)),
      },
    };
  }
  const id = await contactIdOf(place, desk);
  if (id === null) return { ...empty(place), result: { state: 'noContact' } };
  const contact = await desk.contact(id);
  if (contact === null) throw missing();
  const account =
    access.account && contact.accountId !== null ? await desk.account(contact.accountId) : null;
  const said = customerTypeOfWord(contact.crmType ?? null);
  return {
    ...empty(place),
    requester: {
      name: lineOf(contact.name) ?? contact.id,
      email: lineOf(contact.email),
      phone: lineOf(contact.phone ?? contact.mobile),
    },
    result: {
      state: 'deskOnly',
      // Desk's own word may stand whatever is hidden of CRM (HND-3).
      type: said,
      company: lineOf(account?.name),
      information: shown(access.information, [
        ...fact('Email', 'E-mail', contact.email, 'email'),
        ...fact('Secondary_Email', 'Secondary e-mail', contact.secondaryEmail, 'email'),
        ...fact('Phone', 'Phone', contact.phone, 'phone'),
        ...fact('Mobile', 'Mobile', contact.mobile, 'phone'),
      ]),
      account: shown(access.account, account === null ? [] : accountFacts(account)),
    },
  };
}

function shown(may: boolean, data: readonly FactView[]): Section<readonly FactView[]> {
  return may ? { state: 'shown', data } : { state: 'hidden' };
}

function accountFacts(account: DeskAccountFacts): FactView[] {
  return [
    ...fact('Account_Name', 'Account name', account.name, 'text'),
    ...fact('Website', 'Website', account.website, 'url'),
    ...fact('Phone', 'Phone', account.phone, 'phone'),
  ];
}

function fact(
  name: string,
  label: string,
  value: string | null,
  type: FactView['type'],
): FactView[] {
  const line = lineOf(value);
  return line === null ? [] : [{ name, label, value: line, type }];
}
