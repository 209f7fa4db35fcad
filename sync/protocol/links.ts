/** Links that a person makes and cuts from beside a ticket (VIEW-4). */
import type { Answer } from '../protocol';
import type { CandidateView, ProfileView } from './profile';
import type { Place } from '../types';

/** A record of CRM found by a search; accounts only beside an account. */
export interface LinkCandidate extends Omit<CandidateView, 'module'> {
  readonly module: 'Contacts' | 'Leads' | 'Accounts';
}

/** From the sidebar. `pass` names the asking frame where it stands in a page. */
export interface LinkMessages {
  /** Records of CRM that hold these words. */
  'links.search'(data: { place: Place; text: string }): Answer<readonly LinkCandidate[]>;
  /**
   * Where the sync of this kind runs, the sync's own link; elsewhere this agent's own choice, as
   * for several matches.
   */
  'links.link'(data: {
    pass: string;
    place: Place;
    module: LinkCandidate['module'];
    id: string;
  }): Answer<ProfileView>;
  /** Cuts the sync's link; the two are not linked again by themselves. */
  'links.unlink'(data: { pass: string; place: Place }): Answer<ProfileView>;
}
