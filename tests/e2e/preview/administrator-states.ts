/** Every designed state of the administrator's pages, by name. */
import type { PageMessages } from '../../../sync/protocol';
import type { AdministratorMessages } from '../../../sync/protocol/administration';
import type { PermissionsMessages } from '../../../sync/protocol/permissions';
import type { PublicationMessages } from '../../../sync/protocol/publication';
import {
  conflictLog,
  failureLog,
  failureRows,
  history,
  mapping,
  preferences,
  runChanges,
  sample,
} from '../../unit/components/administration';
import { setup, status } from '../../unit/components/fixtures';
import { permissions, profiles, viewAs } from '../../unit/components/permissions-fixtures';

type Questions = PageMessages & AdministratorMessages & PermissionsMessages & PublicationMessages;

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

const mappings: AdministratorState['answers'] = {
  'mapping.get': () => mapping,
  'mapping.sample': () => sample,
};

const permitted: AdministratorState['answers'] = {
  'permissions.get': () => ({ config: permissions, profiles }),
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
  conflicts: state('#conflicts', { 'conflicts.get': () => conflictLog }),
  conflictmenu: state('#conflicts', { 'conflicts.get': () => conflictLog }, ['More for Ada']),
  conflictnone: state('#conflicts', {
    'conflicts.get': () => ({ open: [], of: 0, policy: 'ask' }),
  }),
  history: state(
    '#history',
    { 'history.get': () => history, 'history.changes': () => runChanges },
    ['today 11:56'],
  ),
  historynone: state('#history', { 'history.get': () => ({ rows: [] }) }),
  mapping: state('#configuration/mapping', mappings),
  mappingchanged: state('#configuration/mapping', mappings, ['Use Twitter Handle']),
  mappingmenu: state('#configuration/mapping', mappings, ['First name: Both ways']),
  mappingvalues: state('#configuration/mapping', mappings, ['Pair values']),
  preferences: state('#configuration/preferences', { 'preferences.get': () => preferences }),
  deletions: state('#configuration/deletions', { 'preferences.get': () => preferences }),
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
};
