import { i18n } from '#i18n';
import type { PreferenceChoices, PreferencesDraft } from '../../sync/protocol/administration';
import type { SyncType } from '../../sync/types/settings';
import type { Query } from '../state/use-query';
import { Missing, Question, Ticks } from './preference-question';

export const syncTypes = ['twoWay', 'crmToDesk', 'deskToCrm', 'displayOnly'] as const;

interface ProductPreferencesProps {
  choices: Query<PreferenceChoices>;
  draft: PreferencesDraft;
  onEdit: (part: Partial<PreferencesDraft>) => void;
}

/** Whether products are synced, which way, and of which departments (SYN-2). */
export function ProductPreferences({ choices, draft, onEdit }: ProductPreferencesProps) {
  const available = choices.value;
  const missing = available === null && <Missing of={choices} />;
  return (
    <Question title={i18n.t('preferences.productType')} lead={i18n.t('preferences.productLead')}>
      <select
        class="in flt"
        aria-label={i18n.t('preferences.productType')}
        value={draft.syncType.product}
        onChange={({ currentTarget }) =>
          onEdit({
            syncType: { ...draft.syncType, product: currentTarget.value as SyncType },
          })
        }
      >
        {syncTypes.map((type) => (
          <option key={type} value={type}>
            {i18n.t(`preferences.syncType.${type}`)}
          </option>
        ))}
      </select>
      {draft.syncType.product !== 'displayOnly' && missing}
      {draft.syncType.product !== 'displayOnly' && (available?.departments.length ?? 0) > 0 && (
        <Ticks
          legend={i18n.t('preferences.departments')}
          of={available?.departments ?? []}
          ticked={draft.departments}
          onTick={(departments) => onEdit({ departments })}
        />
      )}
    </Question>
  );
}
