/** Every designed state of the administrator's pages, by name. */
import type { PageMessages } from '../../../sync/protocol';
import type { AdministratorMessages } from '../../../sync/protocol/administration';
import type { PreviewMessages } from '../../../sync/protocol/preview';
import type { PermissionsMessages } from '../../../sync/protocol/permissions';
import type { ReferenceMessages } from '../../../sync/protocol/references';
import type { PublicationMessages } from '../../../sync/protocol/publication';
import {
  conflictLog,
  conflictRows,
  failureLog,
  failureRows,
  historyDays,
  historyRows,
  runChanges,
} from '../../unit/components/administration';
import { manyFields, mapping, mappingCheck, sample } from '../../unit/components/mapping-fixtures';
import {
  preferenceChoices,
  preferences,
  preferencesEffect,
  viewCounts,
} from '../../unit/components/preferences-fixtures';
import { now, setup, status } from '../../unit/components/fixtures';
import { plan, planRows, planSum } from '../../unit/components/previews';
import { people, permissions, profiles, viewAs } from '../../unit/components/permissions-fixtures';

type Questions = PageMessages &
  ReferenceMessages &
  AdministratorMessages &
  PreviewMessages &
  PermissionsMessages &
  PublicationMessages;

interface AdministratorState {
  readonly hash: string;
  readonly answers: {
    readonly [Name in keyof Questions]?: (
      data: Parameters<Questions[Name]>[0],
    ) => ReturnType<Questions[Name]> extends infer A
      ? A extends { ok: true; value: infer V }
        ? V
        : never
      : never;
  };
  /** Names of buttons to press one after the other. */
  readonly press?: readonly string[];
}

const state = (
  hash: string,
  answers: AdministratorState['answers'],
  press?: readonly string[],
): AdministratorState => ({
  hash,
  answers: {
    'setup.get': () => ({ ...setup, step: 'done' }),
    'status.get': () => status,
    ...answers,
  },
  ...(press && { press }),
});

const failures: AdministratorState['answers'] = {
  'failures.get': () => failureLog,
  'failures.rows': ({ offset, limit }) => failureRows(19, offset, limit),
};

const conflicts: AdministratorState['answers'] = {
  'conflicts.get': () => conflictLog,
  'conflicts.rows': ({ show, offset, limit }) => conflictRows(show, offset, limit),
};

const runs: AdministratorState['answers'] = {
  'history.days': ({ from }) => historyDays(from),
  'history.rows': ({ offset, limit, ...filter }) => historyRows(filter, offset, limit),
  'history.changes': () => runChanges,
};

const preferring: AdministratorState['answers'] = {
  'preferences.get': () => preferences,
  'preferences.choices': () => preferenceChoices,
  'preferences.counts': ({ views: { contact, account } }) => ({
    contact: contact.map((id) => viewCounts[id] ?? null),
    account: account.map((id) => viewCounts[id] ?? null),
  }),
  'preferences.effect': () => preferencesEffect,
};

const previews: AdministratorState['answers'] = {
  'preview.get': () => ({ ...plan, look: { state: 'ready', isSetup: false } }),
  'preview.rows': ({ offset, limit, ...filter }) => planRows(filter, offset, limit),
  'preview.sum': ({ ticks }) => planSum(ticks),
};

const firstLook: AdministratorState['answers'] = {
  ...previews,
  'setup.get': () => ({ ...setup, step: 'preview' }),
  'status.get': () => ({ ...status, look: plan.look }),
  'preview.get': () => plan,
};

const held: AdministratorState['answers'] = {
  'status.get': () => ({
    ...status,
    held: {
      hash: 'held',
      heldAt: now,
      dismissedAt: null,
      counts: [
        { kind: 'contact', action: 'delete', side: 'desk', records: 3 },
        { kind: 'contact', action: 'create', side: 'crm', records: 212 },
      ],
      rows: [],
    },
  }),
  'held.rows': ({ offset, limit }) =>
    planRows({ kind: null, action: null, side: null, search: '' }, offset, limit),
};

const mappings: AdministratorState['answers'] = {
  'mapping.get': () => mapping,
  'mapping.sample': () => sample,
  'mapping.check': () => mappingCheck,
};

const permitted: AdministratorState['answers'] = {
  'permissions.get': () => ({ config: permissions, profiles }),
  'permissions.people': () => people,
  'permissions.viewAs': () => viewAs,
  'publication.get': () => ({ state: 'current', version: 1, settings: { permissions } }),
};

export const administratorStates: Readonly<Record<string, AdministratorState>> = {
  failures: state('#failures', failures, ['CRM ID is already']),
  failuremany: state(
    '#failures',
    { ...failures, 'failures.rows': ({ offset, limit }) => failureRows(20_000, offset, limit) },
    ['CRM ID is already'],
  ),
  failuredetail: state('#failures', failures, ['CRM ID is already', 'Details']),
  failurenone: state('#failures', {
    'status.get': () => ({ ...status, failures: 0, conflicts: 0 }),
    'failures.get': () => ({
      counts: { contact: 0, account: 0, product: 0 },
      reasons: [],
      paused: false,
    }),
  }),
  conflicts: state('#conflicts', conflicts),
  conflictsettled: state('#conflicts', conflicts, ['Settled']),
  conflictmenu: state('#conflicts', conflicts, ['More for Ada']),
  conflictvalues: state('#conflicts', conflicts, ['More for Ada', 'Show whole values']),
  conflictnone: state('#conflicts', {
    'conflicts.get': () => ({
      counts: { open: 0, asked: 0, settled: 0 },
      decided: 0,
      policy: 'ask',
    }),
  }),
  history: state('#history', runs, ['today 11:56']),
  historylong: state('#history', runs, ['90 days']),
  historytable: state('#history', runs, ['Show as table']),
  historynone: state('#history', {
    'history.days': ({ from }) => from.map(() => ({ added: 0, updated: 0, deleted: 0, failed: 0 })),
    'history.rows': () => ({ rows: [], of: 0 }),
  }),
  mapping: state('#configuration/mapping', mappings),
  mappingchanged: state('#configuration/mapping', mappings, ['Use Twitter Handle']),
  mappingeffect: state('#configuration/mapping', mappings, [
    'Use Twitter Handle',
    'Preview effect',
  ]),
  mappingmany: state('#configuration/mapping', {
    ...mappings,
    'mapping.get': () => manyFields(250),
  }),
  mappingmenu: state('#configuration/mapping', mappings, ['First name: Both ways']),
  mappingvalues: state('#configuration/mapping', mappings, ['Pair values']),
  mappingunfit: state(
    '#configuration/mapping',
    {
      ...mappings,
      'mapping.unfit': () => ({
        of: 41,
        rows: [
          {
            id: 'c1',
            title: 'Ada Lindqvist',
            value: '+46 31 555 01 42, or ask for Ada at the desk',
          },
          { id: 'c2', title: 'Zsófia Szőke-Nagy', value: `+36 1 555 0199 ${'ext. 4 '.repeat(30)}` },
        ],
      }),
    },
    ['Show 41'],
  ),
  preferences: state('#configuration/preferences', preferring),
  preferenceschanged: state('#configuration/preferences', preferring, [
    'Match contacts by secondary',
  ]),
  preferenceseffect: state('#configuration/preferences', preferring, [
    'Match contacts by secondary',
    'Preview effect',
  ]),
  deletions: state('#configuration/deletions', preferring, ['Contacts: Always delete']),
  permissions: state('#permissions', permitted, ['Notes, Light Agent']),
  permissionsnew: state('#permissions', {
    ...permitted,
    'permissions.get': () => ({ config: null, profiles }),
    'permissions.viewAs': () => ({ samples: [], sample: null, state: 'none' }),
    'publication.get': () => ({ state: 'none' }),
  }),
  permissionspublish: state('#permissions', permitted, ['Notes, Light Agent', 'Publish']),
  permissionstorn: state('#permissions', {
    ...permitted,
    'publication.get': () => ({ state: 'torn' }),
  }),
  previewfirst: state('#', firstLook),
  previewunticked: state('#', firstLook, ['Carry out for Ada']),
  previewmaking: state('#', {
    ...firstLook,
    'preview.get': () => ({
      ...plan,
      hash: null,
      look: { state: 'making', isSetup: true },
      progress: { phase: 'observe', kind: 'contact', progress: { done: 612, of: 1_498 } },
    }),
  }),
  previewidle: state('#configuration/preview', {
    'preview.get': () => ({ ...plan, hash: null, look: null }),
  }),
  previewlater: state('#configuration/preview', {
    ...previews,
    'preview.get': () => ({
      ...plan,
      look: { state: 'ready', isSetup: false },
      creditsPerDay: { desk: 800, crm: null },
    }),
  }),
  previewapplying: state('#configuration/preview', {
    'preview.get': () => ({ ...plan, look: { state: 'applying', isSetup: false } }),
  }),
  previewnothing: state('#configuration/preview', {
    'preview.get': () => ({ ...plan, rows: 0, counts: [] }),
  }),
  heldplan: state('#', held, ['Look at 215 changes']),
  delete: state('#', {}, ['More', 'Delete integration']),
  elsewhere: state('#', {
    'status.get': () => ({
      ...status,
      state: 'elsewhere',
      lease: 'elsewhere',
      leaseHolder: 'Chrome on Windows',
    }),
  }),
  paced: state('#', {
    'status.get': () => ({
      ...status,
      run: status.run && {
        ...status.run,
        problem: { code: 'credits.paced', kind: 'transient', message: '' },
      },
    }),
  }),
  leaseunknown: state('#', { 'status.get': () => ({ ...status, lease: 'unavailable' }) }),
};
