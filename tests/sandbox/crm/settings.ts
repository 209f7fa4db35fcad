/** Modules, layouts, pipelines, list views, related lists and profiles (contract 2.8). */
import { charge, mayDo, moduleParam, needScope, param, type CrmCall, type Handler } from './call';
import { bare, json, messages, refuseWith } from './errors';
import {
  metadataOf,
  moduleOf,
  permissionName,
  type CrmModule,
  type CrmView,
  type Operation,
} from './metadata';
import { zohoTime } from './time';
import { userRef } from './values';

export function profileRefs(call: CrmCall): { name: string; id: string }[] {
  return call.org.profiles.map(({ id, name }) => ({ name, id }));
}

function showModule(call: CrmCall, module: CrmModule): Record<string, unknown> {
  const may = (operation: Operation): boolean => mayDo(call, module, operation);
  return {
    id: module.id,
    api_name: module.apiName,
    module_name: module.legacyName,
    singular_label: module.singular,
    plural_label: module.plural,
    actual_singular_label: module.singular,
    actual_plural_label: module.plural,
    api_supported: true,
    creatable: may('Create'),
    editable: may('Edit'),
    deletable: may('Delete'),
    viewable: may('View'),
    visible: true,
    visibility: 1,
    status: 'visible',
    show_as_tab: module.apiName !== 'Notes',
    generated_type: 'default',
    module_type: 'ENTITIES',
    access_type: 'org_based',
    profiles: profileRefs(call).filter(({ id }) =>
      metadataOf(call.org).permissions.get(id)?.has(permissionName('View', module)),
    ),
    profile_count: call.org.profiles.length,
    has_more_profiles: false,
    global_search_supported: module.apiName !== 'Notes',
    public_fields_configured: false,
    recycle_bin_on_delete: true,
    sub_menu_available: true,
    description: null,
    modified_by: null,
    modified_time: null,
    web_link: null,
    arguments: [],
    parent_module: {},
    quick_create: true,
    convertable: module.apiName === 'Leads',
    filter_supported: true,
    triggers_supported: true,
    business_card_field_limit: 5,
  };
}

export const listModules: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.modules.READ');
  charge(call, 1);
  return json(200, {
    modules: [...metadataOf(call.org).modules.values()].map((module) => showModule(call, module)),
  });
};

export const getModule: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.modules.READ');
  charge(call, 1);
  const asked = param(context, 'id');
  const module = [...metadataOf(call.org).modules.values()].find(
    (each) => each.apiName === asked || each.id === asked,
  );
  if (module === undefined)
    refuseWith(400, 'INVALID_MODULE', messages.invalidModule, { resource_path_index: 2 });
  return json(200, { modules: [showModule(call, module)] });
};

function showView(
  call: CrmCall,
  module: CrmModule,
  view: CrmView,
  whole: boolean,
): Record<string, unknown> {
  const user = userRef(call.world, call.org, call.org.users[0]?.zuid ?? '');
  const maker = { name: user.name, id: user.id };
  return {
    id: view.id,
    name: view.name,
    display_value: view.name,
    system_name: view.systemName,
    system_defined: view.systemName !== null,
    default: view.isDefault,
    category: view.category,
    access_type: view.category === 'created_by_me' ? 'only_to_me' : 'public',
    favorite: null,
    offline: true,
    locked: false,
    created_by: maker,
    modified_by: maker,
    last_accessed_time: zohoTime(call.org.timeZone, view.modifiedAt),
    created_time: zohoTime(call.org.timeZone, view.modifiedAt),
    modified_time: zohoTime(call.org.timeZone, view.modifiedAt),
    module: { api_name: module.apiName, id: module.id },
    ...(whole
      ? {
          criteria: view.criteria,
          fields: [module.nameField, ...view.fields].map((name) => ({
            api_name: name,
            id: module.fields.get(name)?.id ?? null,
            _pin: false,
          })),
          sort_by: null,
          sort_order: null,
          shared_to: null,
        }
      : {}),
  };
}

export const listViews: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.custom_views.READ');
  const module = moduleParam(call);
  charge(call, 1);
  return json(200, {
    custom_views: module.views.map((view) => showView(call, module, view, false)),
    info: {
      per_page: 200,
      count: module.views.length,
      page: 1,
      more_records: false,
      default: module.views[0]?.id ?? null,
    },
  });
};

export const getView: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.custom_views.READ');
  const module = moduleParam(call);
  charge(call, 1);
  const view = module.views.find((each) => each.id === param(context, 'id'));
  if (view === undefined)
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 2 });
  return json(200, { custom_views: [showView(call, module, view, true)] });
};

export const listRelatedLists: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.related_lists.READ');
  const module = moduleParam(call);
  charge(call, 1);
  if (module.relatedLists.length === 0) return bare(204);
  const lists = module.relatedLists.map((list, index) => {
    const target = list.module === null ? undefined : moduleOf(call.org, list.module);
    return {
      id: list.id,
      sequence_number: String(index + 1),
      display_label: list.label,
      api_name: list.apiName,
      name: list.label,
      module:
        target === undefined
          ? null
          : { api_name: target.apiName, id: target.id, plural_label: target.plural },
      action: null,
      href:
        list.source.kind === 'empty' && target === undefined
          ? null
          : `${module.apiName}/{ENTITYID}/${list.apiName}`,
      type: 'default',
      connectedmodule: null,
      linkingmodule: null,
      customize_sort: true,
      customize_fields: true,
      customize_display_label: true,
      status: 'visible',
      visibility: 1,
    };
  });
  return json(200, { related_lists: lists });
};
