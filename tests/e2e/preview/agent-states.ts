/** Every designed state of what agents work with beside the bare profile: forms, links, the board. */
import type { ProfileView } from '../../../sync/protocol/profile';
import type { AdditionView, FormFieldView, FormView } from '../../../sync/protocol/additions';
import type { BoardView } from '../../../sync/protocol/handshake';
import type { LinkCandidate } from '../../../sync/protocol/links';
import { additionKinds, type AdditionKind } from '../../../sync/types';
import { board, turned } from '../../unit/components/board-fixtures';
import { ada, now, problem, profile } from '../../unit/components/fixtures';
import { sidebarStates } from './sidebar-states';

interface AgentState {
  readonly screen: 'sidebar' | 'board';
  readonly width: number;
  /** By the question's name; asked again, a list of answers goes on to its next. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Names of buttons to press, one after the other. */
  readonly press?: readonly string[];
  /** Typed into the search. */
  readonly search?: string;
  /** What a screen reader finds when all of it is there. */
  readonly shows:
    | {
        readonly role:
          | 'form'
          | 'dialog'
          | 'alertdialog'
          | 'menu'
          | 'alert'
          | 'button'
          | 'heading'
          | 'region';
        readonly name?: string;
      }
    | { readonly text: string };
}

const field = (
  name: string,
  label: string,
  type: FormFieldView['type'],
  rest: Partial<FormFieldView> = {},
): FormFieldView => ({
  name,
  label,
  type,
  mandatory: false,
  maxLength: null,
  options: null,
  initial: '',
  ...rest,
});

const choice = (name: string, label: string, values: readonly string[]): FormFieldView =>
  field(name, label, 'choice', {
    mandatory: true,
    options: values.map((value) => ({ value, label: value })),
  });

const subject = field('Subject', 'Subject', 'line', { mandatory: true, maxLength: 300 });

const forms: Readonly<Record<AdditionKind, readonly FormFieldView[]>> = {
  note: [
    field('Note_Content', 'Note', 'lines', { mandatory: true }),
    field('ticketLink', '', 'tick', { initial: 'true' }),
  ],
  task: [
    subject,
    field('Due_Date', 'Due Date', 'date'),
    field('Description', 'Description', 'lines'),
  ],
  call: [
    subject,
    choice('Call_Type', 'Call Type', ['Outbound', 'Inbound', 'Missed']),
    field('Call_Start_Time', 'Call Start Time', 'datetime', { mandatory: true }),
  ],
  potential: [
    field('Deal_Name', 'Deal Name', 'line', { mandatory: true }),
    choice('Stage', 'Stage', ['Qualification', 'Proposal', 'Closed won']),
    field('Amount', 'Amount', 'number'),
    field('Regions', 'Regions of the tender and of all its lots', 'choices', {
      options: ['North', 'South'].map((value) => ({ value, label: value })),
    }),
  ],
  contact: [
    field('First_Name', 'First Name', 'line'),
    field('Last_Name', 'Last Name', 'line', { mandatory: true, initial: 'Tanabe' }),
    field('Email', 'Email', 'email', { initial: 'k.tanabe@tanabe-seiki.co.jp' }),
  ],
  lead: [
    field('Last_Name', 'Last Name', 'line', { mandatory: true }),
    field('Company', 'Company', 'line', { mandatory: true }),
  ],
};

const form = (kind: AdditionKind, unfillable: readonly string[] = []): FormView => ({
  kind,
  fields: forms[kind],
  unfillable,
});

const row = (kind: AdditionKind, rest: Partial<AdditionView>): AdditionView => ({
  key: `row-${kind}`,
  kind,
  state: 'adding',
  values: { Note_Content: 'Certificate rotated at 08:00', Subject: 'Send the audit log' },
  problem: null,
  id: null,
  knownBy: null,
  at: now,
  ...rest,
});

const found = profile({ state: 'found', customer: ada, linked: true });

const sidebar = (
  shows: AgentState['shows'],
  answers: AgentState['answers'],
  rest: Partial<AgentState> = {},
): AgentState => ({
  screen: 'sidebar',
  width: 360,
  shows,
  answers: {
    'profile.get': found,
    'additions.get': { kinds: additionKinds, rows: [] },
    ...answers,
  },
  ...rest,
});

const adds = (kind: AdditionKind, name: string, press: readonly string[]): AgentState =>
  sidebar({ role: 'form', name }, { 'additions.form': form(kind) }, { press });

const rows = (...all: readonly AdditionView[]) => ({
  'additions.get': { kinds: additionKinds, rows: all },
});

const candidates: readonly LinkCandidate[] = [
  {
    module: 'Contacts',
    id: '1',
    name: 'Keiko Tanabe',
    company: 'Tanabe Seiki',
    email: 'keiko@tanabe-seiki.co.jp',
    modifiedAt: now,
  },
  {
    module: 'Leads',
    id: '2',
    name: 'Maximiliane Charlotte Hohenlohe-Waldenburg-Schillingsfürst von und zu Guttenberg',
    company: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk GmbH & Co. KG',
    email: null,
    modifiedAt: null,
  },
];
const nobody = sidebarStates['nomatch'];

const deskOnly: ProfileView = profile({
  state: 'deskOnly',
  type: 'customer',
  company: 'Nordwind AB',
  information: ada.information,
  account: { state: 'hidden' },
});

const over = (
  shows: AgentState['shows'],
  view: BoardView | null,
  rest: Partial<AgentState> = {},
): AgentState => ({
  screen: 'board',
  width: 1280,
  shows,
  answers: { 'board.get': view },
  ...rest,
});

const transient = problem('transient', 'CRM did not answer within 30 s. Nothing was lost.');
const blank = (state: BoardView['state'], trouble: BoardView['problem'] = null): BoardView => ({
  ...board,
  state,
  columns: [],
  problem: trouble,
});

export const agentStates: Readonly<Record<string, AgentState>> = {
  note: adds('note', 'Add note', ['Add note']),
  task: adds('task', 'Add task', ['Add task, Log call', 'Add task']),
  call: adds('call', 'Log call', ['Add task, Log call', 'Log call']),
  potential: adds('potential', 'Add potential', ['Add potential']),
  formwaiting: sidebar({ role: 'form', name: 'Add potential' }, {}, { press: ['Add potential'] }),
  unfillable: sidebar(
    { role: 'alert' },
    { 'additions.form': form('potential', ['Steering committee', 'Campaign']) },
    { press: ['Add potential'] },
  ),
  adding: sidebar({ text: 'Certificate rotated at 08:00' }, rows(row('note', {}), row('task', {}))),
  unknown: sidebar(
    { role: 'button', name: 'Look now' },
    rows(row('note', { state: 'unknown', knownBy: now + 540_000 })),
  ),
  notadded: sidebar(
    { role: 'alert' },
    {
      ...rows(row('note', { state: 'draft', problem: transient })),
      'additions.form': form('note'),
    },
  ),
  keys: sidebar({ role: 'dialog', name: 'Keys' }, {}, { press: ['More', 'Keys'] }),
  menu: sidebar({ role: 'menu' }, {}, { press: ['More'] }),
  unlink: sidebar({ role: 'alertdialog' }, {}, { press: ['More', 'Unlink'] }),
  another: sidebar(
    { role: 'button', name: 'Link to Keiko Tanabe' },
    { 'links.search': candidates },
    { press: ['More', 'Link to another record'], search: 'Tanabe' },
  ),
  found: sidebar(
    { role: 'button', name: 'Link to Keiko Tanabe' },
    { 'profile.get': nobody, 'links.search': candidates },
    { search: 'Tanabe' },
  ),
  notfound: sidebar(
    { text: 'Nothing in CRM holds these words' },
    { 'profile.get': nobody, 'links.search': [] },
    { search: 'Nobody' },
  ),
  create: sidebar(
    { role: 'form', name: 'Create contact' },
    { 'profile.get': nobody, 'additions.form': form('contact') },
    { press: ['Create contact'] },
  ),
  deskonly: sidebar({ role: 'heading', name: 'Ada Lindqvist' }, { 'profile.get': deskOnly }),
  ungranted: sidebar(
    { role: 'button', name: 'Sign in to CRM again' },
    { 'additions.get': { kinds: ['note'], ungranted: ['task', 'potential'], rows: [] } },
  ),
  board: over({ role: 'region', name: 'Customers, 3 tickets' }, board),
  boardall: over({ role: 'region', name: 'Contacts / Leads, 0 tickets' }, board, {
    press: ['Empty columns'],
  }),
  boardloading: over({ role: 'heading', name: 'Handshake' }, blank('loading')),
  boardfailed: over({ role: 'button', name: 'Try again' }, blank('failed', transient)),
  boardhidden: over({ role: 'heading' }, blank('hidden')),
  boardnew: over({ role: 'heading' }, blank('notConnected')),
  boardnone: over({ role: 'heading' }, { ...board, columns: [] }),
  boarddesk: over(
    { role: 'region', name: 'Customers, 3 tickets' },
    { ...turned, crmProblem: transient, complete: false },
  ),
  boardold: over(
    { role: 'region', name: 'Customers, 3 tickets' },
    { ...board, problem: transient, dealsHidden: true },
  ),
  boardkeys: over({ role: 'dialog', name: 'Keys' }, board, { press: ['Keys'] }),
};
