/** What agents add to CRM from beside a ticket (VIEW-4, VIEW-5). */
import type { Answer } from '../protocol';
import type { AdditionKind, Instant, Place, Problem, RecordId } from '../types';

export type FormFieldType =
  | 'line'
  | 'lines'
  | 'email'
  | 'phone'
  | 'url'
  | 'number'
  | 'date'
  | 'datetime'
  | 'choice'
  | 'choices'
  | 'tick';

/** One field of a form, from the organisation's own layout. Values are text, as typed. */
export interface FormFieldView {
  /** CRM's API name, or `ticketLink`. */
  readonly name: string;
  readonly label: string;
  readonly type: FormFieldType;
  readonly mandatory: boolean;
  /** In characters; null where CRM states none. */
  readonly maxLength: number | null;
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
  /** What stands in it before anything is typed. */
  readonly initial: string;
}

export interface FormView {
  readonly kind: AdditionKind;
  readonly fields: readonly FormFieldView[];
  /** Labels of fields that CRM requires and that cannot be filled here: then it is added in CRM. */
  readonly unfillable: readonly string[];
}

/** Text by field name. Of several choices: one a line. */
export type FormValues = Readonly<Record<string, string>>;

/** Something typed, on its way, or just added. */
export interface AdditionView {
  readonly key: string;
  readonly kind: AdditionKind;
  /**
   * `draft`: typed and not in CRM. `adding`: on its way. `unknown`: sent, and no answer came, so
   * that it is looked up. `added`: in CRM.
   */
  readonly state: 'draft' | 'adding' | 'unknown' | 'added';
  readonly values: FormValues;
  /** Why a draft was not added when it was sent; null where it never was. */
  readonly problem: Problem | null;
  /** In CRM; null until it is added. */
  readonly id: RecordId | null;
  /** Of `unknown`: after this, not finding it means that it was not added. CRM's clock. */
  readonly knownBy: Instant | null;
  /** Last change, local clock. */
  readonly at: Instant;
}

export interface AdditionsView {
  /** What this agent may add here, now; null while it is not known who is here. */
  readonly kinds: readonly AdditionKind[] | null;
  /** What the administrator allows here and this sign-in was not asked for; absent for none. */
  readonly ungranted?: readonly AdditionKind[] | undefined;
  /** The oldest first. */
  readonly rows: readonly AdditionView[];
}

/** What is added, under a key that the screen made: whatever happens, one key is one record. */
export interface AdditionDraft {
  readonly place: Place;
  readonly key: string;
  readonly kind: AdditionKind;
  readonly values: FormValues;
}

/** From the sidebar. `pass` names the asking frame where it stands in a page. */
export interface AdditionMessages {
  'additions.get'(data: { place: Place }): Answer<AdditionsView>;
  'additions.form'(data: { place: Place; kind: AdditionKind }): Answer<FormView>;
  /** Keeps what is typed, so that it outlives the page. */
  'additions.keep'(data: AdditionDraft): Answer<null>;
  /** Answers when CRM has, or when it is clear that its answer will not come. */
  'additions.add'(data: AdditionDraft & { pass: string }): Answer<AdditionsView>;
  /** Looks now for what was sent without an answer. */
  'additions.look'(data: { place: Place; key: string }): Answer<AdditionsView>;
  /** Throws a draft away. What may be in CRM already is not asked for any more, and stays there. */
  'additions.drop'(data: { place: Place; key: string }): Answer<AdditionsView>;
}
