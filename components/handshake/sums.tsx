import { i18n } from '#i18n';
import type { Money } from '../../sync/types';
import { Amount } from '../ui/amount';
import { amount, count } from '../ui/format';

/** The first currency; the others by number, named on hover. Never added up. */
export function Sums({ of }: { of: readonly Money[] }) {
  // Nothing is at stake in potentials without an amount.
  const [first, ...others] = of.filter((one) => one.amount !== 0);
  if (first === undefined) return null;
  const named = others.map((one) => `${amount(one.amount)} ${one.currency}`).join(', ');
  return (
    <span class="bd-sums">
      <Amount of={first} />
      {others.length > 0 && (
        <span title={named}>
          {i18n.t('facts.moreCurrencies', others.length, { count: count(others.length) })}
          <span class="vh">: {named}</span>
        </span>
      )}
    </span>
  );
}
