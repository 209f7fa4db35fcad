/** A plan as a person is shown it: one row a write, and what tells whether it is still the same. */
import type { Pair, Side } from '../types';
import type { PreviewRow } from '../types/runs';
import type { SyncConfig } from '../types/settings';
import type { Action } from './action';
import { changeOf } from './change';
import { digest } from './digest';
import { nameOf } from './convert';
import { activeFields } from './pair';

/** Actions that a person decides on. The others write to no service and link nothing. */
export type Decided = Exclude<Action, { readonly type: 'hold' | 'settle' }>;

/** Whether an action needs a yes. */
export function isDecided(action: Action): action is Decided {
  return action.type !== 'hold' && action.type !== 'settle';
}

/** How long runs that nobody asked for wait for a person who looks at a plan. */
export const lookingMs = 3_600_000;

/** Contract 2.11, 3.12: CRM creates ten records a credit and reads fifty back by one. */
const prices: Readonly<Record<Side, Readonly<Record<'create' | 'update' | 'delete', number>>>> = {
  desk: { create: 1, update: 2, delete: 2 },
  crm: { create: 0.12, update: 1, delete: 2 },
};

/** What an action costs, in API credits of the side it writes to. */
function creditsOf(action: Decided): number {
  return action.type === 'link' || action.type === 'unlink' ? 0 : prices[action.side][action.type];
}

/**
 * What an action does, told apart from any other. Lookups are left out: whether the record they
 * point at is linked yet depends on how far the very plan has been carried out.
 */
export function digestOf(action: Decided, config: SyncConfig): string {
  const { type, pairKey } = action;
  if (type === 'link') return digest(JSON.stringify([type, pairKey, action.dropKey]));
  if (type === 'unlink') return digest(JSON.stringify([type, pairKey, action.side]));
  if (type === 'delete') return digest(JSON.stringify([type, pairKey, action.side, action.id]));
  const lookups = new Set(
    activeFields(config, action.kind)
      .filter((field) => field.type === 'lookup')
      .map((field) => nameOf(field, action.side)),
  );
  const written = Object.keys(action.fields)
    .filter((name) => !lookups.has(name))
    .toSorted()
    .map((name) => [name, action.fields[name]]);
  return digest(JSON.stringify([type, pairKey, action.side, written]));
}

/** The row of an action on `pair`. */
export function previewRow(action: Decided, pair: Pair, config: SyncConfig): PreviewRow {
  const isSided = action.type !== 'link' && action.type !== 'unlink';
  const sent = action.type === 'create' || action.type === 'update' ? action.fields : {};
  const change = changeOf(pair, action.type, isSided ? action.side : null, sent);
  return {
    ...change,
    credits: creditsOf(action),
    digest: digestOf(action, config),
    ...(action.type === 'link' && { because: action.reason }),
  };
}
