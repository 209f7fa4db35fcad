import { i18n } from '#i18n';
import { count, date } from '../ui/format';
import { parts, type HistoryDay } from './history-chart';

/** The chart's numbers as a table, for whoever reads numbers rather than bars. */
export function HistoryTable({ days, now }: { days: readonly HistoryDay[]; now: number }) {
  const columns = parts.toReversed();
  return (
    // Scrolled by keyboard as well.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section class="daytable" tabIndex={0} aria-label={i18n.t('history.perDay')}>
      <table class="table" aria-label={i18n.t('history.perDay')}>
        <thead>
          <tr>
            <th scope="col">{i18n.t('history.dayHead')}</th>
            {columns.map((part) => (
              <th scope="col" class="n" key={part}>
                {i18n.t(`history.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.at}>
              <th scope="row">{date(day.at, now, true)}</th>
              {columns.map((part) => (
                <td key={part} class={day[part] === 0 ? 'n muted' : 'n'}>
                  {count(day[part])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
