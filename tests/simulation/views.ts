/** CRM's list views in a simulation: who is inside, and the people who take records in and out. */
import type { Kind } from '../../sync/types';
import type { SyncConfig } from '../../sync/types/settings';
import { moduleOf } from '../sandbox/crm/metadata';
import { editRecord } from '../sandbox/crm/records';
import { modules } from './fields';
import type { Dice } from './random';
import type { Services } from './services';

/** Kinds that are synced by list view. */
export const viewedKinds = ['contact', 'account'] as const satisfies readonly Kind[];

/** The view is of those that are active. */
export const isInView = (fields: Readonly<Record<string, unknown>> | null): boolean =>
  fields?.['Customer_Status'] === 'Active';

/** The one view that is chosen for each kind. */
export function chosenViews({ crm }: Services): NonNullable<SyncConfig['views']> {
  const idOf = (kind: Kind): string => {
    const { views } = moduleOf(crm, modules[kind].crm) ?? { views: [] };
    const found = views.find((view) => view.name === 'Active customers');
    if (found === undefined) throw new Error(`no list view of active ${kind}s`);
    return found.id;
  };
  return { contact: [idOf('contact')], account: [idOf('account')] };
}

/** Takes a record into the view, or out of it. */
export function move(services: Services, kind: Kind, id: string, isIn: boolean): void {
  const actor = { zuid: services.admin.crm, via: 'person' as const };
  const { world } = services.sandboxes.crm;
  const status = { Customer_Status: isIn ? 'Active' : 'Former' };
  editRecord(world, services.crm, modules[kind].crm, id, status, actor);
  services.drain(null);
}

/** The people who decide what is in the view. */
export interface Movers {
  /** Before the first run. */
  populate(): void;
  /** Moves a record, if there is one. Returns what was done. */
  act(): string;
}

export function createMovers(services: Services, dice: Dice): Movers {
  return {
    populate() {
      for (const kind of viewedKinds)
        for (const { id } of services.live('crm', kind))
          if (dice.chance(0.7)) move(services, kind, id, true);
    },
    act() {
      const kind = dice.pick(viewedKinds);
      const live = services.live('crm', kind);
      if (live.length === 0) return '';
      const { id, fields } = dice.pick(live);
      // Most of what people make is meant to be synced.
      const isIn = isInView(fields) ? !dice.chance(0.5) : dice.chance(0.8);
      if (isIn === isInView(fields)) return '';
      move(services, kind, id, isIn);
      return `${isIn ? 'enter' : 'leave'} ${kind} ${id}`;
    },
  };
}
