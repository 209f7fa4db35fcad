/** Profiles, users and the organisation (contract 2.8). */
import type { CrmUser } from '../world';
import { charge, needScope, param, type CrmCall, type Handler } from './call';
import { bare, json, messages, refuseWith } from './errors';
import { metadataOf, permissionName, type Operation } from './metadata';
import { countParam, limits } from './paging';
import { zohoTime } from './time';
import { currencySymbol } from './values';

type Profile = CrmCall['org']['profiles'][number];

function showProfile(call: CrmCall, profile: Profile): Record<string, unknown> {
  const custom = profile.name === 'Restricted';
  const time = zohoTime(call.org.timeZone, metadataOf(call.org).createdAt);
  return {
    id: profile.id,
    name: profile.name,
    api_name: profile.name,
    display_label: profile.name,
    custom,
    type: 'normal_profile',
    description: null,
    created_by: null,
    modified_by: null,
    created_time: custom ? time : null,
    modified_time: custom ? time : null,
    _delete: custom,
  };
}

export const listProfiles: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.profiles.READ');
  charge(call, 1);
  return json(200, { profiles: call.org.profiles.map((profile) => showProfile(call, profile)) });
};

export const getProfile: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.profiles.READ');
  charge(call, 1);
  const profile = call.org.profiles.find((each) => each.id === param(context, 'id'));
  if (profile === undefined)
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 2 });
  const held = metadataOf(call.org).permissions.get(profile.id);
  const operations: readonly Operation[] = ['View', 'Create', 'Edit', 'Delete'];
  const details = [...metadataOf(call.org).modules.values()].flatMap((module) =>
    operations.map((operation, index) => {
      const name = permissionName(operation, module);
      return {
        id: `${module.id.slice(0, -1)}${index}`,
        name,
        display_label: operation,
        module: { api_name: module.apiName, id: module.id },
        enabled: held?.has(name) ?? false,
        customizable: !profile.administrator,
        parent_permissions: operation === 'View' ? null : [permissionName('View', module)],
      };
    }),
  );
  return json(200, {
    profiles: [{ ...showProfile(call, profile), permissions_details: details, sections: [] }],
  });
};

function showUser(call: CrmCall, user: CrmUser): Record<string, unknown> {
  const { org, world } = call;
  const person = world.people.find((each) => each.zuid === user.zuid);
  const profile = org.profiles.find((each) => each.id === user.profileId);
  const role = metadataOf(org).roles.find((each) => each.id === user.roleId);
  const time = zohoTime(org.timeZone, metadataOf(org).createdAt);
  return {
    id: user.id,
    zuid: user.zuid,
    first_name: person?.firstName ?? '',
    last_name: person?.lastName ?? null,
    full_name: person === undefined ? user.zuid : `${person.firstName} ${person.lastName}`.trim(),
    email: person?.email ?? '',
    status: user.status,
    confirm: true,
    type__s: 'Regular User',
    profile: { name: profile?.name ?? '', id: user.profileId },
    role: { name: role?.name ?? '', id: user.roleId },
    time_zone: org.timeZone,
    locale: 'en_GB',
    country_locale: 'en_GB',
    language: 'en_GB',
    time_format: 'HH:mm',
    date_format: 'dd/MM/yyyy',
    country: null,
    phone: null,
    mobile: null,
    alias: null,
    microsoft: false,
    personal_account: false,
    offset: 0,
    created_by: null,
    created_time: time,
    Modified_By: null,
    Modified_Time: time,
    sandboxDeveloper: false,
  };
}

/** Which users each `type` means; whatever else is asked is INVALID_DATA. */
const userTypes: Readonly<Record<string, (call: CrmCall, user: CrmUser) => boolean>> = {
  AllUsers: () => true,
  ActiveUsers: (_, user) => user.status === 'active',
  DeactiveUsers: (_, user) => user.status === 'inactive',
  ConfirmedUsers: () => true,
  NotConfirmedUsers: () => false,
  DeletedUsers: () => false,
  ActiveConfirmedUsers: (_, user) => user.status === 'active',
  AdminUsers: (call, user) => isAdmin(call, user),
  ActiveConfirmedAdmins: (call, user) => user.status === 'active' && isAdmin(call, user),
  CurrentUser: (call, user) => user.id === call.user.id,
};

function isAdmin(call: CrmCall, user: CrmUser): boolean {
  return call.org.profiles.some(
    (profile) => profile.id === user.profileId && profile.administrator,
  );
}

export const listUsers: Handler = (call) => {
  needScope(call, 'ZohoCRM.users.READ');
  const type = call.query.get('type') ?? 'AllUsers';
  const test = userTypes[type];
  if (test === undefined) {
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      param_name: 'type',
      supported_values: Object.keys(userTypes),
    });
  }
  const perPage = countParam(call, 'per_page', limits.perPage, limits.perPage);
  const page = countParam(call, 'page', Number.MAX_SAFE_INTEGER, 1);
  charge(call, 1);
  const users = call.org.users.filter((user) => test(call, user));
  const slice = users.slice((page - 1) * perPage, page * perPage);
  if (slice.length === 0) return bare(204);
  return json(200, {
    users: slice.map((user) => showUser(call, user)),
    info: {
      per_page: perPage,
      count: slice.length,
      page,
      more_records: page * perPage < users.length,
    },
  });
};

export const getUser: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.users.READ');
  charge(call, 1);
  const user = call.org.users.find((each) => each.id === param(context, 'id'));
  if (user === undefined)
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 1 });
  return json(200, { users: [showUser(call, user)] });
};

export const getOrg: Handler = (call) => {
  needScope(call, 'ZohoCRM.org.READ');
  charge(call, 1);
  const { org } = call;
  return json(200, {
    org: [
      {
        id: org.id,
        zgid: org.zgid,
        company_name: org.name,
        domain_name: `org${org.zgid.slice(-9)}`,
        type: org.type,
        currency: org.currency,
        iso_code: org.currency,
        currency_symbol: currencySymbol(org.currency),
        currency_locale: 'en_GB',
        mc_status: metadataOf(org).multiCurrency,
        time_zone: org.timeZone,
        primary_zuid: org.users[0]?.zuid ?? null,
        primary_email:
          call.world.people.find((person) => person.zuid === org.users[0]?.zuid)?.email ?? null,
        created_time: zohoTime(org.timeZone, metadataOf(org).createdAt),
        license_details: {
          paid: org.edition !== 'free',
          paid_type: org.edition,
          paid_expiry: null,
          trial_type: null,
          trial_expiry: null,
          users_license_purchased: Math.max(org.users.length, 3),
          portal_users_license_purchased: 0,
        },
        hierarchy_preferences: { type: 'Role_Hierarchy', strictly_reporting: false },
        country: null,
        city: null,
        website: null,
        phone: null,
      },
    ],
  });
};
