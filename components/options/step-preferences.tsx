import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OptionsStore } from '../state/options-store';
import { ChoiceBar } from '../ui/choice-bar';
import { Preferences } from './preferences';
import { StepPage, StepWay } from './step-page';

const tabs = ['preferences', 'deletions'] as const;

/** What the sync will do, with defaults that may stay as they are. */
export function StepPreferences({ store, busy }: { store: OptionsStore; busy: boolean }) {
  const [tab, setTab] = useState<(typeof tabs)[number]>('preferences');
  return (
    <StepPage wide title={i18n.t('nav.preferences')} lead={i18n.t('setup.preferencesLead')}>
      <div class="bar">
        <ChoiceBar
          label={i18n.t('nav.preferences')}
          value={tab}
          onChoose={setTab}
          choices={tabs.map((value) => ({ value, label: i18n.t(`tabs.${value}`) }))}
        />
      </div>
      <Preferences
        client={store.client}
        tab={tab}
        foot={
          <StepWay
            note={i18n.t('setup.preferencesNext')}
            busy={busy}
            onBack={() => store.goTo('company')}
            onNext={() => store.goTo('mapping')}
          />
        }
      />
    </StepPage>
  );
}
