import { i18n } from '#i18n';
import { Dialog } from '../ui/dialog';

const keys = [
  [['↑', '↓'], 'rows'],
  [['←', '→'], 'fold'],
  [['Enter'], 'open'],
  [['?'], 'help'],
] as const;

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={i18n.t('keys.title')} onClose={onClose}>
      <dl class="keys">
        {keys.map(([caps, does]) => (
          <>
            <dt>
              {caps.map((cap) => (
                <span class="kbd" key={cap}>
                  {cap}
                </span>
              ))}
            </dt>
            <dd>{i18n.t(`keys.${does}`)}</dd>
          </>
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
