import { i18n } from '#i18n';
import type { PreviewFilterView, PreviewView } from '../../sync/protocol/preview';
import { count } from '../ui/format';

export type Sort = Pick<PreviewFilterView, 'action' | 'side'>;

/** In this order; those that nothing is planned of are left out. */
const sorts = [
  { action: 'link', side: null },
  { action: 'create', side: 'desk' },
  { action: 'create', side: 'crm' },
  { action: 'update', side: 'desk' },
  { action: 'update', side: 'crm' },
  { action: 'delete', side: 'desk' },
  { action: 'delete', side: 'crm' },
  { action: 'unlink', side: null },
] as const satisfies readonly Sort[];

interface PreviewStatsProps {
  rows: number;
  /** Records left to a person. */
  needs: number;
  counts: PreviewView['counts'];
  chosen: Sort;
  onChoose: (sort: Sort) => void;
}

/** How much of what, and where; a number shows just those. */
export function PreviewStats({ rows, needs, counts, chosen, onChoose }: PreviewStatsProps) {
  const shown = sorts
    .map(({ action, side }) => ({
      action,
      side,
      records: counts
        .filter((one) => one.action === action && (side === null || one.side === side))
        .reduce((sum, { records }) => sum + records, 0),
    }))
    .filter(({ records }) => records > 0);
  return (
    <fieldset class="stats">
      <legend class="vh">{i18n.t('show')}</legend>
      <button
        type="button"
        class="stat"
        aria-pressed={chosen.action === null}
        onClick={() => onChoose({ action: null, side: null })}
      >
        <b class="num">{count(rows + needs)}</b>
        <span>{i18n.t('preview.all')}</span>
      </button>
      {shown.map(({ action, side, records }) => (
        <button
          key={`${action}/${side}`}
          type="button"
          class={action === 'delete' ? 'stat red' : 'stat'}
          aria-pressed={chosen.action === action && chosen.side === side}
          onClick={() => onChoose({ action, side })}
        >
          <b class="num">{count(records)}</b>
          <span>
            {side === null
              ? i18n.t(`needs.held.action.${action}`)
              : i18n.t('needs.held.deed', {
                  word: i18n.t(`needs.held.action.${action}`),
                  side: i18n.t(`side.${side}`),
                })}
          </span>
        </button>
      ))}
      {needs > 0 && (
        <button
          type="button"
          class="stat amber"
          aria-pressed={chosen.action === 'need'}
          onClick={() => onChoose({ action: 'need', side: null })}
        >
          <b class="num">{count(needs)}</b>
          <span>{i18n.t('preview.need')}</span>
        </button>
      )}
    </fieldset>
  );
}
