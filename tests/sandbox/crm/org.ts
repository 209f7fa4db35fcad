/** A new CRM organisation with what Zoho puts into one, and its users (contract 2.8). */
import { createMeter, tableOf, type CrmOrg, type CrmUser, type Person, type World } from '../world';
import { moduleSpecs, renewalStageSpecs, stageSpecs, type ModuleSpec } from './catalog';
import type { FieldSpec } from './field-spec';
import {
  metadataOf,
  permissionName,
  setMetadata,
  type CrmField,
  type CrmModule,
  type Metadata,
  type Operation,
  type Pipeline,
} from './metadata';
import { relatedListsOf } from './related-lists';
import { viewsOf } from './views';

export interface CrmOrgOptions {
  readonly name: string;
  readonly type?: CrmOrg['type'];
  /** free, standard, professional, enterprise, ultimate: decides credits and concurrency (2.11). */
  readonly edition?: string;
  readonly currency?: string;
  readonly timeZone?: string;
  /** Deals carry a Currency of their own; default true. */
  readonly multiCurrency?: boolean;
  /** Instead of the edition's. */
  readonly dailyLimit?: number;
  readonly concurrencyLimit?: number;
}

/** Contract 2.11, without the part per user. */
const editions: Readonly<Record<string, readonly [credits: number, concurrency: number]>> = {
  free: [5000, 5],
  standard: [50_000, 10],
  professional: [50_000, 15],
  enterprise: [50_000, 20],
  ultimate: [50_000, 25],
};

/** Rates to a home currency whose rate is 1. */
const rates: readonly (readonly [string, number])[] = [
  ['USD', 1.09],
  ['EUR', 1],
  ['GBP', 0.86],
  ['INR', 91.2],
  ['JPY', 163.5],
];

function makeField(
  world: World,
  spec: FieldSpec,
  values: readonly string[] | null,
  now: number,
): CrmField {
  return {
    id: world.nextId(),
    apiName: spec.name,
    label: spec.label,
    type: spec.type,
    length: spec.length ?? null,
    custom: spec.custom ?? false,
    mandatory: spec.mandatory ?? false,
    readOnly: spec.readOnly ?? false,
    unique: null,
    external: null,
    values,
    lookup: spec.lookup ?? null,
    access: new Map(),
    createdAt: now,
  };
}

function makeModule(
  world: World,
  spec: ModuleSpec,
  picklists: Record<string, readonly string[]>,
  now: number,
): CrmModule {
  const fields = spec.fields.map((each) => {
    const values = each.values ?? picklists[`${spec.apiName}.${each.name}`] ?? null;
    return makeField(world, each, values, now);
  });
  return {
    id: world.nextId(),
    apiName: spec.apiName,
    singular: spec.singular,
    plural: spec.apiName,
    legacyName: spec.legacyName ?? spec.apiName,
    nameField: spec.nameField,
    layoutId: world.nextId(),
    fields: new Map(fields.map((each) => [each.apiName, each])),
    views: viewsOf(world, spec.apiName, now),
    relatedLists: relatedListsOf(world, spec.apiName),
  };
}

function makePipeline(
  world: World,
  name: string,
  isDefault: boolean,
  specs: readonly (readonly [string, number, Pipeline['stages'][number]['forecast']])[],
): Pipeline {
  const stages = specs.map(([stage, probability, forecast]) => ({
    id: world.nextId(),
    name: stage,
    probability,
    forecast,
  }));
  return { id: world.nextId(), name, isDefault, stages };
}

/** What each profile may do: the restricted one sees no deals and changes contacts only. */
function permissionsOf(
  modules: Iterable<CrmModule>,
  profile: 'Administrator' | 'Standard' | 'Restricted',
): Set<string> {
  const names = new Set(['Crm_Implied_Api_Access']);
  const writable = new Set(['Contacts', 'Notes', 'Tasks', 'Calls', 'Events']);
  for (const module of modules) {
    if (profile === 'Restricted' && module.apiName === 'Deals') continue;
    names.add(permissionName('View', module));
    const rest: readonly Operation[] =
      profile !== 'Restricted'
        ? ['Create', 'Edit', 'Delete']
        : writable.has(module.apiName)
          ? ['Create', 'Edit']
          : [];
    for (const operation of rest) names.add(permissionName(operation, module));
  }
  return names;
}

/** Adds an organisation with the profiles Administrator, Standard and Restricted. */
export function installCrmOrg(world: World, options: CrmOrgOptions): CrmOrg {
  const now = world.clock.now();
  const edition = options.edition ?? 'enterprise';
  const currency = options.currency ?? 'EUR';
  const [dailyLimit, concurrency] = editions[edition] ?? [50_000, 20];
  const org: CrmOrg = {
    id: world.nextId(),
    zgid: world.nextId(),
    name: options.name,
    type: options.type ?? 'production',
    edition,
    currency,
    timeZone: options.timeZone ?? 'Europe/Berlin',
    users: [],
    profiles: (['Administrator', 'Standard', 'Restricted'] as const).map((name) => ({
      id: world.nextId(),
      name,
      administrator: name === 'Administrator',
    })),
    modules: new Map(),
    settings: new Map(),
    meter: createMeter(options.dailyLimit ?? dailyLimit, options.concurrencyLimit ?? concurrency),
  };
  const multiCurrency = options.multiCurrency ?? true;
  const home = rates.find(([code]) => code === currency)?.[1] ?? 1;
  const currencies = new Map(rates.map(([code, rate]) => [code, Number((rate / home).toFixed(6))]));
  currencies.set(currency, 1);
  const pipelines = [
    makePipeline(world, 'Standard (Standard)', true, stageSpecs),
    makePipeline(world, 'Renewals', false, renewalStageSpecs),
  ];
  const picklists = {
    'Deals.Stage': pipelines.flatMap((pipeline) => pipeline.stages.map((stage) => stage.name)),
    'Deals.Pipeline': pipelines.map((pipeline) => pipeline.name),
    'Deals.Currency': [...currencies.keys()],
  };
  const modules = new Map(
    moduleSpecs.map((spec) => [spec.apiName, makeModule(world, spec, picklists, now)] as const),
  );
  const restricted = org.profiles.find((profile) => profile.name === 'Restricted')?.id ?? '';
  modules.get('Accounts')?.fields.get('Annual_Revenue')?.access.set(restricted, 'hidden');
  modules.get('Contacts')?.fields.get('Lifetime_Value')?.access.set(restricted, 'read_only');
  const metadata: Metadata = {
    modules,
    permissions: new Map(
      org.profiles.map((profile) => [
        profile.id,
        permissionsOf(
          modules.values(),
          profile.name as 'Administrator' | 'Standard' | 'Restricted',
        ),
      ]),
    ),
    pipelines,
    roles: [
      { id: world.nextId(), name: 'CEO' },
      { id: world.nextId(), name: 'Manager' },
    ],
    variableGroups: [{ id: world.nextId(), apiName: 'General', name: 'General' }],
    variables: [],
    currencies,
    multiCurrency,
    createdAt: now,
  };
  setMetadata(org, metadata);
  if (!multiCurrency) {
    for (const name of ['Currency', 'Exchange_Rate']) modules.get('Deals')?.fields.delete(name);
  }
  for (const name of modules.keys()) tableOf(org, name);
  world.crmOrgs.push(org);
  return org;
}

/** Gives a person a seat in the organisation, by the profile's name. */
export function addCrmUser(
  world: World,
  org: CrmOrg,
  person: Person,
  profileName: string,
): CrmUser {
  const profile = org.profiles.find((candidate) => candidate.name === profileName);
  if (profile === undefined) throw new Error(`${org.name} has no profile ${profileName}`);
  const roles = metadataOf(org).roles;
  const user: CrmUser = {
    id: world.nextId(),
    zuid: person.zuid,
    profileId: profile.id,
    roleId: (profile.administrator ? roles[0] : roles[1])?.id ?? '',
    status: 'active',
  };
  org.users.push(user);
  return user;
}
