import { i18n } from '#i18n';
import type { PreferencesDraft } from '../../sync/protocol/administration';
import { count } from '../ui/format';
import { isPayable } from './credit-preferences';

interface PreferencesBarProps {
  draft: PreferencesDraft;
  changes: number;
  /** What the changes do, a sentence each. */
  told: readonly string[];
  busy: boolean;
  /** There is more to be seen of the effect than stands here. */
  onPreview: (() => void) | null;
  onDiscard: () => void;
  onSave: () => void;
}

/** Unsaved changes and what they do, with the way back and the way on. */
export function PreferencesBar(props: PreferencesBarProps) {
  const { draft, changes, told, busy, onPreview } = props;
  return (
    <div class="save">
      <span class="told">
        <b class="mid">{i18n.t('mapping.changes', changes, { count: count(changes) })}</b>{' '}
        <output class="muted">{told.join(' ')}</output>
      </span>
      <div class="acts">
        <button class="btn quiet" type="button" disabled={busy} onClick={props.onDiscard}>
          {i18n.t('mapping.discard')}
        </button>
        {onPreview !== null && (
          <button class="btn" type="button" disabled={busy} onClick={onPreview}>
            {i18n.t('mapping.previewEffect')}
          </button>
        )}
        <button
          class="btn primary"
          type="button"
          disabled={busy || !isPayable(draft)}
          onClick={props.onSave}
        >
          {i18n.t(busy ? 'saving' : 'preferences.save')}
        </button>
      </div>
    </div>
  );
}
