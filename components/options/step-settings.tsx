/** The steps that are pages of the settings too, with a way back and a way on at their foot. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { SetupStep } from '../../sync/protocol';
import type { OptionsStore } from '../state/options-store';
import { ChoiceBar } from '../ui/choice-bar';
import { Mapping } from './mapping';
import { Preferences } from './preferences';
import { StepPage, StepWay } from './step-page';

interface StepProps {
  store: OptionsStore;
  busy: boolean;
}

interface SettingsStepProps<T extends string> {
  title: string;
  lead: string;
  /** The first is shown first. */
  tabs: readonly [T, ...(readonly T[])];
  page: (tab: T) => ComponentChildren;
}

/** The frame of such a step: its title and its tabs. */
export function SettingsStep<T extends 'preferences' | 'deletions' | 'products' | 'mapping'>({
  title,
  lead,
  tabs,
  page,
}: SettingsStepProps<T>) {
  const [tab, setTab] = useState<T>(tabs[0]);
  return (
    <StepPage wide title={title} lead={lead}>
      {tabs.length > 1 && (
        <div class="bar">
          <ChoiceBar<T>
            label={title}
            value={tab}
            onChoose={setTab}
            choices={tabs.map((value) => ({ value, label: i18n.t(`tabs.${value}`) }))}
          />
        </div>
      )}
      {page(tab)}
    </StepPage>
  );
}

/** What the sync will do, with defaults that may stay as they are. */
export function StepPreferences({ store, busy }: StepProps) {
  const foot = wayOf(store, busy, i18n.t('setup.preferencesNext'), 'company', 'mapping');
  return (
    <SettingsStep
      title={i18n.t('nav.preferences')}
      lead={i18n.t('setup.preferencesLead')}
      tabs={['preferences', 'deletions']}
      page={(tab) => <Preferences client={store.client} tab={tab} isSetup foot={foot} />}
    />
  );
}

/** Standard fields come mapped; the rest is the organisation's. */
export function StepMapping({ store, busy }: StepProps) {
  const foot = wayOf(store, busy, i18n.t('setup.mappingNext'), 'preferences', 'preview');
  return (
    <SettingsStep
      title={i18n.t('nav.mapping')}
      lead={i18n.t('setup.mappingLead')}
      tabs={['mapping']}
      page={() => <Mapping client={store.client} foot={foot} />}
    />
  );
}

function wayOf(
  store: OptionsStore,
  busy: boolean,
  note: string,
  back: SetupStep,
  next: SetupStep,
): ComponentChildren {
  return (
    <StepWay
      note={note}
      busy={busy}
      onBack={() => store.goTo(back)}
      onNext={() => store.goTo(next)}
    />
  );
}
