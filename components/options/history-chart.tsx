import { i18n } from '#i18n';
import type { HistorySums } from '../../sync/protocol/administration';
import { count, date, dayName } from '../ui/format';

export interface HistoryDay extends HistorySums {
  /** Local midnight. */
  readonly at: number;
}

/** From the top down. */
export const parts = ['failed', 'deleted', 'added', 'updated'] as const;
const legend = parts.toReversed();

/** Of the tallest bar, in the drawing's own units; thinner parts would not be seen. */
const tallest = 150;
const thinnest = 3;

/** Days that have room for a number and a name each. */
const few = 7;

/** Of many days, each fifth or fifteenth is named. */
function isMarked(days: readonly HistoryDay[], index: number): boolean {
  const step = days.length <= few ? 1 : days.length <= 31 ? 5 : 15;
  return (days.length - 1 - index) % step === 0;
}

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
      <ol
        class={days.length > few ? 'plot many' : 'plot'}
        style={{ '--days': String(days.length) }}
      >
        {days.map((day, index) => (
          <li key={day.at}>
            <button
              type="button"
              aria-pressed={chosen === day.at}
              onClick={() => onChoose(chosen === day.at ? null : day.at)}
            >
              <span class="tot num" aria-hidden="true">
                {days.length <= few && count(total(day))}
              </span>
              <Bar day={day} most={most} />
              <span class="lb" title={date(day.at, now, true)}>
                <span class={isMarked(days, index) ? '' : 'vh'}>
                  {days.length <= few && <b>{dayName(day.at)} </b>}
                  {date(day.at, now)}
                </span>
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
    <svg
      width="36"
      height={whole}
      viewBox={`0 0 36 ${Math.max(1, whole)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
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
