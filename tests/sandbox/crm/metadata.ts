/** What one CRM organisation knows about its own modules (contract 2.8). */
import type { CrmOrg } from '../world';
import type { Criterion } from './criteria';

export type DataType =
  | 'text'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'website'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'currency'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'picklist'
  | 'multiselectpicklist'
  | 'lookup'
  | 'ownerlookup';

export interface CrmField {
  readonly id: string;
  readonly apiName: string;
  label: string;
  readonly type: DataType;
  readonly length: number | null;
  readonly custom: boolean;
  readonly mandatory: boolean;
  readonly readOnly: boolean;
  readonly unique: { readonly caseSensitive: boolean } | null;
  readonly external: string | null;
  /** Pick-list values in order. */
  readonly values: readonly string[] | null;
  /** The module a lookup points at; `any` for the polymorphic What_Id and Parent_Id. */
  readonly lookup: string | null;
  /** Profiles that see less than everything. */
  readonly access: Map<string, 'read_only' | 'hidden'>;
  readonly createdAt: number;
}

export interface CrmView {
  readonly id: string;
  readonly name: string;
  readonly systemName: string | null;
  readonly isDefault: boolean;
  readonly category: 'public_views' | 'created_by_me' | 'other_users_views' | 'shared_with_me';
  readonly criteria: Criterion | null;
  readonly fields: readonly string[];
  readonly modifiedAt: number;
}

/** A related list by the lookup that fills it, or one of the lists that Zoho puts together. */
export interface RelatedList {
  readonly id: string;
  readonly apiName: string;
  readonly label: string;
  readonly module: string | null;
  readonly source:
    | { readonly kind: 'lookup'; readonly fields: readonly string[] }
    | { readonly kind: 'activities'; readonly open: boolean }
    | { readonly kind: 'empty' };
}

export interface CrmModule {
  readonly id: string;
  readonly apiName: string;
  readonly singular: string;
  readonly plural: string;
  /** The name in permissions and scopes: `Potentials` for Deals. */
  readonly legacyName: string;
  readonly nameField: string;
  readonly layoutId: string;
  readonly fields: Map<string, CrmField>;
  readonly views: CrmView[];
  readonly relatedLists: RelatedList[];
}

export type ForecastType = 'Open' | 'Closed Won' | 'Closed Lost';

export interface Stage {
  readonly id: string;
  readonly name: string;
  readonly probability: number;
  readonly forecast: ForecastType;
}

export interface Pipeline {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly stages: readonly Stage[];
}

export interface VariableGroup {
  readonly id: string;
  readonly apiName: string;
  readonly name: string;
}

export interface Variable {
  readonly id: string;
  apiName: string;
  name: string;
  readonly type: string;
  readonly groupId: string;
  description: string | null;
  value: unknown;
}

export interface Metadata {
  readonly modules: Map<string, CrmModule>;
  /** By profile id: names such as `Crm_Implied_View_Contacts`. */
  readonly permissions: Map<string, Set<string>>;
  readonly pipelines: Pipeline[];
  readonly roles: { readonly id: string; readonly name: string }[];
  readonly variableGroups: VariableGroup[];
  readonly variables: Variable[];
  /** ISO codes in use with their rate to the home currency. */
  readonly currencies: Map<string, number>;
  readonly multiCurrency: boolean;
  readonly createdAt: number;
}

const key = 'crm.metadata';

export function setMetadata(org: CrmOrg, metadata: Metadata): void {
  org.settings.set(key, metadata);
}

/** The metadata that `installCrmOrg` made. */
export function metadataOf(org: CrmOrg): Metadata {
  const metadata = org.settings.get(key);
  if (metadata === undefined)
    throw new Error(`CRM organisation ${org.id} was not made by installCrmOrg`);
  return metadata as Metadata;
}

export function moduleOf(org: CrmOrg, apiName: string): CrmModule | undefined {
  return metadataOf(org).modules.get(apiName);
}

export type Operation = 'View' | 'Create' | 'Edit' | 'Delete';

/** The permission's name as NO_PERMISSION gives it (contract 2.1). */
export function permissionName(operation: Operation, module: CrmModule): string {
  return `Crm_Implied_${operation}_${module.legacyName}`;
}
