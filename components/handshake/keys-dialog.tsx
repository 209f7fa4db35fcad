import { i18n } from '#i18n';
import { Dialog } from '../ui/dialog';

const keys = [
  [['h', 'j', 'k', 'l'], 'move'],
  [['←', '↓', '↑', '→'], 'move'],
  [['Home', 'End'], 'ends'],
  [['Enter'], 'opens'],
  [['Esc'], 'leaves'],
  [['?'], 'help'],
] as const;

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={i18n.t('keys.title')} onClose={onClose}>
      <dl class="bd-keys">
        {keys.map(([caps, does]) => (
          <div key={caps.join('')}>
            <dt>
              {caps.map((cap) => (
                <span class="kbd" key={cap}>
                  {cap}
                </span>
              ))}
            </dt>
            <dd>{i18n.t(`board.key.${does}`)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" class="dlg-acts">
        <button class="btn" autofocus>
          {i18n.t('close')}
        </button>
      </form>
    </Dialog>
  );
}
