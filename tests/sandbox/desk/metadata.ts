/** Fields in both generations of the call, layouts and views (contract 3.9). */
import type { DeskOrg } from '../world';
import { fieldError, invalidData, urlNotFound } from './errors';
import { fieldsOf, settingOf, type DeskField } from './fields';
import { deskModules } from './modules';
import { layoutOf } from './org';
import { listOf } from './paging';
import { profileType } from './profiles';
import { list, ok, param, type Ask, type Route } from './route';
import { isoTime } from './shape-parts';
import { viewsOf } from './views';

type Shape = Record<string, unknown>;

function moduleOf(
  ask: Ask,
  modules: readonly string[] = deskModules.map((module) => module.apiName),
): string {
  const module = ask.query.get('module');
  if (module === null) throw invalidData(fieldError('module', 'missing'));
  if (!modules.includes(module)) throw invalidData(fieldError('module'));
  return module;
}

function picks(field: DeskField): readonly { readonly value: string }[] | null {
  if (field.type !== 'Picklist' && field.type !== 'Multiselect') return null;
  return (field.values ?? []).map((value) => ({ value }));
}

function common(field: DeskField): Shape {
  return {
    id: field.id,
    apiName: field.apiName,
    displayLabel: field.label,
    i18NLabel: field.label,
    name: field.apiName,
    type: field.type,
    isCustomField: field.custom,
    isMandatory: field.mandatory ?? false,
    isEncryptedField: field.encrypted ?? false,
    maxLength: field.maxLength ?? null,
  };
}

/** The older call's form. */
function organizationField(field: DeskField): Shape {
  const allowedValues = picks(field);
  return {
    ...common(field),
    isTrackLastActivityTime: false,
    ...(allowedValues === null ? {} : { allowedValues }),
  };
}

const statusTypes: Readonly<Record<string, string>> = {
  Open: 'Open',
  Escalated: 'Open',
  'On Hold': 'On Hold',
  Closed: 'Closed',
};

/** The newer call's form: pick list values with the status type, and lookups. */
function newerField(module: string, definition: DeskField): Shape {
  const values = picks(definition);
  const status = module === 'tickets' && definition.apiName === 'status';
  return {
    ...common(definition),
    sourceType: definition.custom ? 'CUSTOM' : 'SYSTEM',
    isComputed: false,
    ...(values === null
      ? {}
      : {
          pickListValues: status
            ? values.map(({ value }) => ({ value, statusType: statusTypes[value] }))
            : values,
        }),
    ...(definition.lookup === undefined ? {} : { lookup: { module: definition.lookup } }),
  };
}

function newerFields(ask: Ask): readonly Shape[] {
  const module = moduleOf(ask);
  const names = listOf(ask.query, 'apiNames');
  return fieldsOf(ask.org, module)
    .filter((definition) => names.length === 0 || names.includes(definition.apiName))
    .map((definition) => newerField(module, definition));
}

function layout(org: DeskOrg, module: string): Shape | null {
  const found = layoutOf(org, module);
  if (found === null) return null;
  const made = isoTime(settingOf(org, 'createdAt', () => 0));
  const label = deskModules.find((candidate) => candidate.apiName === module)?.plural ?? module;
  return {
    id: found.id,
    layoutName: found.layoutName,
    layoutDisplayName: found.layoutName,
    layoutDesc: null,
    module: module === 'tickets' ? 'Cases' : label,
    isDefaultLayout: true,
    isStandardLayout: true,
    hasLogo: false,
    photoURL: null,
    skipDeptAccessValidation: false,
    status: 'active',
    createdBy: null,
    modifiedBy: null,
    createdTime: made,
    modifiedTime: made,
    layoutProfiles: org.profiles.map((profile) => ({
      id: profile.id,
      profileName: profile.name,
      isDefault: profileType(org, profile.id) !== 'Custom',
      type: profileType(org, profile.id),
    })),
  };
}

/** A layout with its sections: mandatory is a matter of the layout (contract 3.9). */
function layoutById(ask: Ask, id: string): Shape {
  const module = deskModules.find(
    (candidate) => layoutOf(ask.org, candidate.apiName)?.id === id,
  )?.apiName;
  if (module === undefined) throw urlNotFound();
  const { layoutProfiles: _, ...rest } = layout(ask.org, module) ?? {};
  const section = (name: string, custom: boolean): Shape => ({
    id: `${id}${custom ? 2 : 1}`,
    name,
    i18NLabel: name,
    isCustomSection: custom,
    fields: fieldsOf(ask.org, module)
      .filter((definition) => definition.custom === custom)
      .map((definition) => organizationField(definition)),
  });
  return {
    ...rest,
    sections: [section('Information', false), section('Additional Information', true)],
  };
}

const fieldModules = [
  'tickets',
  'contacts',
  'accounts',
  'tasks',
  'calls',
  'events',
  'contracts',
  'products',
];
const viewModules = [
  'tickets',
  'contacts',
  'events',
  'activities',
  'tasks',
  'contracts',
  'accounts',
  'calls',
];

/** Routes of contract 3.9 about fields, layouts and views. */
export const metadataRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/organizationFields',
    scopes: ['Desk.settings.READ', 'Desk.fields.READ'],
    price: 1,
    query: ['module', 'departmentId'],
    handle: (ask) => list(fieldsOf(ask.org, moduleOf(ask, fieldModules)).map(organizationField)),
  },
  {
    method: 'GET',
    path: '/fields',
    scopes: ['Desk.settings.READ', 'Desk.fields.READ', 'Desk.basic.READ'],
    price: 1,
    query: ['module', 'apiNames', 'filter', 'departmentId'],
    handle: (ask) => list(newerFields(ask)),
  },
  {
    method: 'GET',
    path: '/customFieldCount',
    scopes: ['Desk.settings.READ', 'Desk.fields.READ'],
    price: 1,
    query: ['module'],
    handle: (ask) => {
      const used = fieldsOf(ask.org, moduleOf(ask, fieldModules)).filter(
        (definition) => definition.custom,
      ).length;
      return ok({ data: [], totalAvailableCount: String(230 - used) });
    },
  },
  {
    method: 'GET',
    path: '/layouts',
    scopes: ['Desk.basic.READ', 'Desk.settings.READ'],
    price: 1,
    query: ['module', 'departmentId', 'id'],
    handle: (ask) => list([layout(ask.org, moduleOf(ask))].filter((found) => found !== null)),
  },
  {
    method: 'GET',
    path: '/layouts/:id{[0-9]+}',
    scopes: ['Desk.basic.READ', 'Desk.settings.READ'],
    price: 1,
    query: [],
    handle: (ask) => ok(layoutById(ask, param(ask))),
  },
  {
    method: 'GET',
    path: '/myForm',
    scopes: ['Desk.basic.READ'],
    price: 1,
    query: ['layoutId'],
    handle: (ask) => ok(layoutById(ask, ask.query.get('layoutId') ?? '')),
  },
  {
    method: 'GET',
    path: '/views',
    scopes: ['Desk.settings.READ', 'Desk.basic.READ'],
    price: 1,
    query: ['module', 'departmentId'],
    handle: (ask) => {
      const module = moduleOf(ask, viewModules);
      return list(
        viewsOf(ask.org)
          .filter((view) => view.module === module)
          .map(({ id, name, isCustomView }) => ({
            id,
            name,
            displayLabel: name,
            sanitizedName: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
            isCustomView,
          })),
      );
    },
  },
];
