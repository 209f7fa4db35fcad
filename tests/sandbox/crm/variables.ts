/** Organisation variables and their groups (contract 2.8). */
import {
  bodyOf,
  charge,
  needAdministrator,
  needScope,
  param,
  type CrmCall,
  type Handler,
} from './call';
import { bare, errorBody, json, messages, refuseWith, type ErrorBody } from './errors';
import { metadataOf, type Variable, type VariableGroup } from './metadata';
import { answer, type Result } from './results';
import { isObject } from './values';
import { textError, types, valueError, type Place } from './variable-values';

const mostItems = 25;
/** Variables of one organisation; the number is not documented [?]. */
const mostVariables = 250;

function groupOf(call: CrmCall, asked: unknown): VariableGroup | undefined {
  const { variableGroups } = metadataOf(call.org);
  const keys = isObject(asked) ? [asked['id'], asked['api_name'], asked['name']] : [asked];
  return variableGroups.find(
    (group) => keys.includes(group.id) || keys.includes(group.apiName) || keys.includes(group.name),
  );
}

function makeGroup(call: CrmCall, name: string): VariableGroup {
  const group = { id: call.world.nextId(), name, apiName: name.trim().replaceAll(/\W+/g, '_') };
  metadataOf(call.org).variableGroups.push(group);
  return group;
}

function find(call: CrmCall, key: string): Variable | undefined {
  return metadataOf(call.org).variables.find(
    (variable) => variable.id === key || variable.apiName === key,
  );
}

function show(call: CrmCall, variable: Variable): Record<string, unknown> {
  const group = metadataOf(call.org).variableGroups.find((each) => each.id === variable.groupId);
  return {
    id: variable.id,
    api_name: variable.apiName,
    name: variable.name,
    description: variable.description,
    source: 'crm',
    type: variable.type,
    variable_group: {
      api_name: group?.apiName ?? '',
      id: variable.groupId,
      name: group?.name ?? '',
    },
    read_only: false,
    value: variable.value,
  };
}

function create(call: CrmCall, given: unknown, index: number): Result | ErrorBody {
  const at: Place = (name) => ({ api_name: name, json_path: `$.variables[${index}].${name}` });
  if (!isObject(given))
    return errorBody('INVALID_DATA', 'body', { expected_data_type: 'jsonobject' });
  for (const name of ['api_name', 'name', 'type', 'variable_group']) {
    if (given[name] === undefined || given[name] === null || given[name] === '') {
      return errorBody('MANDATORY_NOT_FOUND', 'required field not found', at(name));
    }
  }
  const type = given['type'];
  if (typeof type !== 'string' || !types.includes(type)) {
    return errorBody('INVALID_DATA', 'invalid data', { supported_values: types, ...at('type') });
  }
  const wrong =
    textError(given, 'api_name', at) ??
    textError(given, 'name', at) ??
    textError(given, 'description', at) ??
    valueError(type, given['value'], at);
  if (wrong !== null) return wrong;
  const { variables } = metadataOf(call.org);
  const apiName = String(given['api_name']);
  const name = String(given['name']);
  if (variables.some((each) => each.apiName.toLowerCase() === apiName.toLowerCase()))
    return errorBody('DUPLICATE_DATA', 'duplicate data', at('api_name'));
  if (variables.some((each) => each.name.toLowerCase() === name.toLowerCase()))
    return errorBody('DUPLICATE_DATA', 'duplicate data', at('name'));
  if (variables.length >= mostVariables)
    return errorBody('LIMIT_EXCEEDED', 'the limit of variables is exceeded', {
      limit: mostVariables,
    });
  const asked = given['variable_group'];
  const named = isObject(asked) && typeof asked['name'] === 'string' ? asked['name'] : null;
  const group = groupOf(call, asked) ?? (named === null ? undefined : makeGroup(call, named));
  if (group === undefined)
    return errorBody('INVALID_DATA', messages.invalidId, at('variable_group'));
  const variable: Variable = {
    id: call.world.nextId(),
    apiName,
    name,
    type,
    groupId: group.id,
    description: typeof given['description'] === 'string' ? given['description'] : null,
    value: given['value'] ?? null,
  };
  variables.push(variable);
  return {
    code: 'SUCCESS',
    details: { id: variable.id },
    message: 'variable added',
    status: 'success',
  };
}

function update(
  call: CrmCall,
  given: unknown,
  index: number,
  key: string | null,
): Result | ErrorBody {
  const at: Place = (name) => ({ api_name: name, json_path: `$.variables[${index}].${name}` });
  if (!isObject(given))
    return errorBody('INVALID_DATA', 'body', { expected_data_type: 'jsonobject' });
  const byId = typeof given['id'] === 'string' ? find(call, given['id']) : undefined;
  const byName = typeof given['api_name'] === 'string' ? find(call, given['api_name']) : undefined;
  if (key === null && given['id'] === undefined && given['api_name'] === undefined) {
    return errorBody('MANDATORY_NOT_FOUND', 'required field not found', at('id'));
  }
  if (key === null && byId !== undefined && byName !== undefined && byId !== byName) {
    return errorBody('AMBIGUITY_DURING_PROCESSING', messages.ambiguous, {
      ambiguity_due_to: [at('id'), at('api_name')],
    });
  }
  const variable = key === null ? (byId ?? byName) : find(call, key);
  if (variable === undefined) return errorBody('INVALID_DATA', messages.invalidId, at('id'));
  // Type and group are fixed once made.
  const wrong =
    textError(given, 'api_name', at) ??
    textError(given, 'name', at) ??
    textError(given, 'description', at) ??
    valueError(variable.type, given['value'], at);
  if (wrong !== null) return wrong;
  if (typeof given['api_name'] === 'string') variable.apiName = given['api_name'];
  if (typeof given['name'] === 'string') variable.name = given['name'];
  if (given['description'] !== undefined)
    variable.description = given['description'] as string | null;
  if (given['value'] !== undefined) variable.value = given['value'];
  return {
    code: 'SUCCESS',
    details: { id: variable.id },
    message: 'variable updated',
    status: 'success',
  };
}

async function items(call: CrmCall): Promise<unknown[]> {
  const { variables } = await bodyOf(call);
  const details = { api_name: 'variables', json_path: '$.variables' };
  if (variables === undefined)
    refuseWith(400, 'MANDATORY_NOT_FOUND', 'required field not found', details);
  if (!Array.isArray(variables) || variables.length === 0)
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      ...details,
      expected_data_type: 'jsonarray',
    });
  if (variables.length > mostItems)
    refuseWith(400, 'INVALID_DATA', 'invalid data', { ...details, maximum_length: mostItems });
  charge(call, 1);
  return variables;
}

export const listVariables: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.variables.READ');
  charge(call, 1);
  const asked = call.query.get('group');
  const group = asked === null ? null : groupOf(call, asked);
  const found = metadataOf(call.org).variables.filter(
    (variable) => group === null || variable.groupId === group?.id,
  );
  return found.length === 0
    ? bare(204)
    : json(200, { variables: found.map((variable) => show(call, variable)) });
};

export const getVariable: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.variables.READ');
  const asked = call.query.get('group');
  if (asked === null)
    refuseWith(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', {
      param_name: 'group',
    });
  charge(call, 1);
  const group = groupOf(call, asked);
  if (group === undefined)
    refuseWith(400, 'INVALID_DATA', 'the group given seems to be invalid', { param_name: 'group' });
  const variable = find(call, param(context, 'id'));
  return variable?.groupId === group.id
    ? json(200, { variables: [show(call, variable)] })
    : bare(204);
};

export const postVariables: Handler = async (call) => {
  needScope(call, 'ZohoCRM.settings.variables.CREATE');
  needAdministrator(call);
  return answer(
    (await items(call)).map((given, index) => create(call, given, index)),
    201,
    'variables',
  );
};

export const putVariables: Handler = async (call, context) => {
  needScope(call, 'ZohoCRM.settings.variables.UPDATE');
  needAdministrator(call);
  const key = param(context, 'id');
  return answer(
    (await items(call)).map((given, index) => update(call, given, index, key === '' ? null : key)),
    200,
    'variables',
  );
};

export const deleteVariables: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.variables.DELETE');
  needAdministrator(call);
  const only = param(context, 'id');
  const keys = (only === '' ? (call.query.get('ids') ?? '') : only).split(',').filter(Boolean);
  if (keys.length === 0)
    refuseWith(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', {
      param_name: 'ids',
    });
  charge(call, 1);
  const { variables } = metadataOf(call.org);
  const results = keys.map((key): Result | ErrorBody => {
    const variable = find(call, key);
    if (variable === undefined) return errorBody('INVALID_DATA', messages.invalidId, { id: key });
    variables.splice(variables.indexOf(variable), 1);
    return {
      code: 'SUCCESS',
      details: { id: variable.id },
      message: 'variable deleted',
      status: 'success',
    };
  });
  return answer(results, 200, 'variables');
};

export const listVariableGroups: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.variable_groups.READ');
  charge(call, 1);
  return json(200, {
    variable_groups: metadataOf(call.org).variableGroups.map((group) => ({
      id: group.id,
      api_name: group.apiName,
      name: group.name,
      display_label: group.name,
      description: null,
      source: 'crm',
    })),
  });
};
