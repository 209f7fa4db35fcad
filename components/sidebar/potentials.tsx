import { useContext, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CustomerView, PotentialView } from '../../sync/protocol/profile';
import { Amount } from '../ui/amount';
import { ExternalLink } from '../ui/external-link';
import { closes, count, dayText } from '../ui/format';
import { AddButton } from './add-button';
import { MoreRows } from './more-rows';
import { Panel } from './panel';
import { BeingAdded } from './pending';
import { Section } from './section';

const firstShown = 3;
const kinds = ['potential'] as const;

const byCloseDate = (one: PotentialView, other: PotentialView): number =>
  (one.closesOn ?? '9999').localeCompare(other.closesOn ?? '9999');

/** Open ones by close date, then closed ones, the latest first. */
function inOrder(potentials: readonly PotentialView[]): readonly PotentialView[] {
  const open = potentials.filter((each) => each.status === 'open').toSorted(byCloseDate);
  const closed = potentials.filter((each) => each.status !== 'open');
  return [...open, ...closed.toSorted((one, other) => byCloseDate(other, one))];
}

export function openCount(potentials: readonly PotentialView[]): number {
  return potentials.filter((each) => each.status === 'open').length;
}

/** Open ones, whether they are all in the list or not. */
export function openOf({ potentials, counted }: Counted): number {
  if (potentials.state !== 'shown') return 0;
  return counted?.open ?? openCount(potentials.data);
}

type Counted = Pick<CustomerView, 'potentials' | 'counted'>;

function moreLabel({ open, closed }: { open: number; closed: number }): string {
  if (closed === 0) return i18n.t('potentials.moreOpen', { open: count(open) });
  if (open === 0) return i18n.t('potentials.closed', { closed: count(closed) });
  return i18n.t('potentials.moreOpenAndClosed', { open: count(open), closed: count(closed) });
}

export function Potentials({ of: customer }: { of: CustomerView }) {
  return (
    <Section
      name="potentials"
      title={i18n.t('section.potentials')}
      of={customer.potentials}
      number={() => openOf(customer)}
      add={<AddButton kinds={kinds} at="potentials" />}
      adds={<BeingAdded kinds={kinds} to={customer.potentials} />}
    >
      {(potentials) => (
        <>
          <PotentialList potentials={potentials} customer={customer} />
        </>
      )}
    </Section>
  );
}

interface PotentialListProps {
  potentials: readonly PotentialView[];
  customer: CustomerView;
}

function PotentialList({ potentials, customer }: PotentialListProps) {
  const { counted, url } = customer;
  const [all, setAll] = useState(false);
  if (potentials.length === 0) return <p class="none">{i18n.t('potentials.none')}</p>;
  const ordered = inOrder(potentials);
  const least = Math.min(firstShown, openCount(potentials));
  const rest = ordered.slice(least);
  const open = openCount(rest);
  const further = {
    open: counted === undefined ? open : counted.open - least,
    closed: counted?.closed ?? rest.length - open,
  };
  return (
    <>
      {(all ? ordered : ordered.slice(0, least)).map((each) => (
        <Potential key={each.id} potential={each} />
      ))}
      {rest.length > 0 && <MoreRows all={all} onAll={setAll} label={moreLabel(further)} />}
      {counted !== undefined && all && (
        <p class="none">
          {i18n.t(counted.more ? 'potentials.listedOfMore' : 'potentials.listed', {
            shown: count(potentials.length),
            all: count(counted.open + counted.closed),
          })}{' '}
          <ExternalLink to={url}>{i18n.t('sidebar.openInCrm')}</ExternalLink>
        </p>
      )}
    </>
  );
}

function Potential({ potential }: { potential: PotentialView }) {
  const { now } = useContext(Panel);
  const { name, stage, status, amount, closesOn, owner, url } = potential;
  const hint = owner === null ? name : i18n.t('potentials.hint', { name, owner });
  return (
    <div class="item">
      <ExternalLink to={url} class="nm cut" title={hint} row>
        {name}
      </ExternalLink>
      <span class="am">{amount !== null && <Amount of={amount} />}</span>
      <span class="cut">
        {stage !== '' && (
          <span class={status === 'won' ? 'chip green' : 'chip'} title={stage} dir="auto">
            {stage}
          </span>
        )}
      </span>
      <When status={status} closesOn={closesOn} now={now} />
    </div>
  );
}

function When({
  status,
  closesOn,
  now,
}: Pick<PotentialView, 'status' | 'closesOn'> & { now: number }) {
  if (status !== 'open') {
    const on = closesOn === null ? '' : dayText(closesOn, now);
    return <span class="when">{`${i18n.t(`potentials.${status}`)} ${on}`.trim()}</span>;
  }
  if (closesOn === null) return <span class="when">{i18n.t('time.noDate')}</span>;
  const due = closes(closesOn, now);
  return (
    <time class={`when ${due.urgency}`} dateTime={closesOn} title={closesOn}>
      {due.text}
    </time>
  );
}
