/** Layouts and the pipelines of deals, with the forecast types of their stages (contract 2.8). */
import { charge, moduleParam, needScope, param, type CrmCall, type Handler } from './call';
import { json, messages, refuseWith } from './errors';
import { showField } from './field-meta';
import { metadataOf, moduleOf, type CrmModule, type Pipeline } from './metadata';
import { zohoTime } from './time';
import { profileRefs } from './settings';

function layoutFields(call: CrmCall, module: CrmModule): Record<string, unknown>[] {
  const stages = metadataOf(call.org).pipelines.flatMap((pipeline) => pipeline.stages);
  return [...module.fields.values()].map((field, index) => {
    const shown = showField(call.org, field);
    shown['sequence_number'] = index + 1;
    shown['required'] = field.mandatory;
    const values = shown['pick_list_values'];
    if (module.apiName === 'Deals' && field.apiName === 'Stage' && Array.isArray(values)) {
      // Only here and in pipelines does a stage carry its forecast type.
      for (const value of values as Record<string, unknown>[]) {
        const stage = stages.find((each) => each.name === value['actual_value']);
        value['forecast_type'] = stage?.forecast ?? null;
        value['forecast_category'] = forecastCategory(stage?.forecast);
      }
    }
    return shown;
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
    profiles: profileRefs(call).map((profile, index) =>
      Object.assign(profile, { default: index === 0 }),
    ),
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
