/**
 * Checks requests against Zoho's own OpenAPI files: method, path, names and types of the query,
 * required headers, the body. The specifications' own defects are exempted one by one, each with
 * its source; nothing else is.
 *
 * The files lie beside the repository (`../shared/oas`) and are not part of it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Side } from '../../sync/types';
import { exemptions, type Exemption } from './openapi-exemptions';

/** One request as it was sent. */
export interface RecordedCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; null where there was none. */
  readonly body: string | null;
}

export interface OpenApi {
  /** What is wrong with a request; empty for a good one and for hosts that no file describes. */
  check(call: RecordedCall): readonly string[];
  /** Exemptions that no request has needed so far. */
  unused(): readonly Exemption[];
  /** Paths known, for a test that the files were really read. */
  readonly operations: number;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Compiled when first needed: there are thousands. */
type Lazy = () => ValidateFunction;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: JsonObject | null;
  readonly validate: Lazy | null;
}

interface Operation {
  readonly side: Side;
  readonly method: string;
  readonly template: string;
  readonly path: RegExp;
  readonly literals: number;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly validate: Lazy } | null;
}

const folder = fileURLToPath(new URL('../../../shared/oas/', import.meta.url));
const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** The value at a JSON pointer, with the pointer of where it really stands. */
function follow(document: JsonObject, pointer: string): { value: Json; pointer: string } {
  let value: Json = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    value = isObject(value)
      ? (value[key] ?? null)
      : Array.isArray(value)
        ? ((value as readonly Json[])[Number(key)] ?? null)
        : null;
  }
  const target = isObject(value) ? value['$ref'] : undefined;
  return typeof target === 'string' ? follow(document, target.slice(1)) : { value, pointer };
}

function templatePattern(template: string): RegExp {
  const parts = template
    .split('/')
    .map((part) =>
      part.startsWith('{') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
    );
  return new RegExp(`^${parts.join('/')}$`);
}

function readOperations(
  side: Side,
  base: string,
  name: string,
  document: JsonObject,
  ajv: Ajv2020,
): Operation[] {
  const id = `zoho:${side}:${name}`;
  ajv.addSchema(document, id);
  const compile = (pointer: string): Lazy => {
    let validate: ValidateFunction | null = null;
    return () => (validate ??= ajv.compile({ $ref: `${id}#${pointer}` }));
  };

  function parametersAt(pointer: string): Parameter[] {
    const list = follow(document, pointer).value;
    if (!Array.isArray(list)) return [];
    return (list as readonly Json[]).flatMap((_, index): Parameter[] => {
      const at = follow(document, `${pointer}/${String(index)}`);
      if (!isObject(at.value)) return [];
      const schema = isObject(at.value['schema'])
        ? follow(document, `${at.pointer}/schema`).value
        : null;
      return [
        {
          name: textOf(at.value['name']),
          in: textOf(at.value['in']),
          required: at.value['required'] === true,
          schema: isObject(schema ?? undefined) ? (schema as JsonObject) : null,
          validate: schema === null ? null : compile(`${at.pointer}/schema`),
        },
      ];
    });
  }

  const operations: Operation[] = [];
  const paths = document['paths'];
  for (const [template, item] of Object.entries(isObject(paths) ? paths : {})) {
    const pathPointer = `/paths/${escaped(template)}`;
    for (const method of Object.keys(isObject(item) ? item : {})) {
      if (!methods.has(method)) continue;
      const pointer = `${pathPointer}/${method}`;
      const body = follow(document, `${pointer}/requestBody`);
      const content = isObject(body.value) ? body.value['content'] : undefined;
      const type = isObject(content)
        ? Object.keys(content).find((key) => key.includes('json'))
        : undefined;
      const full = `${base}${template}`;
      operations.push({
        side,
        method: method.toUpperCase(),
        template: full,
        path: templatePattern(full),
        literals: template.split('/').filter((part) => part !== '' && !part.startsWith('{')).length,
        parameters: [
          ...parametersAt(`${pathPointer}/parameters`),
          ...parametersAt(`${pointer}/parameters`),
        ],
        body:
          type === undefined
            ? null
            : {
                required: isObject(body.value) && body.value['required'] === true,
                validate: compile(`${body.pointer}/content/${escaped(type)}/schema`),
              },
      });
    }
  }
  return operations;
}

/** A query value in the types its schema may have, most telling first: the query itself has only text. */
function readings(text: string, schema: JsonObject | null): Json[] {
  const types = schema === null ? [] : [schema['type']].flat();
  const found: Json[] = [];
  if (types.includes('integer') || types.includes('number')) {
    if (/^-?\d+(\.\d+)?$/.test(text)) found.push(Number(text));
  }
  if (types.includes('boolean') && (text === 'true' || text === 'false'))
    found.push(text === 'true');
  if (types.includes('array')) found.push(text.split(','));
  return [...found, text];
}

const told = (errors: readonly ErrorObject[] | null | undefined): string =>
  (errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''}`).join('; ');

function violationsOf(operation: Operation, url: URL, call: RecordedCall): string[] {
  const found: string[] = [];
  const known = new Map(
    operation.parameters
      .filter((parameter) => parameter.in === 'query')
      .map((parameter) => [parameter.name, parameter]),
  );
  for (const [name, text] of url.searchParams) {
    const parameter = known.get(name);
    if (parameter === undefined) found.push(`query ${name} is not known`);
    else if (parameter.validate !== null) {
      const validate = parameter.validate();
      if (!readings(text, parameter.schema).some((reading) => validate(reading))) {
        found.push(`query ${name}: ${told(validate.errors)}`);
      }
    }
  }
  for (const parameter of operation.parameters) {
    if (!parameter.required) continue;
    if (parameter.in === 'query' && !url.searchParams.has(parameter.name))
      found.push(`query ${parameter.name} is missing`);
    const headers = Object.keys(call.headers).map((name) => name.toLowerCase());
    if (parameter.in === 'header' && !headers.includes(parameter.name.toLowerCase())) {
      found.push(`header ${parameter.name} is missing`);
    }
  }
  if (operation.body === null) {
    if (call.body !== null) found.push('body is not known');
  } else if (call.body === null) {
    if (operation.body.required) found.push('body is missing');
  } else {
    const validate = operation.body.validate();
    validate(JSON.parse(call.body));
    for (const error of validate.errors ?? []) found.push(`body ${told([error])}`);
  }
  return found;
}

/** Null where the files are not there. */
export function createOpenApi(): OpenApi | null {
  if (!existsSync(folder)) return null;
  const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false, logger: false });
  addFormats.default(ajv);
  const load = (file: string): JsonObject =>
    JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as JsonObject;
  const operations = readOperations('desk', '', 'desk', load('desk/_bundle.json'), ajv);
  for (const file of readdirSync(`${folder}crm`)) {
    const base = file.startsWith('bulk_') ? '/crm/bulk/v8' : '/crm/v8';
    operations.push(...readOperations('crm', base, file, load(`crm/${file}`), ajv));
  }
  // The most literal template first: `/{module}/deleted` before `/{module}/{recordID}`.
  operations.sort((left, right) => right.literals - left.literals);
  const used = new Set<Exemption>();

  return {
    operations: operations.length,
    unused: () => exemptions.filter((exemption) => !used.has(exemption)),
    check(call) {
      const url = new URL(call.url);
      const side: Side | null = url.host.startsWith('desk.')
        ? 'desk'
        : url.host.startsWith('www.zohoapis.')
          ? 'crm'
          : null;
      if (side === null) return [];
      const here = operations.filter(
        (operation) => operation.side === side && operation.path.test(url.pathname),
      );
      const literals = here[0]?.literals;
      const best = here.filter((operation) => operation.literals === literals);
      const operation = best.find((candidate) => candidate.method === call.method);
      const name = `${side} ${call.method} ${operation?.template ?? url.pathname}`;
      const found =
        operation === undefined
          ? [best.length === 0 ? 'path is not known' : 'method is not known']
          : violationsOf(operation, url, call);
      return found
        .map((violation) => `${name}: ${violation}`)
        .filter((violation) => {
          const exemption = exemptions.find((candidate) => candidate.matches.test(violation));
          if (exemption !== undefined) used.add(exemption);
          return exemption === undefined;
        });
    },
  };
}
