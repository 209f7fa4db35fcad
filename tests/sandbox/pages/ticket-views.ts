/** The ticket lists that every agent has, beside the departments. */
import type { DeskOrg, World } from '../world';
import { tableOf } from '../world';
import type { StoredRecord } from '../table';

interface TicketView {
  readonly slug: string;
  readonly label: string;
  readonly holds: (ticket: StoredRecord, now: number, agentId: string) => boolean;
}

export function textOf(record: StoredRecord, name: string): string {
  const value = record.fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isOpen(ticket: StoredRecord): boolean {
  return (textOf(ticket, 'statusType') || textOf(ticket, 'status')) === 'Open';
}

/** When it is due; infinity for never, so that such tickets come last. */
function dueAt(ticket: StoredRecord): number {
  const due = Date.parse(textOf(ticket, 'dueDate'));
  return Number.isNaN(due) ? Number.POSITIVE_INFINITY : due;
}

export const ticketViews: readonly TicketView[] = [
  { slug: 'open-cases', label: 'All open', holds: isOpen },
  {
    slug: 'unassigned-cases',
    label: 'Unassigned',
    holds: (t) => isOpen(t) && textOf(t, 'assigneeId') === '',
  },
  { slug: 'overdue-cases', label: 'Overdue', holds: (t, now) => isOpen(t) && dueAt(t) < now },
  {
    slug: 'my-cases',
    label: 'My tickets',
    holds: (t, _, agentId) => isOpen(t) && textOf(t, 'assigneeId') === agentId,
  },
  { slug: 'all-cases', label: 'All tickets', holds: () => true },
];

export interface TicketQuery {
  readonly view: string;
  /** Empty for all. */
  readonly departmentId: string;
  readonly agentId: string;
}

/** By due time, then newest first. */
export function ticketsIn(world: World, org: DeskOrg, query: TicketQuery): StoredRecord[] {
  const view = ticketViews.find((one) => one.slug === query.view) ?? ticketViews[0];
  const now = world.clock.now();
  return [...tableOf(org, 'tickets').live()]
    .filter(
      (ticket) =>
        query.departmentId === '' || textOf(ticket, 'departmentId') === query.departmentId,
    )
    .filter((ticket) => view?.holds(ticket, now, query.agentId) ?? true)
    .toSorted((a, b) => {
      const [first, second] = [dueAt(a), dueAt(b)];
      return first === second ? b.createdAt - a.createdAt : first - second;
    });
}

/** Numbers beside the views (of one department, or all) and beside the departments. */
export function ticketCounts(world: World, org: DeskOrg, departmentId: string, agentId: string) {
  const now = world.clock.now();
  const views = new Map(ticketViews.map((view) => [view.slug, 0]));
  const departments = new Map(org.departments.map((department) => [department.id, 0]));
  for (const ticket of tableOf(org, 'tickets').live()) {
    const department = textOf(ticket, 'departmentId');
    if (isOpen(ticket)) departments.set(department, (departments.get(department) ?? 0) + 1);
    if (departmentId !== '' && department !== departmentId) continue;
    for (const view of ticketViews) {
      if (view.holds(ticket, now, agentId)) views.set(view.slug, (views.get(view.slug) ?? 0) + 1);
    }
  }
  return { views, departments };
}
