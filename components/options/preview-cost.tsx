import { i18n } from '#i18n';
import type { PreviewSumView, PreviewView } from '../../sync/protocol/preview';
import type { Side } from '../../sync/types';
import { count, duration, timeSpan } from '../ui/format';

interface PreviewCostProps {
  view: PreviewView;
  /** Ticked. */
  rows: number;
  /** What they come to. */
  of: Pick<PreviewSumView, 'credits' | 'ms'>;
}

/** How much is ticked, how long it takes, and what it costs. */
export function PreviewCost({ view, rows, of: { credits, ms } }: PreviewCostProps) {
  const cost = (side: Side): string => {
    const left = view.creditsLeft[side];
    const words = { count: count(credits[side]), side: i18n.t(`side.${side}`) };
    return left === null
      ? i18n.t('preview.credits', words)
      : i18n.t('preview.creditsOf', { ...words, left: count(left) });
  };
  const days = Math.max(
    ...(['desk', 'crm'] as const).map((side) => {
      const perDay = view.creditsPerDay[side];
      return perDay === null || credits[side] <= perDay
        ? 0
        : Math.ceil(credits[side] / Math.max(1, perDay));
    }),
  );
  return (
    <span class="num" aria-live="polite">
      <b class="mid">{i18n.t('preview.ticked', { count: count(rows), of: count(view.rows) })}</b>{' '}
      <span class="muted">
        {days <= 1 && ms !== null && ms > 0 && (
          <>{i18n.t('preview.about', { time: duration(ms) })} </>
        )}
        {i18n.t('preview.uses', { desk: cost('desk'), crm: cost('crm') })}
        {days > 1 && ` ${i18n.t('preview.days', { time: timeSpan(days, 'day') })}`}
      </span>
    </span>
  );
}
