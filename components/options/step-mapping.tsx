import { i18n } from '#i18n';
import type { OptionsStore } from '../state/options-store';
import { Mapping } from './mapping';
import { StepFoot, StepPage } from './step-page';

/** Standard fields come mapped; the rest is the organisation's. */
export function StepMapping({ store, busy }: { store: OptionsStore; busy: boolean }) {
  return (
    <StepPage wide title={i18n.t('nav.mapping')} lead={i18n.t('setup.mappingLead')}>
      <Mapping
        client={store.client}
        foot={
          <StepFoot note={i18n.t('setup.mappingNext')}>
            <button
              class="btn quiet"
              type="button"
              disabled={busy}
              onClick={() => store.goTo('preferences')}
            >
              {i18n.t('back')}
            </button>
            <button
              class="btn primary"
              type="button"
              disabled={busy}
              onClick={() => store.goTo('preview')}
            >
              {i18n.t('continue')}
            </button>
          </StepFoot>
        }
      />
    </StepPage>
  );
}
