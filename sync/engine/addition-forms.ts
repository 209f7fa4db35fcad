/** The form for each kind of addition: a few fields that always help, and what the layout requires. */
import type { FormFieldView, FormView } from '../protocol/additions';
import type { ProfileView } from '../protocol/profile';
import type { AdditionKind, FieldType } from '../types';
import { additionModules, ticketLink, type AdditionTarget } from '../core/addition';
import { ofScreens, SyncError } from '../core/problem';
import type { AdditionWriter, LayoutField } from './addition-ports';

/** Asked for even where the layout does not require them, as far as it has them. */
const offered: Readonly<Record<Exclude<AdditionKind, 'note'>, readonly string[]>> = {
  task: ['Subject', 'Due_Date', 'Description'],
  call: ['Subject', 'Call_Type', 'Call_Start_Time', 'Description'],
  potential: ['Deal_Name', 'Stage', 'Amount', 'Closing_Date'],
  contact: ['First_Name', 'Last_Name', 'Email', 'Phone'],
  lead: ['First_Name', 'Last_Name', 'Company', 'Email', 'Phone'],
};

/** Without them CRM refuses a record whatever the layout says (contract 2.8, typical api names). */
const always: Readonly<Record<Exclude<AdditionKind, 'note'>, readonly string[]>> = {
  task: ['Subject'],
  call: ['Subject', 'Call_Type', 'Call_Start_Time'],
  potential: ['Deal_Name', 'Stage'],
  contact: ['Last_Name'],
  lead: ['Last_Name', 'Company'],
};

/** Filled by CRM or by Tandem. */
const filled: ReadonlySet<string> = new Set([
  'Owner',
  'Layout',
  'Who_Id',
  'What_Id',
  'Created_By',
  'Modified_By',
  'Exchange_Rate',
]);

const types: Readonly<Partial<Record<FieldType, FormFieldView['type']>>> = {
  text: 'line',
  textarea: 'lines',
  email: 'email',
  phone: 'phone',
  url: 'url',
  integer: 'number',
  decimal: 'number',
  boolean: 'tick',
  date: 'date',
  datetime: 'datetime',
  picklist: 'choice',
  multiselect: 'choices',
};

/** Characters of a note (contract 2.6), less room for the ticket's address. */
const longestNote = 64_000;

/** What the form begins with is known from the page, not typed twice. */
interface Circumstances {
  readonly requester: ProfileView['requester'];
  /** A ticket's page: its address may go along. */
  readonly onTicket: boolean;
  readonly to: AdditionTarget | null;
}

/** The form of a kind. Rejects with SyncError where the layout cannot be read. */
export async function formOf(
  kind: AdditionKind,
  writer: Pick<AdditionWriter, 'layout'>,
  circumstances: Circumstances,
): Promise<FormView> {
  if (kind === 'note') return noteForm(circumstances);
  const layout = await writer.layout(additionModules[kind]);
  if (layout.length === 0) throw new SyncError(noLayout);
  const byName = new Map(layout.map((field) => [field.name, field]));
  const wanted = layout.filter(
    ({ name, required }) => required && !filled.has(name) && !offered[kind].includes(name),
  );
  const given = lookupsOf(kind, circumstances.to);
  const open = wanted.filter(({ name }) => !given.includes(name));
  const usable = (field: LayoutField): boolean =>
    types[field.type] !== undefined && !field.readOnly;
  const fields = [
    ...offered[kind].flatMap((name) => byName.get(name) ?? []),
    ...open.filter((field) => usable(field)),
  ].filter((field) => usable(field));
  const initial = initialValues(kind, circumstances.requester);
  return {
    kind,
    fields: [
      ...fields.map((field) => ({
        name: field.name,
        label: field.label,
        type: types[field.type] ?? 'line',
        // A tick that is required may be left open: that is its answer.
        mandatory:
          field.type !== 'boolean' && (field.required || always[kind].includes(field.name)),
        maxLength: field.maxLength,
        options: field.options,
        initial: initial[field.name] ?? firstChoice(kind, field),
      })),
      ...(circumstances.onTicket && fields.some(({ name }) => name === 'Description')
        ? [linkField]
        : []),
    ],
    unfillable: open.filter((field) => !usable(field)).map(({ label }) => label),
  };
}

/** Which of CRM's lookups lead to the record that something is added to. */
export function lookupsOf(kind: AdditionKind, to: AdditionTarget | null): readonly string[] {
  if (to === null) return [];
  if (kind === 'task' || kind === 'call') return [to.module === 'Contacts' ? 'Who_Id' : 'What_Id'];
  if (kind === 'potential') return [to.module === 'Contacts' ? 'Contact_Name' : 'Account_Name'];
  return [];
}

const linkField: FormFieldView = {
  name: ticketLink,
  label: ticketLink,
  type: 'tick',
  mandatory: false,
  maxLength: null,
  options: null,
  initial: 'true',
};

function noteForm({ onTicket }: Circumstances): FormView {
  const text: FormFieldView = {
    name: 'Note_Content',
    label: 'Note',
    type: 'lines',
    mandatory: true,
    maxLength: longestNote,
    options: null,
    initial: '',
  };
  return { kind: 'note', fields: onTicket ? [text, linkField] : [text], unfillable: [] };
}

/** A list of one answer, and what nearly everybody means. */
function firstChoice(kind: AdditionKind, { name, options }: LayoutField): string {
  const wanted = kind === 'call' && name === 'Call_Type' ? 'Outbound' : null;
  if (wanted !== null && options?.some(({ value }) => value === wanted) === true) return wanted;
  return options?.length === 1 ? (options[0]?.value ?? '') : '';
}

function initialValues(
  kind: AdditionKind,
  requester: ProfileView['requester'],
): Readonly<Record<string, string>> {
  if (requester === null || (kind !== 'contact' && kind !== 'lead')) return {};
  const words = requester.name.trim().split(/\s+/);
  // Desk names a contact without a name by its address.
  const isAddress = requester.name.includes('@');
  return {
    First_Name: isAddress ? '' : words.slice(0, -1).join(' '),
    Last_Name: isAddress ? '' : (words.at(-1) ?? ''),
    Email: requester.email ?? '',
    Phone: requester.phone ?? '',
  };
}

const noLayout = ofScreens('addition.noLayout', 'configuration');
