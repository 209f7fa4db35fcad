import { ArrowRight } from 'lucide';
import { i18n } from '#i18n';
import type { PreferencesEffectView } from '../../sync/protocol/preferences-effect';
import { Dialog } from '../ui/dialog';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';

interface PreferencesEffectDialogProps {
  effect: PreferencesEffectView;
  told: readonly string[];
  onClose: () => void;
}

/** What saving the preferences would do, with the addresses that would be overwritten. */
export function PreferencesEffectDialog({ effect, told, onClose }: PreferencesEffectDialogProps) {
  const { rows, count: all } = effect.addresses;
  return (
    <Dialog title={i18n.t('preferences.effectTitle')} onClose={onClose}>
      <ul class="eff">
        {told.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {rows.length > 0 && (
        <section class="eff">
          <h3 class="mid">{i18n.t('preferences.addresses')}</h3>
          {/* Scrolled by keyboard as well. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <ul class="pub" tabIndex={0}>
            {rows.map((row) => (
              <li key={`${row.title}/${row.after}`}>
                <bdi class="mid">{row.title}</bdi>
                <br />
                <bdi class="muted">{row.before ?? i18n.t('conflicts.empty')}</bdi>{' '}
                <Icon of={ArrowRight} small class="flip" /> <bdi>{row.after}</bdi>
              </li>
            ))}
          </ul>
          {all > rows.length && (
            <p class="muted">
              {i18n.t('history.more', all - rows.length, { count: count(all - rows.length) })}
            </p>
          )}
        </section>
      )}
      <p class="eff muted small">
        {i18n.t('preferences.looked', effect.of, {
          count: count(effect.of),
          looked: count(effect.looked),
        })}
      </p>
      <form method="dialog" class="dlg-acts">
        <button class="btn" autofocus>
          {i18n.t('close')}
        </button>
      </form>
    </Dialog>
  );
}
