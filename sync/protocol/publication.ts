/** Settings that reach every agent through CRM: what the page is told, and what it may ask. */
import type { Answer } from '../protocol';
import type { ProfileView } from './profile';
import type { Problem } from '../types';
import type { PermissionsConfig } from './permissions';

/** What agents' installations need (PER-6). Neither the mapping nor anything secret. */
export interface AgentSettings {
  readonly permissions: PermissionsConfig;
}

/** What stands in CRM's organisation variables now. */
export type Published =
  /** Nothing was ever published for this help desk. */
  | { readonly state: 'none' }
  | { readonly state: 'current'; readonly version: number; readonly settings: AgentSettings }
  /** The integration was deleted: an agent's installation empties itself. */
  | { readonly state: 'withdrawn'; readonly version: number }
  /** Not of one piece, or not settings. Whoever has others keeps them and looks again later. */
  | { readonly state: 'torn' }
  /** Written by a newer version of Tandem: keep what there is, and update the extension. */
  | { readonly state: 'newer' }
  /** This person may not read them; the join text or the browser's policy has to carry them. */
  | { readonly state: 'unreadable'; readonly problem: Problem };

/** A real customer as another profile would see them. */
export type ViewAsView = {
  /** Who may be looked at. */
  readonly samples: readonly { readonly key: string; readonly title: string }[];
  readonly sample: string | null;
} & (
  | { readonly state: 'shown'; readonly profile: ProfileView }
  /** `none`: no contact is linked yet. `noAccount`: contacts are off, and this one has no account. */
  | { readonly state: 'none' | 'hidden' | 'noAccount' }
);

/** From the options page. */
export interface PublicationMessages {
  /** `sample` null: the first. Only the draft is looked through; nothing is saved. */
  'permissions.viewAs'(data: {
    permissions: PermissionsConfig;
    profileId: string;
    sample: string | null;
  }): Answer<ViewAsView>;
  'publication.get'(): Answer<Published>;
  /**
   * Saves here and publishes for everybody. `over`: the version that the page has shown, null for
   * none; refused (`publish.elsewhere`) where somebody else has published since.
   */
  'publication.publish'(data: {
    permissions: PermissionsConfig;
    over: number | null;
  }): Answer<Published>;
}
