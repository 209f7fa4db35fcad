import { i18n } from '#i18n';
import type { OptionsStore } from '../state/options-store';
import { count } from '../ui/format';
import { Notice } from '../ui/notice';

interface ForeignSyncProps {
  found: number;
  store: OptionsStore;
  busy: boolean;
}

/** Another sync was noticed while ours ran: a person says which of the two goes on (CON-6). */
export function ForeignSync({ found, store, busy }: ForeignSyncProps) {
  return (
    <Notice
      tone="red"
      title={i18n.t('foreignSync.title')}
      actions={(['turnedOff', 'displayOnly'] as const).map((answer) => (
        <button
          key={answer}
          class="btn sm"
          type="button"
          disabled={busy}
          onClick={() => store.access('access.settleForeign', { answer })}
        >
          {i18n.t(`foreignSync.${answer}`)}
        </button>
      ))}
    >
      <span>
        {i18n.t('foreignSync.lead', found, { count: count(found) })} {i18n.t('foreignSync.where')}
      </span>
    </Notice>
  );
}
