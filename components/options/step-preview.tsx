import { i18n } from '#i18n';
import type { OptionsStore } from '../state/options-store';
import { StepFoot, StepPage } from './step-page';

interface StepPreviewProps {
  store: OptionsStore;
  busy: boolean;
  starting: boolean;
}

/** The last step: from here on the sync runs by itself. */
export function StepPreview({ store, busy, starting }: StepPreviewProps) {
  return (
    <StepPage title={i18n.t('nav.preview')} lead={i18n.t('setup.previewLead')}>
      <StepFoot note={i18n.t('setup.previewNext')}>
        <button
          class="btn quiet"
          type="button"
          disabled={busy}
          onClick={() => store.goTo('mapping')}
        >
          {i18n.t('back')}
        </button>
        <button class="btn primary" type="button" disabled={busy} onClick={store.startSync}>
          {i18n.t(starting ? 'actions.starting' : 'setup.start')}
        </button>
      </StepFoot>
    </StepPage>
  );
}
