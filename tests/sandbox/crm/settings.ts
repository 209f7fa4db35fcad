/** Modules, layouts, pipelines, list views, related lists and profiles (contract 2.8). */
import { charge, mayDo, moduleParam, needScope, param, type CrmCall, type Handler } from './call';
import { bare, json, messages, refuseWith } from './errors';
import { showField } from './fieldMeta';
import {
  metadataOf,
  moduleOf,
  permissionName,
  type CrmModule,
  type CrmView,
  type Operation,
  type Pipeline,
} from './metadata';
import { zohoTime } from './time';
import { userRef } from './values';

function profileRefs(call: CrmCall): { name: string; id: string }[] {
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

function layoutFields(call: CrmCall, module: CrmModule): Record<string, unknown>[] {
  const stages = metadataOf(call.org).pipelines.flatMap((pipeline) => pipeline.stages);
  return [...module.fields.values()].map((field, index) => {
    const shown: Record<string, unknown> = {
      ...showField(call.org, field),
      sequence_number: index + 1,
      required: field.mandatory,
    };
    const values = shown['pick_list_values'];
    if (module.apiName !== 'Deals' || field.apiName !== 'Stage' || !Array.isArray(values))
      return shown;
    // Only here and in pipelines does a stage carry its forecast type.
    const extended = (values as Record<string, unknown>[]).map((value) => {
      const stage = stages.find((each) => each.name === value['actual_value']);
      return {
        ...value,
        forecast_type: stage?.forecast ?? null,
        forecast_category: forecastCategory(stage?.forecast),
      };
    });
    return { ...shown, pick_list_values: extended };
  });
}

function showLayout(call: CrmCall, module: CrmModule): Record<string, unknown> {
  const { createdAt } = metadataOf(call.org);
  return {
    id: module.layoutId,
    name: 'Standard',
    display_label: 'Standard',
    api_name: 'Standard',
    status: 'active',
    visible: true,
    source: 'crm',
    mode: 'view',
    created_for: null,
    created_by: null,
    modified_by: null,
    created_time: zohoTime(call.org.timeZone, createdAt),
    modified_time: null,
    has_more_profiles: false,
    show_business_card: true,
    convert_mapping: null,
    profiles: profileRefs(call).map((profile, index) => ({ ...profile, default: index === 0 })),
    actions_allowed: {
      edit: true,
      rename: true,
      clone: true,
      downgrade: false,
      delete: false,
      deactivate: false,
      set_layout_permissions: true,
    },
    sections: [
      {
        id: `${module.layoutId.slice(0, -3)}900`,
        name: `${module.singular} Information`,
        display_label: `${module.singular} Information`,
        api_name: `${module.singular}_Information`,
        sequence_number: 1,
        type: 'used',
        column_count: 2,
        isSubformSection: false,
        generated_type: 'default',
        properties: null,
        fields: layoutFields(call, module),
      },
    ],
  };
}

export const listLayouts: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.layouts.READ');
  const module = moduleParam(call);
  charge(call, 1);
  return json(200, { layouts: [showLayout(call, module)] });
};

export const getLayout: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.layouts.READ');
  const module = moduleParam(call);
  charge(call, 1);
  if (param(context, 'id') !== module.layoutId)
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 2 });
  return json(200, { layouts: [showLayout(call, module)] });
};

/** Forecast categories have ids of their own; the name is what counts. */
function forecastCategory(type: string | undefined): { name: string; id: string } {
  if (type === 'Closed Won') return { name: 'Closed', id: '554023000000000903' };
  if (type === 'Closed Lost') return { name: 'Omitted', id: '554023000000000905' };
  return { name: 'Pipeline', id: '554023000000000901' };
}

function showPipeline(pipeline: Pipeline): Record<string, unknown> {
  return {
    id: pipeline.id,
    display_value: pipeline.name,
    actual_value: pipeline.name,
    default: pipeline.isDefault,
    child_available: true,
    maps: pipeline.stages.map((stage, index) => ({
      id: stage.id,
      display_value: stage.name,
      actual_value: stage.name,
      sequence_number: index + 1,
      colour_code: '#658BA8',
      delete: false,
      forecast_category: forecastCategory(stage.forecast),
      forecast_type: stage.forecast,
    })),
  };
}

export const listPipelines: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.pipeline.READ');
  const layout = call.query.get('layout_id');
  if (layout === null)
    refuseWith(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', {
      param_name: 'layout_id',
    });
  charge(call, 1);
  if (layout !== moduleOf(call.org, 'Deals')?.layoutId) {
    refuseWith(400, 'INVALID_DATA', 'the layout id given seems to be invalid', {
      param_name: 'layout_id',
    });
  }
  const id = param(context, 'id');
  const chosen = metadataOf(call.org).pipelines.filter(
    (pipeline) => id === '' || pipeline.id === id,
  );
  if (chosen.length === 0)
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 2 });
  return json(200, { pipeline: chosen.map(showPipeline) });
};

function showView(
  call: CrmCall,
  module: CrmModule,
  view: CrmView,
  whole: boolean,
): Record<string, unknown> {
  const { name, id } = userRef(call.world, call.org, call.org.users[0]?.zuid ?? '');
  const maker = { name, id };
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
