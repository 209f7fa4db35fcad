/** Every path of the API with its methods; what is specific stands before what has parameters. */
import { upsertRecords } from './upsert';
import { createJob, getJob, getResult } from './bulk';
import type { Handler } from './call';
import { runCoql } from './coql';
import { listDeleted, mergeInto } from './deleted';
import { createFields } from './field-creation';
import { deleteField, getField, listFields } from './field-meta';
import { getRecord, listRecords } from './lists';
import { deleteNotes, getNote, postNotes, putNotes } from './notes';
import { getOrg, getProfile, getUser, listProfiles, listUsers } from './profiles';
import { countBin, getBinned, listBin, restoreMany, restoreOne } from './recycle-bin';
import { listRelated, listRelatedOfDeleted } from './related';
import { countRelated } from './related-counts';
import { countRecords, searchRecords } from './search';
import { getLayout, listLayouts, listPipelines } from './layouts';
import { listTimeline } from './timeline';
import { getModule, getView, listModules, listRelatedLists, listViews } from './settings';
import {
  deleteVariables,
  getVariable,
  listVariableGroups,
  listVariables,
  postVariables,
  putVariables,
} from './variables';
import { deleteOne, deleteRecords, postRecords, putRecord, putRecords } from './writes';

export interface Route {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Handler>>>;
}

const crm = '/crm/v8';
const bulk = '/crm/bulk/v8';
const settings = `${crm}/settings`;
const record = `${crm}/:module/:id`;

export const routes: readonly Route[] = [
  { path: `${bulk}/read`, methods: { POST: createJob } },
  { path: `${bulk}/read/:id`, methods: { GET: getJob } },
  { path: `${bulk}/read/:id/result`, methods: { GET: getResult } },
  { path: `${crm}/coql`, methods: { POST: runCoql } },
  { path: `${crm}/org`, methods: { GET: getOrg } },
  { path: `${crm}/users`, methods: { GET: listUsers } },
  { path: `${crm}/users/:id`, methods: { GET: getUser } },
  { path: `${settings}/modules`, methods: { GET: listModules } },
  { path: `${settings}/modules/:id`, methods: { GET: getModule } },
  { path: `${settings}/fields`, methods: { GET: listFields, POST: createFields } },
  { path: `${settings}/fields/:id`, methods: { GET: getField, DELETE: deleteField } },
  { path: `${settings}/layouts`, methods: { GET: listLayouts } },
  { path: `${settings}/layouts/:id`, methods: { GET: getLayout } },
  { path: `${settings}/pipeline`, methods: { GET: listPipelines } },
  { path: `${settings}/pipeline/:id`, methods: { GET: listPipelines } },
  { path: `${settings}/custom_views`, methods: { GET: listViews } },
  { path: `${settings}/custom_views/:id`, methods: { GET: getView } },
  { path: `${settings}/related_lists`, methods: { GET: listRelatedLists } },
  { path: `${settings}/profiles`, methods: { GET: listProfiles } },
  { path: `${settings}/profiles/:id`, methods: { GET: getProfile } },
  {
    path: `${settings}/variables`,
    methods: {
      GET: listVariables,
      POST: postVariables,
      PUT: putVariables,
      DELETE: deleteVariables,
    },
  },
  {
    path: `${settings}/variables/:id`,
    methods: { GET: getVariable, PUT: putVariables, DELETE: deleteVariables },
  },
  { path: `${settings}/variable_groups`, methods: { GET: listVariableGroups } },
  { path: `${settings}/recycle_bin`, methods: { GET: listBin } },
  { path: `${settings}/recycle_bin/actions/restore`, methods: { POST: restoreMany } },
  { path: `${settings}/recycle_bin/actions/count`, methods: { GET: countBin } },
  { path: `${settings}/recycle_bin/:id/actions/restore`, methods: { POST: restoreOne } },
  { path: `${settings}/recycle_bin/:id`, methods: { GET: getBinned } },
  { path: `${crm}/:module/upsert`, methods: { POST: upsertRecords } },
  { path: `${crm}/:module/deleted`, methods: { GET: listDeleted } },
  { path: `${crm}/:module/search`, methods: { GET: searchRecords } },
  { path: `${crm}/:module/actions/count`, methods: { GET: countRecords } },
  { path: `${crm}/:module/deleted/:id/:list`, methods: { GET: listRelatedOfDeleted } },
  { path: `${record}/actions/merge`, methods: { POST: mergeInto } },
  { path: `${record}/actions/get_related_records_count`, methods: { POST: countRelated } },
  {
    path: `${record}/Notes/:noteId`,
    methods: { GET: getNote, PUT: putNotes, DELETE: deleteNotes },
  },
  {
    path: `${record}/:list{Notes}`,
    methods: { GET: listRelated, POST: postNotes, PUT: putNotes, DELETE: deleteNotes },
  },
  { path: `${record}/__timeline`, methods: { GET: listTimeline } },
  { path: `${record}/:list`, methods: { GET: listRelated } },
  { path: record, methods: { GET: getRecord, PUT: putRecord, DELETE: deleteOne } },
  {
    path: `${crm}/:module`,
    methods: { GET: listRecords, POST: postRecords, PUT: putRecords, DELETE: deleteRecords },
  },
];
