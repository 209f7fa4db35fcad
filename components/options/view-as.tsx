import '../sidebar/sidebar.css';
import { Minus, Plus } from 'lucide';
import { useMemo, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CustomerView, ProfileView } from '../../sync/protocol/profile';
import type { DeskProfile, PermissionsConfig } from '../../sync/protocol/permissions';
import type { Client } from '../state/client';
import { useQuery } from '../state/use-query';
import type { SectionName } from '../state/view-store';
import { initials } from '../ui/format';
import { Icon } from '../ui/icon';
import { useNow } from '../ui/use-now';
import { CustomerSections, Role } from '../sidebar/customer';
import { Facts } from '../sidebar/facts';
import { Panel, type PanelContext } from '../sidebar/panel';
import { problemText } from '../ui/problem-text';
import { cellOf, differences } from './permissions-draft';

interface ViewAsProps {
  client: Client;
  profiles: readonly DeskProfile[];
  draft: PermissionsConfig;
  /** What agents have now; null where nothing is published. */
  published: PermissionsConfig | null;
  viewed: DeskProfile;
  onView: (profileId: string) => void;
}

/** The sidebar of a real customer as the agents of one profile will see it (PER-5). */
export function ViewAs({ client, profiles, draft, published, viewed, onView }: ViewAsProps) {
  const [sample, setSample] = useState<string | null>(null);
  const query = useQuery(
    client,
    'permissions.viewAs',
    { permissions: draft, profileId: viewed.id, sample },
    ['profile'],
  );
  const view = query.value;
  const row = draft.profiles[viewed.id];
  const before = published?.profiles[viewed.id];
  const news = row === undefined || before === undefined ? [] : differences(before, row, viewed);
  const hidesDeals =
    row?.visible === true &&
    row.contacts &&
    ['off', 'locked'].includes(cellOf(row, viewed, 'potentials'));
  return (
    <section class="blk va" aria-labelledby="view-as">
      <div>
        <div class="blk-h">
          <h2 id="view-as">{i18n.t('permissions.viewAs')}</h2>
        </div>
        <label class="fld2">
          <span class="vh">{i18n.t('permissions.profile')}</span>
          <select
            class="in"
            value={viewed.id}
            onChange={({ currentTarget }) => onView(currentTarget.value)}
          >
            {profiles.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {view !== null && view.samples.length > 0 && (
          <label class="row small samp">
            <span class="muted">{i18n.t('mapping.sample')}</span>
            <select
              class="in"
              value={view.sample ?? ''}
              onChange={({ currentTarget }) => setSample(currentTarget.value)}
            >
              {view.samples.map(({ key, title }) => (
                <option key={key} value={key}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
        <ul class="diff">
          {news.map(({ item, gained }) => (
            <li key={item}>
              <Icon of={gained ? Plus : Minus} small />
              <span>
                {i18n.t(gained ? 'permissions.gains' : 'permissions.loses', {
                  item: i18n.t(`permissions.item.${item}`),
                })}
              </span>
            </li>
          ))}
        </ul>
        {hidesDeals && <p class="muted small">{i18n.t('permissions.noDeals')}</p>}
        <p class="muted small">{i18n.t('permissions.ownView')}</p>
      </div>
      <section
        class="sb mini-sb"
        aria-label={i18n.t('permissions.sidebarAs', { profile: viewed.name })}
        aria-busy={!query.fresh}
      >
        {view === null ? (
          <p class="empty">{problemText(query.problem) || i18n.t('permissions.reading')}</p>
        ) : view.state === 'shown' ? (
          <Preview profile={view.profile} />
        ) : (
          <p class="empty">{i18n.t(`permissions.preview.${view.state}`)}</p>
        )}
      </section>
    </section>
  );
}

function Preview({ profile: { result } }: { profile: ProfileView }) {
  if (result.state === 'found') return <Customer customer={result.customer} />;
  const words = result.state === 'failed' ? problemText(result.problem) : null;
  return (
    <p class="empty">
      {words ??
        i18n.t(result.state === 'loading' ? 'permissions.reading' : 'permissions.preview.other')}
    </p>
  );
}

const nowhere = (): void => undefined;

/** The sidebar's own parts; what would lead away from here does nothing. */
function Customer({ customer }: { customer: CustomerView }) {
  const now = useNow();
  const [open, setOpen] = useState<Record<SectionName, boolean>>({
    potentials: true,
    activities: true,
    notes: true,
    information: false,
    account: false,
  });
  const panel: PanelContext = useMemo(
    () => ({
      now,
      hosted: false,
      view: { collapsed: false, floating: false, width: 340, open },
      fold: (section, unfolded) => setOpen((all) => ({ ...all, [section]: unfolded })),
      collapse: nowhere,
      refresh: nowhere,
      openOptions: nowhere,
      openBoard: nowhere,
      openPanel: undefined,
      float: nowhere,
    }),
    [now, open],
  );
  return (
    <Panel.Provider value={panel}>
      <header class="sb-head">
        <div class="sb-id">
          <span class="av" aria-hidden="true">
            {initials(customer.name)}
          </span>
          <div class="who">
            <h3 title={customer.name}>
              <bdi>{customer.name}</bdi>
            </h3>
            <p>
              <Role customer={customer} />
            </p>
          </div>
        </div>
        <Facts customer={customer} />
      </header>
      <CustomerSections customer={customer} />
    </Panel.Provider>
  );
}
