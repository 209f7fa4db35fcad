import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { SetupView } from '../../sync/protocol';
import type { OptionsStore } from '../state/options-store';
import { PasteText } from './paste-text';

interface ReceivedProps {
  setup: SetupView;
  store: OptionsStore;
  busy: boolean;
}

/** For whoever was sent a text: agents who join, and administrators who are asked for access. */
export function Received({ setup, store, busy }: ReceivedProps) {
  const problem = setup.problem?.at === 'access' ? setup.problem.problem : null;
  const [open, setOpen] = useState(false);
  if (!open && problem === null)
    return (
      <p class="recv">
        {i18n.t('received.question')}{' '}
        <button class="link" type="button" onClick={() => setOpen(true)}>
          {i18n.t('received.open')}
        </button>
      </p>
    );
  return (
    <div class="recv">
      <PasteText
        label={i18n.t('received.label')}
        hint={i18n.t('received.hint')}
        action={i18n.t('received.use')}
        busy={busy}
        problem={problem}
        onPaste={(text) => store.access('access.paste', { text })}
      />
    </div>
  );
}
