import { i18n } from '#i18n';
import type { OptionsStore } from '../state/options-store';
import { Mapping } from './mapping';
import { StepPage, StepWay } from './step-page';

/** Standard fields come mapped; the rest is the organisation's. */
export function StepMapping({ store, busy }: { store: OptionsStore; busy: boolean }) {
  return (
    <StepPage wide title={i18n.t('nav.mapping')} lead={i18n.t('setup.mappingLead')}>
      <Mapping
        client={store.client}
        foot={
          <StepWay
            note={i18n.t('setup.mappingNext')}
            busy={busy}
            onBack={() => store.goTo('preferences')}
            onNext={() => store.goTo('preview')}
          />
        }
      />
    </StepPage>
  );
}
