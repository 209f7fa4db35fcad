/** A ticket that tells a story: what was asked, by whom, and what was answered. */

export const technical = 'Technical support';

/** In minutes, as the stories count. */
export const hour = 60;
export const day = 24 * hour;

export interface RequestStory {
  readonly number: number;
  /** Key of the requester; null for a ticket without a contact. */
  readonly contact: string | null;
  readonly email?: string;
  readonly subject: string;
  readonly department: 'Technical support' | 'Sales support' | 'Billing';
  readonly owner: string | null;
  readonly priority: 'Low' | 'Medium' | 'High';
  /** Minutes until it is due; negative: overdue; null: no due time. */
  readonly due: number | null;
  /** Who said what how many minutes ago; null is the requester. */
  readonly said: readonly (readonly [who: string | null, minutesAgo: number, text: string])[];
}
