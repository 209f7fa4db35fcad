import type {
  DeskProfile,
  Parts,
  PermissionsConfig,
  ProfilePermissions,
} from '../../sync/protocol/permissions';

export const parts = ['information', 'potentials', 'notes', 'calls', 'events', 'tasks'] as const;
export const items = ['visible', 'contacts', 'accounts', ...parts, 'adds'] as const;
export type Part = keyof Parts;
export type Item = (typeof items)[number];

const allParts: Parts = {
  information: true,
  potentials: true,
  notes: true,
  calls: true,
  events: true,
  tasks: true,
};

const everything: ProfilePermissions = {
  visible: true,
  contacts: true,
  accounts: true,
  restricted: null,
};

const isPart = (item: Item): item is Part => item in allParts;

/** The settings with a row for every profile there is: what was never named sees nothing. */
export function complete(
  config: PermissionsConfig | null,
  profiles: readonly DeskProfile[],
): PermissionsConfig {
  const rows = profiles.map(({ id }) => {
    const set = config === null ? everything : config.profiles[id];
    return [id, set ?? { ...everything, visible: false }] as const;
  });
  return { ...config, profiles: Object.fromEntries(rows) };
}

/** Off for everything that the row shows, by Zoho's own switches. */
export function isLocked(row: ProfilePermissions, { switches }: DeskProfile, part: Part): boolean {
  if (switches === null) return false;
  const open = (['contacts', 'accounts'] as const).some(
    (subject) => row[subject] && switches[subject][part],
  );
  return !open && (row.contacts || row.accounts);
}

/** How a cell stands. `included`: with full access. `none`: the profile does not see Tandem at all. */
export type Cell = 'on' | 'off' | 'included' | 'locked' | 'none';

export function cellOf(row: ProfilePermissions, profile: DeskProfile, item: Item): Cell {
  if (item !== 'visible' && !row.visible) return 'none';
  if (!isPart(item)) return row[item] === true ? 'on' : 'off';
  if (isLocked(row, profile, item)) return 'locked';
  if (row.restricted === null) return 'included';
  return row.restricted[item] ? 'on' : 'off';
}

export function withItem(row: ProfilePermissions, item: Item, on: boolean): ProfilePermissions {
  if (!isPart(item)) return { ...row, [item]: on };
  if (row.restricted === null && on) return row;
  return { ...row, restricted: { ...(row.restricted ?? allParts), [item]: on } };
}

/** Restricted begins with everything granted: nothing is lost before somebody takes it away. */
export function withAccess(row: ProfilePermissions, full: boolean): ProfilePermissions {
  return { ...row, restricted: full ? null : allParts };
}

export function withRow(
  config: PermissionsConfig,
  id: string,
  row: ProfilePermissions,
): PermissionsConfig {
  return { ...config, profiles: { ...config.profiles, [id]: row } };
}

/** One item for every profile that sees Tandem; *Visible* for every profile. */
export function withColumn(config: PermissionsConfig, item: Item, on: boolean): PermissionsConfig {
  const rows = Object.entries(config.profiles).map(
    ([id, row]) =>
      [id, item !== 'visible' && !row.visible ? row : withItem(row, item, on)] as const,
  );
  return { ...config, profiles: Object.fromEntries(rows) };
}

/** One profile's row for all of them. */
export function withEveryRow(
  config: PermissionsConfig,
  row: ProfilePermissions,
): PermissionsConfig {
  const rows = Object.keys(config.profiles).map((id) => [id, row] as const);
  return { ...config, profiles: Object.fromEntries(rows) };
}

/** What a profile gains and loses between two settings. */
export function differences(
  before: ProfilePermissions,
  after: ProfilePermissions,
  profile: DeskProfile,
): readonly { readonly item: Item; readonly gained: boolean }[] {
  const has = (row: ProfilePermissions, item: Item): boolean =>
    ['on', 'included'].includes(cellOf(row, profile, item));
  const found = items.flatMap((item) =>
    has(before, item) === has(after, item) ? [] : [{ item, gained: has(after, item) }],
  );
  // Shown or hidden as a whole: the rest follows from it.
  const whole = found.find(({ item }) => item === 'visible');
  return whole === undefined ? found : [whole];
}

const text = (value: unknown): string => JSON.stringify(value ?? null);

/** Profiles whose row differs, in the order of the table. */
export function changedProfiles(
  before: PermissionsConfig,
  after: PermissionsConfig,
  profiles: readonly DeskProfile[],
): readonly DeskProfile[] {
  return profiles.filter(({ id }) => rowText(before.profiles[id]) !== rowText(after.profiles[id]));
}

const rowText = (row: ProfilePermissions | undefined): string =>
  row === undefined
    ? ''
    : text([row.visible, row.contacts, row.accounts, row.restricted, row.adds === true]);

/** What is set for all profiles at once and differs. */
export function changedForAll(
  before: PermissionsConfig,
  after: PermissionsConfig,
): readonly ('writing' | 'handshake')[] {
  const found: ('writing' | 'handshake')[] = [];
  if (text([...(before.writing ?? [])].sort()) !== text([...(after.writing ?? [])].sort()))
    found.push('writing');
  const handshake = ({ handshake: on, typeRules }: PermissionsConfig): string =>
    text([on !== false, typeRules ?? null]);
  if (handshake(before) !== handshake(after)) found.push('handshake');
  return found;
}
