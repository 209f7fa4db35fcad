import { i18n } from '#i18n';
import type { OptionsStore } from '../state/options-store';
import { Preview } from './preview';
import { StepPage, StepWay } from './step-page';

interface StepPreviewProps {
  store: OptionsStore;
  busy: boolean;
  starting: boolean;
  /** By the settings nothing is synced, so there is nothing to look at. */
  displayOnly: boolean;
}

/** The last step: what the first sync will do; from here on the sync runs by itself. */
export function StepPreview({ store, busy, starting, displayOnly }: StepPreviewProps) {
  if (displayOnly)
    return (
      <StepPage title={i18n.t('state.displayOnly')} lead={i18n.t('state.displayOnlyLead')}>
        <StepWay
          note={i18n.t('setup.displayOnlyNext')}
          busy={busy}
          onBack={() => store.goTo('mapping')}
          onNext={store.startSync}
        />
      </StepPage>
    );
  return (
    <StepPage wide title={i18n.t('setup.previewTitle')} lead={i18n.t('setup.previewLead')}>
      <Preview
        client={store.client}
        setup={{
          back: (
            <button
              class="btn quiet"
              type="button"
              disabled={busy}
              onClick={() => store.goTo('mapping')}
            >
              {i18n.t('back')}
            </button>
          ),
          past: (
            <button class="btn" type="button" disabled={busy} onClick={store.startSync}>
              {i18n.t(starting ? 'actions.starting' : 'preview.past')}
            </button>
          ),
          onStart: store.startSync,
        }}
      />
    </StepPage>
  );
}
