import { Check, CheckCheck, Copy, Eye, Lock, Minus, X } from 'lucide';
import { i18n } from '#i18n';
import type {
  DeskProfile,
  PermissionsConfig,
  ProfilePermissions,
} from '../../sync/protocol/permissions';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { Menu } from '../ui/menu';
import {
  cellOf,
  parts,
  withAccess,
  withColumn,
  withEveryRow,
  withItem,
  withRow,
  type Item,
} from './permissions-draft';

interface PermissionsTableProps {
  profiles: readonly DeskProfile[];
  draft: PermissionsConfig;
  /** Active agents by profile id; null while they are counted, or where they cannot be. */
  people: Readonly<Record<string, number>> | null;
  /** Ids of those whose row is changed. */
  changed: ReadonlySet<string>;
  /** The one that is looked at as. */
  viewed: string;
  onDraft: (draft: PermissionsConfig) => void;
  onView: (profileId: string) => void;
}

const shown = ['visible', 'contacts', 'accounts'] as const;

/** Who may see what: a row a Desk profile, a column an item, both to be set as a whole. */
export function PermissionsTable(props: PermissionsTableProps) {
  const { profiles, draft, onDraft } = props;
  const head = (item: Item) => (
    <ColumnHead key={item} item={item} onAll={(on) => onDraft(withColumn(draft, item, on))} />
  );
  return (
    // Scrolled by keyboard as well.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section class="xscroll" tabIndex={0} aria-label={i18n.t('permissions.table')}>
      <table class="table mx">
        <thead>
          <tr class="g">
            <td>{'\u00a0'}</td>
            <td>{'\u00a0'}</td>
            <th colSpan={2}>{i18n.t('permissions.group.show')}</th>
            <td>{'\u00a0'}</td>
            <th colSpan={3}>{i18n.t('permissions.group.sections')}</th>
            <th colSpan={3}>{i18n.t('permissions.group.activities')}</th>
            <td>{'\u00a0'}</td>
            <td>{'\u00a0'}</td>
          </tr>
          <tr>
            <th scope="col">{i18n.t('permissions.profile')}</th>
            {shown.map(head)}
            <th scope="col">{i18n.t('permissions.access')}</th>
            {parts.map(head)}
            {head('adds')}
            <th scope="col">
              <span class="vh">{i18n.t('permissions.view')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {profiles.map((profile) => (
            <Row key={profile.id} profile={profile} {...props} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ColumnHead({ item, onAll }: { item: Item; onAll: (on: boolean) => void }) {
  const name = i18n.t(`permissions.item.${item}`);
  return (
    <th scope="col">
      <span class="ch">
        {name}
        <Menu
          label={i18n.t('permissions.column', { item: name })}
          entries={[
            { label: i18n.t('permissions.allOn'), icon: CheckCheck, act: () => onAll(true) },
            { label: i18n.t('permissions.allOff'), icon: X, act: () => onAll(false) },
          ]}
        />
      </span>
    </th>
  );
}

function Row({
  profile,
  people,
  draft,
  changed,
  viewed,
  onDraft,
  onView,
}: PermissionsTableProps & { profile: DeskProfile }) {
  const heads = people?.[profile.id] ?? 0;
  const row = draft.profiles[profile.id];
  if (row === undefined) return null;
  const set = (next: ProfilePermissions): void => onDraft(withRow(draft, profile.id, next));
  const cell = (item: Item) => (
    <Cell
      key={item}
      item={item}
      row={row}
      profile={profile}
      onSet={(on) => set(withItem(row, item, on))}
    />
  );
  const isViewed = viewed === profile.id;
  return (
    <tr class={isViewed ? 'cur' : ''}>
      <th scope="row">
        <span class="pn">
          <bdi class="mid cut" title={profile.name}>
            {profile.name}
          </bdi>
          {changed.has(profile.id) && (
            <span class="chip amber">{i18n.t('permissions.changed')}</span>
          )}
        </span>
        <span class="muted small num">
          {people === null
            ? '\u00a0'
            : i18n.t('permissions.people', heads, { count: count(heads) })}
        </span>
      </th>
      {shown.map(cell)}
      <td class="acc">
        {row.visible ? (
          <select
            class="in"
            aria-label={`${i18n.t('permissions.access')}, ${profile.name}`}
            value={row.restricted === null ? 'full' : 'restricted'}
            onChange={({ currentTarget }) => set(withAccess(row, currentTarget.value === 'full'))}
          >
            <option value="full">{i18n.t('permissions.full')}</option>
            <option value="restricted">{i18n.t('permissions.restricted')}</option>
          </select>
        ) : (
          <span class="none">–</span>
        )}
      </td>
      {parts.map(cell)}
      {cell('adds')}
      <td class="act">
        <Menu
          label={i18n.t('permissions.row', { profile: profile.name })}
          entries={[
            { label: i18n.t('permissions.viewAs'), icon: Eye, act: () => onView(profile.id) },
            {
              label: i18n.t('permissions.everything'),
              icon: CheckCheck,
              act: () =>
                set({
                  visible: true,
                  contacts: true,
                  accounts: true,
                  restricted: null,
                  adds: true,
                }),
            },
            {
              label: i18n.t('permissions.nothing'),
              icon: Minus,
              act: () => set({ ...row, visible: false }),
            },
            {
              label: i18n.t('permissions.sameForAll'),
              icon: Copy,
              act: () => onDraft(withEveryRow(draft, row)),
            },
          ]}
        />
      </td>
    </tr>
  );
}

interface CellProps {
  item: Item;
  row: ProfilePermissions;
  profile: DeskProfile;
  onSet: (on: boolean) => void;
}

function Cell({ item, row, profile, onSet }: CellProps) {
  const state = cellOf(row, profile, item);
  const label = `${i18n.t(`permissions.item.${item}`)}, ${profile.name}`;
  switch (state) {
    case 'none':
      return (
        <td class="none">
          <span aria-hidden="true">–</span>
          <span class="vh">{i18n.t('permissions.notVisible')}</span>
        </td>
      );
    case 'locked':
      return (
        <td title={i18n.t('permissions.lockedHint')}>
          <span class="pc lock">
            <Icon of={Lock} small />
            <span class="vh">{i18n.t('permissions.locked')}</span>
          </span>
        </td>
      );
    case 'included':
      return (
        <td class="full" title={i18n.t('permissions.includedHint')}>
          <Icon of={Check} small />
          <span class="vh">{i18n.t('permissions.included')}</span>
        </td>
      );
    default:
      return (
        <td>
          <label class="pc">
            <input
              type="checkbox"
              aria-label={label}
              checked={state === 'on'}
              onChange={({ currentTarget }) => onSet(currentTarget.checked)}
            />
          </label>
        </td>
      );
  }
}
