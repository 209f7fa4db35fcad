import type { Money } from '../../sync/types';
import { amount } from './format';

/** Number first, then the code, smaller and grey. Never converted. */
export function Amount({ of }: { of: Money }) {
  return (
    <bdi class="num">
      {amount(of.amount)} <span class="cur">{of.currency}</span>
    </bdi>
  );
}
