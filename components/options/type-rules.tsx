import { i18n } from '#i18n';
import type { TypeRules } from '../../sync/protocol/permissions';
import { timeSpan } from '../ui/format';

interface TypeRulesFieldsProps {
  /** Undefined: Zoho's own rule. */
  rules: TypeRules | undefined;
  disabled: boolean;
  onRules: (rules: TypeRules | undefined) => void;
}

const zohos: TypeRules = { accountDeals: false, wonWithinMonths: null, minimumAmount: null };
const spans = [3, 6, 12, 24, 36, 60];

/** Which deals make a customer or a potential (HND-1). */
export function TypeRulesFields({ rules = zohos, disabled, onRules }: TypeRulesFieldsProps) {
  function change(part: Partial<TypeRules>): void {
    const next = { ...rules, ...part };
    const isZohos =
      !next.accountDeals && next.wonWithinMonths === null && next.minimumAmount === null;
    onRules(isZohos ? undefined : next);
  }
  const { wonWithinMonths } = rules;
  const months =
    wonWithinMonths === null || spans.includes(wonWithinMonths)
      ? spans
      : [...spans, wonWithinMonths].toSorted((one, other) => one - other);
  return (
    <div class="fa-r">
      <label>
        <input
          type="checkbox"
          checked={rules.accountDeals}
          disabled={disabled}
          onChange={({ currentTarget }) => change({ accountDeals: currentTarget.checked })}
        />
        <span>
          {i18n.t('permissions.typeRules.accountDeals')}{' '}
          <span class="muted small">{i18n.t('permissions.typeRules.roles')}</span>
        </span>
      </label>
      <label>
        <span>{i18n.t('permissions.typeRules.wonWithin')}</span>
        <select
          class="in"
          value={String(wonWithinMonths ?? '')}
          disabled={disabled}
          onChange={({ currentTarget: { value } }) =>
            change({ wonWithinMonths: value === '' ? null : Number(value) })
          }
        >
          <option value="">{i18n.t('permissions.typeRules.always')}</option>
          {months.map((span) => (
            <option key={span} value={String(span)}>
              {i18n.t('permissions.typeRules.months', { time: timeSpan(span, 'month') })}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{i18n.t('permissions.typeRules.minimum')}</span>
        <input
          class="in"
          type="number"
          min="0"
          step="any"
          inputMode="decimal"
          disabled={disabled}
          value={rules.minimumAmount ?? ''}
          onChange={({ currentTarget }) => {
            const { valueAsNumber } = currentTarget;
            const isAmount = Number.isFinite(valueAsNumber) && valueAsNumber > 0;
            // Nothing stands there that does not count.
            if (!isAmount) currentTarget.value = '';
            change({ minimumAmount: isAmount ? valueAsNumber : null });
          }}
        />
        <span class="muted small">{i18n.t('permissions.typeRules.minimumLead')}</span>
      </label>
    </div>
  );
}
