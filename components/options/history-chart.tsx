import { i18n } from '#i18n';
import { count, date } from '../ui/format';
import type { HistoryDay } from './history-days';

/** From the top down. */
const parts = ['failed', 'deleted', 'added', 'updated'] as const;
const legend = parts.toReversed();

/** Of the tallest bar, in the drawing's own units; thinner parts would not be seen. */
const tallest = 150;
const thinnest = 3;

interface HistoryChartProps {
  days: readonly HistoryDay[];
  now: number;
  chosen: number | null;
  onChoose: (day: number | null) => void;
}

/** A bar a day; pressing one shows that day's runs. The same numbers stand in its table. */
export function HistoryChart({ days, now, chosen, onChoose }: HistoryChartProps) {
  const total = (day: HistoryDay): number => parts.reduce((sum, part) => sum + day[part], 0);
  const most = Math.max(1, ...days.map(total));
  return (
    <figure class="chart">
      <figcaption class="row wrap small">
        {legend.map((part) => (
          <span class="k" key={part}>
            <i class={part} />
            {i18n.t(`history.${part}`)}
            <b class="num mid">{count(days.reduce((sum, day) => sum + day[part], 0))}</b>
          </span>
        ))}
        <span class="push muted">{i18n.t('history.perDay')}</span>
      </figcaption>
      <ol class="plot">
        {days.map((day) => (
          <li key={day.at}>
            <button
              type="button"
              aria-pressed={chosen === day.at}
              onClick={() => onChoose(chosen === day.at ? null : day.at)}
            >
              <span class="tot num" aria-hidden="true">
                {count(total(day))}
              </span>
              <Bar day={day} most={most} />
              <span class="lb">
                {date(day.at, now, true)}
                <span class="vh">{describe(day)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </figure>
  );
}

function Bar({ day, most }: { day: HistoryDay; most: number }) {
  const shown = parts.filter((part) => day[part] > 0);
  const heights = shown.map((part) => Math.max(thinnest, (day[part] / most) * tallest));
  const whole = heights.reduce((sum, each) => sum + each + 2, 0);
  let top = 0;
  return (
    <svg width="36" height={whole} viewBox={`0 0 36 ${Math.max(1, whole)}`} aria-hidden="true">
      {shown.map((part, index) => {
        const height = heights[index] ?? 0;
        const y = top;
        top += height + 2;
        return <rect key={part} class={part} width="36" y={y} height={height} rx="2" />;
      })}
    </svg>
  );
}

function describe(day: HistoryDay): string {
  return i18n.t('history.day', {
    added: count(day.added),
    updated: count(day.updated),
    deleted: count(day.deleted),
    failed: count(day.failed),
  });
}
