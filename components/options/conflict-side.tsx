import { i18n } from '#i18n';
import type { ConflictView } from '../../sync/protocol/administration';
import type { Side } from '../../sync/types';
import { exact, lately } from '../ui/format';

interface ConflictSideProps {
  conflict: ConflictView;
  side: Side;
  now: number;
  busy: boolean;
  onUse: () => void;
}

/** One side's value: kept, or with the button that makes it so. */
export function ConflictSide({ conflict, side, now, busy, onUse }: ConflictSideProps) {
  const { value, at } = conflict[side];
  const settled = conflict.settledAt !== null;
  const kept = conflict.kept === side;
  const asked = conflict.kept === null;
  return (
    <>
      <span class={kept || asked ? 'val won' : 'val'} dir="auto" title={value ?? undefined}>
        {value ?? <span class="muted">{i18n.t('conflicts.empty')}</span>}
      </span>
      {at !== null && (
        <span class="muted small sub2">
          <time title={exact(at)}>{lately(at, now)}</time>
        </span>
      )}
      {kept ? (
        <span class="chip green">{i18n.t('conflicts.kept')}</span>
      ) : settled ? null : (
        <button
          class={asked ? 'btn sm' : 'link small'}
          type="button"
          disabled={busy}
          onClick={onUse}
        >
          {i18n.t('conflicts.use', { side: i18n.t(`side.${side}`) })}
          <span class="vh">
            : {conflict.title}, {conflict.field}
          </span>
        </button>
      )}
    </>
  );
}
