import { Calendar, Phone, SquareCheck } from 'lucide';
import { useContext, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ActivityView, Section as SectionData } from '../../sync/protocol/profile';
import { ExternalLink } from '../ui/external-link';
import { count, due, exact, moment } from '../ui/format';
import { Icon } from '../ui/icon';
import { AddButton } from './add-button';
import { MoreRows } from './more-rows';
import { Panel } from './panel';
import { BeingAdded } from './pending';
import { Section } from './section';

type Filter = 'all' | ActivityView['type'];

const firstShown = 5;
const kinds = ['task', 'call'] as const;
const types = ['call', 'event', 'task'] as const;
const icons = { call: Phone, event: Calendar, task: SquareCheck };

const dueAt = (each: ActivityView): number => each.due?.at ?? Number.MAX_SAFE_INTEGER;

/** Open ones by time, so overdue ones first; those without a time next; done ones last, the latest first. */
function inOrder(activities: readonly ActivityView[]): readonly ActivityView[] {
  const open = activities
    .filter((each) => !each.done)
    .toSorted((one, other) => dueAt(one) - dueAt(other));
  const done = activities.filter((each) => each.done);
  return [...open, ...done.toSorted((one, other) => (other.due?.at ?? 0) - (one.due?.at ?? 0))];
}

export function openCount(activities: readonly ActivityView[]): number {
  return activities.filter((each) => !each.done).length;
}

export function overdueCount(activities: readonly ActivityView[], now: number): number {
  return activities.filter(
    (each) =>
      !each.done && each.due !== null && due(each.due.at, each.due.wholeDay, now).urgency === 'red',
  ).length;
}

interface ActivitiesProps {
  of: SectionData<readonly ActivityView[]>;
  /** The customer's page in CRM. */
  url: string | null;
}

export function Activities({ of, url }: ActivitiesProps) {
  const [filter, setFilter] = useState<Filter>('all');
  const shown = (activities: readonly ActivityView[]): Filter =>
    activities.some((each) => each.type === filter) ? filter : 'all';
  return (
    <Section
      name="activities"
      title={i18n.t('section.activities')}
      of={of}
      url={url}
      number={openCount}
      add={<AddButton kinds={kinds} at="activities" />}
      adds={<BeingAdded kinds={kinds} to={of} />}
      controls={(activities) => (
        <FilterBar activities={activities} filter={shown(activities)} onFilter={setFilter} />
      )}
    >
      {(activities) => (
        <>
          <ActivityList key={filter} activities={activities} filter={shown(activities)} />
        </>
      )}
    </Section>
  );
}

interface FilterBarProps {
  activities: readonly ActivityView[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

/** Offers only kinds there are; with one kind there is nothing to choose. */
function FilterBar({ activities, filter, onFilter }: FilterBarProps) {
  const present = types.filter((type) => activities.some((each) => each.type === type));
  if (present.length < 2) return null;
  return (
    <div class="seg" role="group" aria-label={i18n.t('activities.show')}>
      {(['all', ...present] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === filter}
          onClick={() => onFilter(each)}
        >
          {i18n.t(`activities.${each}`)}
        </button>
      ))}
    </div>
  );
}

function ActivityList({
  activities,
  filter,
}: {
  activities: readonly ActivityView[];
  filter: Filter;
}) {
  const [all, setAll] = useState(false);
  const chosen = inOrder(activities.filter((each) => filter === 'all' || each.type === filter));
  const least = Math.min(firstShown, openCount(chosen));
  const done = chosen.length - openCount(chosen);
  const rest = chosen.length - least;
  return (
    <>
      {least === 0 && <p class="none">{i18n.t('activities.none')}</p>}
      {(all ? chosen : chosen.slice(0, least)).map((each) => (
        <Activity key={each.type + each.id} activity={each} />
      ))}
      {rest > 0 && (
        <MoreRows
          all={all}
          onAll={setAll}
          label={
            rest === done
              ? i18n.t('activities.done', { count: count(done) })
              : i18n.t('more_', { count: count(rest) })
          }
        />
      )}
    </>
  );
}

function Activity({ activity }: { activity: ActivityView }) {
  const { now } = useContext(Panel);
  const { type, subject, done, owner, url } = activity;
  const at = activity.due;
  const shown =
    at === null
      ? { text: i18n.t('time.noDueTime'), urgency: '' }
      : done
        ? { text: moment(at.at, at.wholeDay, now), urgency: '' }
        : due(at.at, at.wholeDay, now);
  return (
    <div class={done ? 'item ic done' : 'item ic'}>
      <Icon of={icons[type]} />
      <ExternalLink
        to={url}
        class="nm cut"
        title={owner === null ? subject : i18n.t('potentials.hint', { name: subject, owner })}
        row
      >
        <span class="vh">{i18n.t(`activities.a.${type}`)}: </span>
        <bdi>{subject}</bdi>
      </ExternalLink>
      <time class={`when ${shown.urgency}`} title={at === null || at.wholeDay ? '' : exact(at.at)}>
        {shown.text}
      </time>
    </div>
  );
}
