import './keys-dialog.css';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { KeyStore } from '../state/key-store';
import { conflicts, keyOf, mayBind, usualKeys, type KeyAction } from '../state/keys';
import { useStore } from '../state/use-store';
import { Dialog } from './dialog';

interface KeysDialogProps {
  keys: KeyStore;
  /** That this screen knows, in the order of the list. */
  actions: readonly KeyAction[];
  /** Keys that are the same everywhere and stay as they are. */
  fixed: readonly (readonly [caps: readonly string[], does: string])[];
  onClose: () => void;
}

const caps: Readonly<Record<string, string>> = { Control: 'Ctrl', ' ': 'Space' };

function Caps({ of }: { of: readonly string[] }) {
  return of.map((cap) => (
    <kbd class="kbd" key={cap}>
      {caps[cap] ?? cap}
    </kbd>
  ));
}

/** Which key does what, and a way to another. Two with one key are both marked. */
export function KeysDialog({ keys, actions, fixed, onClose }: KeysDialogProps) {
  const map = useStore(keys.store);
  const [asked, setAsked] = useState<KeyAction | null>(null);
  const [refused, setRefused] = useState<KeyAction | null>(null);
  const twice = conflicts(map);
  const own = actions.some((action) => map[action] !== usualKeys[action]);

  function take(event: KeyboardEvent, action: KeyAction): void {
    if (asked !== action) return;
    event.stopPropagation();
    if (event.key === 'Tab') return setAsked(null);
    event.preventDefault();
    if (['Shift', 'Control', 'Alt', 'AltGraph', 'Meta'].includes(event.key)) return;
    setAsked(null);
    setRefused(null);
    if (event.key === 'Escape') return;
    const key = keyOf(event);
    if (mayBind(action, key)) keys.bind(action, key);
    else setRefused(action);
  }

  return (
    <Dialog title={i18n.t('keys.title')} onClose={onClose}>
      <p class="muted small">{i18n.t('keys.lead')}</p>
      <dl class="keys">
        {actions.map((action) => (
          <div key={action}>
            <dt>
              <button
                class="btn sm key"
                type="button"
                aria-label={i18n.t('keys.change', {
                  action: i18n.t(`keys.action.${action}`),
                  key: map[action],
                })}
                aria-pressed={asked === action}
                onClick={() => setAsked(asked === action ? null : action)}
                onKeyDown={(event) => take(event, action)}
                onBlur={() => setAsked(null)}
              >
                {asked === action ? (
                  i18n.t('keys.press')
                ) : (
                  <Caps of={map[action].split('+').map((part) => part || '+')} />
                )}
              </button>
            </dt>
            <dd>
              {i18n.t(`keys.action.${action}`)}
              {twice.has(action) && <span class="amber small"> {i18n.t('keys.twice')}</span>}
              {refused === action && (
                <span class="red small" role="alert">
                  {' '}
                  {i18n.t(action === 'switch' ? 'keys.refusedSwitch' : 'keys.refused')}
                </span>
              )}
            </dd>
          </div>
        ))}
        {fixed.map(([names, does]) => (
          <div key={names.join('')}>
            <dt>
              <Caps of={names} />
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" class="dlg-acts">
        {own && (
          <button class="btn quiet" type="button" onClick={keys.reset}>
            {i18n.t('keys.reset')}
          </button>
        )}
        <button class="btn" autofocus>
          {i18n.t('close')}
        </button>
      </form>
    </Dialog>
  );
}
