import { i18n } from '#i18n';
import type {
  PreferenceChoices,
  PreferencesDraft,
  PreferencesView,
} from '../../sync/protocol/administration';
import type { PreferencesEffectView } from '../../sync/protocol/preferences-effect';
import type { ConflictPolicy } from '../../sync/types/settings';
import type { Client } from '../state/client';
import type { Query } from '../state/use-query';
import { count, date, duration } from '../ui/format';
import { Notice } from '../ui/notice';
import { useNow } from '../ui/use-now';
import { CreditPreferences } from './credit-preferences';
import { ListViews } from './list-views';
import { Missing, Question } from './preference-question';
import { ProductPreferences, syncTypes } from './product-preferences';
import { ReferenceFields } from './reference-fields';

const policies = ['crm', 'desk', 'ask'] as const;
const months = [1, 6, 12, 36] as const;
const polls = [15 * 60_000, 60 * 60_000] as const;

interface SyncPreferencesProps {
  client: Client;
  view: PreferencesView;
  choices: Query<PreferenceChoices>;
  draft: PreferencesDraft;
  /** Products have a step of their own. */
  isSetup: boolean;
  /** What the changes would do; null while it is not known. */
  effect: PreferencesEffectView | null;
  onEdit: (part: Partial<PreferencesDraft>) => void;
  /** Shows the effect in full. */
  onShow: () => void;
  onReference: (version: number) => void;
}

/** Question on one side, answer on the other. */
export function SyncPreferences(props: SyncPreferencesProps) {
  const { client, view, choices, draft, isSetup, onEdit, onShow } = props;
  const available = choices.value;
  const addresses = props.effect?.addresses.count ?? 0;
  const missing = available === null && <Missing of={choices} />;
  return (
    <>
      <Question title={i18n.t('preferences.type')} lead={i18n.t('preferences.typeLead')}>
        <fieldset>
          <legend class="vh">{i18n.t('preferences.type')}</legend>
          {syncTypes.map((type) => (
            <label class="opt" key={type}>
              <input
                type="radio"
                name="syncType"
                checked={draft.syncType.contact === type}
                onChange={() =>
                  onEdit({ syncType: { ...draft.syncType, contact: type, account: type } })
                }
              />
              <span class="mid">{i18n.t(`preferences.syncType.${type}`)}</span>
              <span class="sub">{i18n.t(`preferences.syncTypeLead.${type}`)}</span>
            </label>
          ))}
        </fieldset>
      </Question>
      {(available === null || available.contact.length + available.account.length > 0) && (
        <Question title={i18n.t('preferences.views')} lead={i18n.t('preferences.viewsLead')}>
          {missing}
          {available !== null && (
            <ListViews
              client={client}
              available={available}
              stored={view.draft.views}
              views={draft.views}
              onEdit={(views) => onEdit({ views })}
            />
          )}
        </Question>
      )}
      {!isSetup && <ProductPreferences choices={choices} draft={draft} onEdit={onEdit} />}
      <Question title={i18n.t('preferences.matching')} lead={i18n.t('preferences.matchingLead')}>
        <label class="opt">
          <input
            type="checkbox"
            checked={draft.secondaryEmail}
            onChange={({ currentTarget }) => onEdit({ secondaryEmail: currentTarget.checked })}
          />
          <span>{i18n.t('preferences.secondary')}</span>
        </label>
        {draft.secondaryEmail && (
          <Notice
            tone="amber"
            title={i18n.t('preferences.secondaryTitle')}
            actions={
              addresses > 0 && (
                <button class="link" type="button" onClick={onShow}>
                  {i18n.t('preferences.showContacts', addresses, { count: count(addresses) })}
                </button>
              )
            }
          >
            <span>
              {i18n.t('preferences.secondaryLead')}{' '}
              {addresses > 0 &&
                i18n.t('preferences.secondaryCount', addresses, { count: count(addresses) })}
            </span>
          </Notice>
        )}
      </Question>
      <Question title={i18n.t('preferences.window')} lead={i18n.t('preferences.windowLead')}>
        <ImportWindow
          now={view.draft.importFrom}
          value={draft.importFrom}
          onChoose={(importFrom) => onEdit({ importFrom })}
        />
      </Question>
      <Question title={i18n.t('preferences.conflict')} lead={i18n.t('preferences.conflictLead')}>
        <select
          class="in flt"
          aria-label={i18n.t('preferences.conflict')}
          value={draft.policy}
          onChange={({ currentTarget }) =>
            onEdit({ policy: currentTarget.value as ConflictPolicy })
          }
        >
          {policies.map((policy) => (
            <option key={policy} value={policy}>
              {i18n.t(`preferences.policy.${policy}`)}
            </option>
          ))}
        </select>
        <p class="muted small">
          {i18n.t('preferences.policyLead')}{' '}
          {view.ownRules > 0 &&
            i18n.t('preferences.ownRules', view.ownRules, { count: count(view.ownRules) })}
        </p>
      </Question>
      <Question title={i18n.t('preferences.poll')} lead={i18n.t('preferences.pollLead')}>
        <select
          class="in flt"
          aria-label={i18n.t('preferences.poll')}
          value={String(draft.pollEveryMs ?? '')}
          onChange={({ currentTarget: { value } }) =>
            onEdit({ pollEveryMs: value === '' ? null : Number(value) })
          }
        >
          <option value="">{i18n.t('preferences.pollAdaptive')}</option>
          {polls.map((every) => (
            <option key={every} value={String(every)}>
              {i18n.t('preferences.pollEvery', { time: duration(every) })}
            </option>
          ))}
        </select>
        {draft.pollEveryMs !== null && <p class="muted small">{i18n.t('preferences.pollSlow')}</p>}
      </Question>
      <Question title={i18n.t('preferences.credits')} lead={i18n.t('preferences.creditsLead')}>
        <CreditPreferences credits={draft.credits} onEdit={(credits) => onEdit({ credits })} />
      </Question>
      <Question title={i18n.t('references.title')} lead={i18n.t('references.lead')}>
        <ReferenceFields client={client} fields={view.references} onCreated={props.onReference} />
      </Question>
    </>
  );
}

interface ImportWindowProps {
  now: number;
  value: number;
  onChoose: (from: number) => void;
}

function ImportWindow({ now, value, onChoose }: ImportWindowProps) {
  const today = useNow(3_600_000);
  const since = (back: number): number => {
    const day = new Date(today);
    return new Date(day.getFullYear(), day.getMonth() - back, day.getDate()).getTime();
  };
  return (
    <label class="fld2">
      <span>{i18n.t('preferences.since')}</span>
      <select
        class="in flt"
        value={String(value)}
        onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
      >
        <option value={String(now)}>
          {now === 0
            ? i18n.t('preferences.back.all')
            : i18n.t('preferences.back.now', { date: date(now, today) })}
        </option>
        {months.map((back) => (
          <option key={back} value={String(since(back))}>
            {i18n.t('preferences.back.months', back, {
              count: count(back),
              date: date(since(back), today),
            })}
          </option>
        ))}
        {now !== 0 && <option value="0">{i18n.t('preferences.back.all')}</option>}
      </select>
    </label>
  );
}
