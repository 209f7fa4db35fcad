/** How many people work under each profile of the help desk. */
import type { Answer } from '../protocol';

/** Sent by the options page only. */
export interface HeadcountMessages {
  /** Active agents by the id of their Desk profile; a profile that is not named has none. */
  'permissions.people'(): Answer<Readonly<Record<string, number>>>;
}
