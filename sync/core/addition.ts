/**
 * What an agent adds to CRM: from typed text to fields, and which record is the one that a send
 * of unknown outcome has left. Pure; the same law as the sync's own creates (see recovery.ts).
 */
import type { FormFieldView, FormValues, FormView } from '../protocol/additions';
import type {
  AdditionKind,
  FieldType,
  FieldValue,
  Instant,
  Place,
  Problem,
  RecordId,
} from '../types';
import { isNormalised } from './normalised';
import { ofScreens, withValues } from './problem';
import { quarantineMs } from './quarantine';
import { lookBackMs } from './recovery';

/** The CRM record that something is added to. */
export interface AdditionTarget {
  readonly module: 'Contacts' | 'Accounts' | 'Leads';
  readonly id: RecordId;
}

/** One value as it is sent; lookups hold the id. */
export interface SentField {
  readonly name: string;
  readonly type: FieldType;
  readonly value: FieldValue;
}

/**
 * One row from the first typed letter to the record in CRM. Its key is made by the screen, and a
 * row leaves `draft` once only: that is what keeps a second click, a second window and a worker
 * that was stopped from adding twice.
 */
export interface Addition {
  readonly key: string;
  readonly kind: AdditionKind;
  readonly place: Place;
  /** Null for a contact or lead. */
  readonly to: AdditionTarget | null;
  readonly values: FormValues;
  /** Empty while it is a draft. */
  readonly sent: readonly SentField[];
  readonly state: 'draft' | 'adding' | 'unknown' | 'added';
  /** CRM's clock, when it was sent; null while it is a draft. */
  readonly sentAt: Instant | null;
  readonly problem: Problem | null;
  readonly id: RecordId | null;
  /** Local clock. */
  readonly at: Instant;
}

/** The module that holds what is added. */
export const additionModules = {
  note: 'Notes',
  task: 'Tasks',
  call: 'Calls',
  potential: 'Deals',
  contact: 'Contacts',
  lead: 'Leads',
} as const satisfies Readonly<Record<AdditionKind, string>>;

/** The permission of Zoho that each kind needs, asked for only where adding it is allowed. */
export function additionScope(kind: AdditionKind): string {
  return `ZohoCRM.modules.${additionModules[kind].toLowerCase()}.CREATE`;
}

/** Kinds that a sign-in with these scopes can add. Zoho does not mind the case of names. */
export function grantedKinds(
  kinds: readonly AdditionKind[],
  scopes: readonly string[],
): readonly AdditionKind[] {
  const granted = new Set(scopes.map((scope) => scope.toLowerCase()));
  return kinds.filter((kind) => granted.has(additionScope(kind).toLowerCase()));
}

/** The pseudo field of forms beside a ticket: whether its address is written with the text. */
export const ticketLink = 'ticketLink';

const types: Readonly<Record<FormFieldView['type'], FieldType>> = {
  line: 'text',
  lines: 'textarea',
  email: 'email',
  phone: 'phone',
  url: 'url',
  number: 'decimal',
  date: 'date',
  datetime: 'datetime',
  choice: 'picklist',
  choices: 'multiselect',
  tick: 'boolean',
};

/** What is sent for what was typed, or the sentence that says what is missing. */
export function sentFields(
  form: FormView,
  values: FormValues,
): { readonly sent: readonly SentField[] } | { readonly problem: Problem } {
  if (form.unfillable.length > 0) return { problem: unfillableProblem(form.unfillable) };
  const missing = form.fields.filter(
    ({ name, mandatory }) => mandatory && (values[name] ?? '').trim() === '',
  );
  if (missing.length > 0) return { problem: missingProblem(missing.map(({ label }) => label)) };
  const sent: SentField[] = [];
  for (const field of form.fields) {
    if (field.name === ticketLink) continue;
    const text = values[field.name] ?? '';
    if (text.trim() === '') continue;
    const value = valueOf(field, text);
    if (value === null) return { problem: unreadableProblem(field.label) };
    if (
      field.maxLength !== null &&
      typeof value === 'string' &&
      Array.from(value).length > field.maxLength
    )
      return { problem: tooLongProblem(field.label, field.maxLength) };
    sent.push({ name: field.name, type: types[field.type], value });
  }
  return { sent };
}

/** Null for what is no value of the field's type. */
function valueOf({ type, options }: FormFieldView, text: string): FieldValue {
  switch (type) {
    case 'number': {
      const number = Number(text.trim());
      return Number.isFinite(number) ? number : null;
    }
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text)) ? text : null;
    case 'datetime': {
      // As typed, in the agent's own time zone.
      const at = Date.parse(text);
      return Number.isFinite(at) ? new Date(at).toISOString() : null;
    }
    case 'tick':
      return text === 'true';
    case 'choice':
      return options?.some(({ value }) => value === text) === true ? text : null;
    case 'choices': {
      const chosen = text.split('\n').filter((line) => line !== '');
      return chosen.every((one) => options?.some(({ value }) => value === one)) ? chosen : null;
    }
    default:
      return text.replaceAll(/\r\n?/g, '\n').trim();
  }
}

/** The text with the ticket's address under it; unchanged where it is there already. */
export function withLink(text: string, line: string, url: string): string {
  return text.includes(url) ? text : text === '' ? line : `${text}\n\n${line}`;
}

/** A record that CRM has, cut down to what was sent. */
export interface CopyCandidate {
  readonly id: RecordId;
  readonly createdAt: Instant | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/**
 * The record that an earlier send has left: created since, every field as it was sent, as far as
 * CRM did not rewrite it, and nobody else's. The oldest of equals.
 */
export function findAdded(
  { sent, sentAt }: Pick<Addition, 'sent' | 'sentAt'>,
  candidates: readonly CopyCandidate[],
  taken: ReadonlySet<RecordId>,
): RecordId | null {
  if (sentAt === null) return null;
  const copies = candidates.filter(
    (one) =>
      !taken.has(one.id) &&
      (one.createdAt === null || one.createdAt >= sentAt - lookBackMs) &&
      sent.every(({ name, type, value }) => isNormalised(type, value, one.fields[name] ?? null)),
  );
  const [oldest] = copies.toSorted(
    (one, other) => one.id.length - other.id.length || (one.id < other.id ? -1 : 1),
  );
  return oldest?.id ?? null;
}

/** From when on not finding it means that it was not added; CRM's clock. */
export function knownBy({ state, sentAt }: Pick<Addition, 'state' | 'sentAt'>): Instant | null {
  return state === 'unknown' && sentAt !== null ? sentAt + quarantineMs : null;
}

const missingProblem = (labels: readonly string[]): Problem => ({
  ...ofScreens('addition.missing', 'conflict'),
  about: labels.join(', '),
});

const unfillableProblem = (labels: readonly string[]): Problem => ({
  ...ofScreens('addition.unfillable', 'conflict'),
  about: labels.join(', '),
});

const unreadableProblem = (label: string): Problem => ({
  ...ofScreens('addition.unreadable', 'conflict'),
  about: label,
});

const tooLongProblem = (label: string, most: number): Problem =>
  withValues({ ...ofScreens('addition.tooLong', 'conflict'), about: label }, { limit: most });

/** After the quarantine: it is certain now that adding it again makes no second one. */
export const notAddedProblem = ofScreens('addition.notAdded', 'transient');
