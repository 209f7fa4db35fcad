/** Whether a message holds preferences: it may have any shape, and what it holds decides what is written. */
import { preferenceNames } from '../types/settings';
import type { PreferencesDraft } from '../protocol/administration';
import { kinds } from '../types';
import { type CreditBudget } from '../types/settings';

/** Chosen views or departments. */
const mostChosen = 500;

const syncTypes: ReadonlySet<unknown> = new Set([
  'twoWay',
  'crmToDesk',
  'deskToCrm',
  'displayOnly',
]);
const policies: ReadonlySet<unknown> = new Set(['crm', 'desk', 'ask']);
const afterCrm: ReadonlySet<unknown> = new Set(['always', 'ifNoAssociates', 'never']);
const afterDesk: ReadonlySet<unknown> = new Set(['always', 'never']);

/** Ids of views or departments, no more than may be chosen. */
export const isIds = (ids: unknown): boolean =>
  Array.isArray(ids) &&
  ids.length <= mostChosen &&
  ids.every((id) => typeof id === 'string' && id.length <= 64);

/** Credits: more than any plan of Zoho has. */
const mostCredits = 1e9;
const isCredits = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= mostCredits;

/** A cap that the reserve uses up would let the sync do nothing for ever. */
const isBudget = (budget: CreditBudget | null | undefined): boolean =>
  isCredits(budget?.reservePerDay) &&
  (budget?.capPerDay === null ||
    (isCredits(budget?.capPerDay) && Number(budget?.capPerDay) > Number(budget?.reservePerDay)));

const minute = 60_000;
const polls: ReadonlySet<unknown> = new Set([null, 15 * minute, 60 * minute]);

/** True for preferences and nothing but preferences. */
export function isPreferences(draft: PreferencesDraft | null | undefined): boolean {
  if (typeof draft !== 'object' || draft === null) return false;
  const names: readonly string[] = preferenceNames;
  return (
    Object.keys(draft).every((name) => names.includes(name)) &&
    kinds.every((kind) => syncTypes.has(draft.syncType?.[kind])) &&
    isIds(draft.views?.contact) &&
    isIds(draft.views.account) &&
    isIds(draft.departments) &&
    typeof draft.secondaryEmail === 'boolean' &&
    Number.isFinite(draft.importFrom) &&
    policies.has(draft.policy) &&
    kinds.every(
      (kind) =>
        afterCrm.has(draft.deletions?.[kind]?.crmDeleted) &&
        afterDesk.has(draft.deletions[kind].deskDeleted),
    ) &&
    isBudget(draft.credits?.desk) &&
    isBudget(draft.credits.crm) &&
    polls.has(draft.pollEveryMs)
  );
}
