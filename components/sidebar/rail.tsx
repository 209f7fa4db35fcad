import './rail.css';
import { CircleDollarSign, ListChecks, PanelRightOpen, StickyNote, type IconNode } from 'lucide';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CustomerView, ProfileView } from '../../sync/protocol/profile';
import type { SectionName } from '../state/view-store';
import { count, initials } from '../ui/format';
import { Icon } from '../ui/icon';
import { TypeShape, typeName } from '../ui/type-sign';
import * as activities from './activities';
import { Panel } from './panel';
import * as potentials from './potentials';

/** The folded panel: who it is and how much there is, 40 px wide. */
export function Rail({ profile, failed }: { profile: ProfileView | null; failed: boolean }) {
  const { collapse } = useContext(Panel);
  const customer = profile?.result.state === 'found' ? profile.result.customer : null;
  const open = i18n.t('rail.open');
  const tone = failed ? 'red' : profile?.offline === true ? 'amber' : 'green';
  return (
    <main class="rail" aria-label={i18n.t('sidebar.label')}>
      <button
        class="ib flip"
        type="button"
        aria-label={open}
        title={open}
        onClick={() => collapse(false)}
      >
        <Icon of={PanelRightOpen} />
      </button>
      <h1 class="vh">{i18n.t('sidebar.label')}</h1>
      <Person profile={profile} customer={customer} />
      {customer !== null && <Counts customer={customer} />}
      {profile !== null && profile.result.state !== 'loading' && (
        <span
          class={`dot ${tone}`}
          title={i18n.t(
            failed
              ? 'footer.said.failed'
              : profile.offline
                ? 'footer.said.offline'
                : 'footer.said.fresh',
          )}
        />
      )}
    </main>
  );
}

function Person({
  profile,
  customer,
}: {
  profile: ProfileView | null;
  customer: CustomerView | null;
}) {
  const { collapse } = useContext(Panel);
  const name = customer?.name ?? profile?.requester?.name ?? '';
  if (name === '') return null;
  const type = customer?.type.value ?? (profile?.result.state === 'none' ? 'new' : null);
  const label =
    type === null ? name : i18n.t('rail.person', { name, type: typeName(type, customer?.module) });
  return (
    <button
      class="ib avb"
      type="button"
      aria-label={label}
      title={label}
      onClick={() => collapse(false)}
    >
      <span class="av" data-initials={initials(name)}>
        {type !== null && (
          <span class={`sign ${type}`}>
            <TypeShape type={type} />
          </span>
        )}
      </span>
    </button>
  );
}

function Counts({ customer }: { customer: CustomerView }) {
  const { now } = useContext(Panel);
  const open = potentials.openOf(customer);
  const todo =
    customer.activities.state === 'shown' ? activities.openCount(customer.activities.data) : 0;
  const late =
    customer.activities.state === 'shown'
      ? activities.overdueCount(customer.activities.data, now)
      : 0;
  const notes = customer.notes.state === 'shown' ? customer.notes.data.length : 0;
  const todoLabel = i18n.t('rail.activities', todo, { count: count(todo) });
  return (
    <>
      <Count
        at="potentials"
        icon={CircleDollarSign}
        number={open}
        label={i18n.t('rail.potentials', open, { count: count(open) })}
      />
      <Count
        at="activities"
        icon={ListChecks}
        number={todo}
        due={late > 0}
        label={
          late === 0
            ? todoLabel
            : i18n.t('rail.overdue', { activities: todoLabel, count: count(late) })
        }
      />
      <Count
        at="notes"
        icon={StickyNote}
        number={notes}
        label={i18n.t('rail.notes', notes, { count: count(notes) })}
      />
    </>
  );
}

interface CountProps {
  at: SectionName;
  icon: IconNode;
  number: number;
  label: string;
  due?: boolean;
}

function Count({ at, icon, number, label, due }: CountProps) {
  const { collapse } = useContext(Panel);
  if (number === 0) return null;
  return (
    <button
      class={due === true ? 'ib cnt due' : 'ib cnt'}
      type="button"
      aria-label={label}
      title={label}
      onClick={() => collapse(false, at)}
    >
      <Icon of={icon} />
      <span>{number > 99 ? '99+' : count(number)}</span>
    </button>
  );
}
