import type { TargetedEvent } from 'preact';
import { i18n } from '#i18n';
import type { PreferencesDraft } from '../../sync/protocol/administration';
import type { CreditBudget } from '../../sync/types/settings';
import type { Side } from '../../sync/types';
import { typedNumber } from '../ui/typed-number';

const sides = ['desk', 'crm'] as const;

/** Whether the cap leaves the sync anything beside the reserve. */
export function isPayable({ credits }: PreferencesDraft): boolean {
  return sides.every((side) => !isUsedUp(credits[side]));
}

const isUsedUp = ({ capPerDay, reservePerDay }: CreditBudget): boolean =>
  capPerDay !== null && capPerDay <= reservePerDay;

/** What is no number is not taken: the field goes on showing what counts. */
function take(
  { currentTarget }: TargetedEvent<HTMLInputElement>,
  now: number | null,
  set: (number: number | null) => void,
): void {
  const number = typedNumber(currentTarget.value);
  currentTarget.value = String((number === undefined ? now : number) ?? '');
  if (number !== undefined) set(number);
}

interface CreditPreferencesProps {
  credits: PreferencesDraft['credits'];
  onEdit: (credits: PreferencesDraft['credits']) => void;
}

/** How many API credits a day the sync may spend, and what stays for agents (LOG-4). */
export function CreditPreferences({ credits, onEdit }: CreditPreferencesProps) {
  const set = (side: Side, part: Partial<CreditBudget>): void =>
    onEdit({ ...credits, [side]: { ...credits[side], ...part } });
  return (
    <div class="caps">
      {sides.map((side) => {
        const { capPerDay, reservePerDay } = credits[side];
        const usedUp = isUsedUp(credits[side]);
        return (
          <fieldset key={side}>
            <legend class="mid">{i18n.t(`side.${side}`)}</legend>
            <label class="fld2">
              <span>{i18n.t('preferences.cap')}</span>
              <input
                class="in num"
                inputMode="numeric"
                placeholder={i18n.t('preferences.noCap')}
                value={capPerDay ?? ''}
                aria-invalid={usedUp}
                aria-describedby={usedUp ? `${side}-cap` : undefined}
                onInput={(event) =>
                  take(event, capPerDay, (number) => set(side, { capPerDay: number }))
                }
              />
            </label>
            <label class="fld2">
              <span>{i18n.t('preferences.reserve')}</span>
              <input
                class="in num"
                inputMode="numeric"
                value={reservePerDay}
                onInput={(event) =>
                  take(event, reservePerDay, (number) => set(side, { reservePerDay: number ?? 0 }))
                }
              />
            </label>
            {usedUp && (
              <p class="red small" id={`${side}-cap`}>
                {i18n.t('preferences.usedUp')}
              </p>
            )}
          </fieldset>
        );
      })}
    </div>
  );
}
