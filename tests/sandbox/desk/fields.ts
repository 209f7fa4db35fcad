/** Field metadata of a portal: what validation and both metadata calls rest on (contract 3.9). */
import type { DeskOrg, World } from '../world';
import { standardFields } from './standard-fields';

type DeskFieldType =
  | 'Text'
  | 'URL'
  | 'Textarea'
  | 'Email'
  | 'Phone'
  | 'Fax'
  | 'Multiselect'
  | 'Date'
  | 'DateTime'
  | 'Number'
  | 'Percent'
  | 'Decimal'
  | 'Currency'
  | 'Picklist'
  | 'LookUp'
  | 'Checkbox';

/** What a lookup field points at. */
export type LookupTarget =
  | 'accounts'
  | 'contacts'
  | 'products'
  | 'tickets'
  | 'agents'
  | 'departments'
  | 'layouts';

/** A field as it is declared. */
export interface FieldSeed {
  readonly apiName: string;
  readonly label: string;
  readonly type: DeskFieldType;
  readonly maxLength?: number;
  /** A shorter limit on update, where the spec has one. */
  readonly updateMaxLength?: number;
  readonly mandatory?: boolean;
  readonly values?: readonly string[];
  readonly lookup?: LookupTarget;
  readonly unique?: boolean;
  /** The schema also takes a number and returns a string. */
  readonly numeric?: boolean;
  readonly encrypted?: boolean;
}

export interface DeskField extends FieldSeed {
  readonly id: string;
  readonly custom: boolean;
}

/** A part of the settings that is made when first asked for. */
export function settingOf<T>(org: DeskOrg, key: string, make: () => T): T {
  if (!org.settings.has(key)) org.settings.set(key, make());
  return org.settings.get(key) as T;
}

function allFields(org: DeskOrg): Map<string, DeskField[]> {
  return settingOf(org, 'fields', () => new Map<string, DeskField[]>());
}

/** Fields of a module, standard first (contract 3.9). */
export function fieldsOf(org: DeskOrg, module: string): readonly DeskField[] {
  return allFields(org).get(module) ?? [];
}

/** Gives a portal its standard fields. */
export function installFields(world: World, org: DeskOrg): void {
  for (const [module, seeds] of Object.entries(standardFields)) {
    allFields(org).set(
      module,
      seeds.map((seed) => Object.assign({ id: world.nextId(), custom: false }, seed)),
    );
  }
}

/** Adds a custom field, as an administrator does in Setup; its API name starts with `cf_` (contract 3.1). */
export function addDeskField(
  world: World,
  org: DeskOrg,
  module: string,
  seed: FieldSeed,
): DeskField {
  if (!seed.apiName.startsWith('cf_'))
    throw new Error(`${seed.apiName}: a custom field starts with cf_`);
  const field: DeskField = { ...seed, id: world.nextId(), custom: true };
  allFields(org).set(module, [...fieldsOf(org, module), field]);
  return field;
}

/** Changes a field's settings: mandatory, unique, its values (contract 3.3, 3.9). */
export function changeDeskField(
  org: DeskOrg,
  module: string,
  apiName: string,
  change: Partial<FieldSeed>,
): void {
  if (!fieldsOf(org, module).some((field) => field.apiName === apiName)) {
    throw new Error(`${module} has no field ${apiName}`);
  }
  allFields(org).set(
    module,
    fieldsOf(org, module).map((field) =>
      field.apiName === apiName ? Object.assign({}, field, change) : field,
    ),
  );
}
