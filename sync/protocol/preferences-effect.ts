/** What other preferences would do, told before they are saved. */
import type { Answer } from '../protocol';
import type { Side } from '../types';
import type { PreferencesDraft } from './administration';

/** Numbers of records that are stored here; no service is asked. */
export interface PreferencesEffectView {
  /** Records that were looked at, of those of the types that the changes concern. */
  readonly looked: number;
  readonly of: number;
  /** Linked records that another sync type or rule would write, by side. */
  readonly written: Readonly<Record<Side, number>>;
  /** Linked records with a field that would wait for a person. */
  readonly asking: number;
  /** Records that may be created, by the side they would be created on. */
  readonly created: Readonly<Record<Side, number>>;
  /** Contacts that would be linked by a secondary e-mail address; Desk takes CRM's primary one. */
  readonly addresses: {
    readonly count: number;
    /** The first of them. */
    readonly rows: readonly {
      readonly title: string;
      readonly before: string | null;
      readonly after: string;
    }[];
  };
  /** Linked accounts with contacts in Desk. Counted where accounts may be deleted with them. */
  readonly peopled: number;
}

/** Sent by the options page only. */
export interface PreferencesEffectMessages {
  'preferences.effect'(data: { draft: PreferencesDraft }): Answer<PreferencesEffectView>;
  /**
   * Records in each of these CRM list views, in their order; null where CRM does not tell. One
   * credit a view; what was counted is good for ten minutes, or until a run ends.
   */
  'preferences.counts'(data: {
    views: Readonly<Record<'contact' | 'account', readonly string[]>>;
  }): Answer<Readonly<Record<'contact' | 'account', readonly (number | null)[]>>>;
}
