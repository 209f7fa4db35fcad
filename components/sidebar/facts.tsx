import { useContext, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CustomerView } from '../../sync/protocol/profile';
import type { Money } from '../../sync/types';
import { Amount } from '../ui/amount';
import { amount, count, dayText, isolated } from '../ui/format';
import { TypeSign } from '../ui/type-sign';
import { Panel } from './panel';
import { openOf } from './potentials';

/** More currencies than this are counted, and named on request. */
const currenciesShown = 3;

/** The answer before the data: what they are to us, what is open, whose they are. */
export function Facts({ customer }: { customer: CustomerView }) {
  const { now } = useContext(Panel);
  const shown = customer.potentials.state === 'shown';
  const why = shown ? reason(customer, now) : null;
  return (
    <dl class="facts">
      <dt>{i18n.t('facts.type')}</dt>
      <dd>
        <TypeSign
          type={customer.type.value}
          module={customer.module}
          presence={customer.type.source === 'presence'}
        />
        {why !== null && (
          <span class="why" dir="auto">
            {why}
          </span>
        )}
      </dd>
      {shown && (
        <>
          <dt>{i18n.t('facts.open')}</dt>
          <dd>
            <Sums of={customer.open} />
          </dd>
        </>
      )}
      <dt>{i18n.t('facts.owner')}</dt>
      <dd>
        {customer.owner === null ? (
          <span class="muted">{i18n.t('none')}</span>
        ) : (
          <bdi>{customer.owner}</bdi>
        )}
      </dd>
    </dl>
  );
}

function reason(
  { type, potentials, counted }: Pick<CustomerView, 'type' | 'potentials' | 'counted'>,
  now: number,
): string | null {
  const deal = type.because;
  switch (type.value) {
    case 'customer': {
      if (deal === null) return null;
      const parts = [i18n.t('facts.won', { name: isolated(deal.name) })];
      if (deal.closesOn !== null) parts.push(dayText(deal.closesOn, now));
      if (deal.amount !== null) parts.push(`${amount(deal.amount.amount)} ${deal.amount.currency}`);
      return parts.join(', ');
    }
    case 'potential': {
      const open = openOf({ potentials, counted });
      return open === 0 ? null : i18n.t('facts.openNoneWon', { count: count(open) });
    }
    case 'contact':
      if (potentials.state !== 'shown') return null;
      return potentials.data.length === 0
        ? i18n.t('facts.noPotentials')
        : i18n.t('facts.noneOpenOrWon');
    case 'new':
      return i18n.t('facts.notInCrm');
  }
}

function Sums({ of }: { of: readonly Money[] }) {
  const [all, setAll] = useState(false);
  if (of.length === 0) return <span class="muted">{i18n.t('none')}</span>;
  const shown = all || of.length <= currenciesShown ? of : of.slice(0, currenciesShown - 1);
  const rest = of.slice(shown.length);
  return (
    <span class="sum">
      {shown.map((each) => (
        <Amount key={each.currency} of={each} />
      ))}
      {rest.length > 0 && (
        <button
          class="link small"
          type="button"
          title={rest.map((each) => `${amount(each.amount)} ${each.currency}`).join('\n')}
          onClick={() => setAll(true)}
        >
          {i18n.t('facts.moreCurrencies', rest.length, { count: count(rest.length) })}
        </button>
      )}
    </span>
  );
}
