import './history.css';
import { Download } from 'lucide';
import { useMemo, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { HistoryFilterView } from '../../sync/protocol/administration';
import { kinds, type Kind, type Problem, type Side } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { ChoiceBar } from '../ui/choice-bar';
import { datedName, download } from '../ui/download';
import { date, timeSpan } from '../ui/format';
import { Icon } from '../ui/icon';
import { useNow } from '../ui/use-now';
import { HistoryChart } from './history-chart';
import { dayAfter, daysBack, spans, type Span } from './history-days';
import { HistoryRuns } from './history-runs';
import { HistoryTable } from './history-table';
import { KindFilter } from './kind-filter';
import { Unanswered } from './unanswered';
import { Failed } from './failed';

const ways = [null, 'desk', 'crm'] as const;

/** What every run did, by day and line by line (LOG-1). */
export function SyncHistory({ client }: { client: Client }) {
  const now = useNow();
  const [span, setSpan] = useState<Span>(7);
  const [asTable, setAsTable] = useState(false);
  const [day, setDay] = useState<number | null>(null);
  const [to, setTo] = useState<Side | null>(null);
  const [kind, setKind] = useState<Kind | ''>('');
  const [failed, setFailed] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // The same until midnight, so that the clock's ticking asks nothing.
  const today = daysBack(7, now).at(-1) ?? now;
  const from = useMemo(() => daysBack(span, today), [span, today]);
  const days = useQuery(client, 'history.days', { from });
  const filter: HistoryFilterView = {
    since: day ?? from[0] ?? 0,
    until: day === null ? null : dayAfter(day),
    kind: kind === '' ? null : kind,
    to,
    failed,
  };

  async function save(): Promise<void> {
    const answer = await ask(client, 'history.csv', filter);
    if (answer.ok) download(datedName('history', Date.now()), answer.value);
    else setProblem(answer.problem);
  }

  if (days.value === null) return <Unanswered problem={days.problem} again={days.again} />;
  const sums = days.value.slice(-span);
  const shown = from.slice(-sums.length).map((at, index) => ({
    at,
    ...(sums[index] ?? { added: 0, updated: 0, deleted: 0, failed: 0 }),
  }));
  return (
    <div class="op-in">
      <header class="op-h">
        <div>
          <h1>{i18n.t('nav.history')}</h1>
          <p>{i18n.t('history.lead')}</p>
        </div>
        <div class="acts">
          <button class="btn" type="button" onClick={() => void save()}>
            <Icon of={Download} />
            {i18n.t('exportCsv')}
          </button>
        </div>
      </header>
      <Failed problem={problem} />
      <div class="bar">
        <ChoiceBar
          label={i18n.t('history.span')}
          value={String(span)}
          onChoose={(value) => {
            setDay(null);
            setSpan(spans.find((each) => String(each) === value) ?? 7);
          }}
          choices={spans.map((each) => ({
            value: String(each),
            label: timeSpan(each, 'day'),
          }))}
        />
        <span class="push" />
        <button
          class="link small"
          type="button"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {i18n.t(asTable ? 'history.asChart' : 'history.asTable')}
        </button>
      </div>
      {asTable ? (
        <HistoryTable days={shown} now={now} />
      ) : (
        <HistoryChart days={shown} now={now} chosen={day} onChoose={setDay} />
      )}
      <div class="bar">
        <ChoiceBar<Side | null>
          label={i18n.t('history.direction')}
          value={to}
          onChoose={setTo}
          choices={ways.map((each) => ({
            value: each,
            label: i18n.t(
              each === null
                ? 'history.bothWays'
                : each === 'desk'
                  ? 'history.toDesk'
                  : 'history.toCrm',
            ),
          }))}
        />
        {day !== null && (
          <button class="btn sm" type="button" onClick={() => setDay(null)}>
            {date(day, now, true)}: {i18n.t('history.allDays')}
          </button>
        )}
        <span class="push" />
        <KindFilter label={i18n.t('history.kinds')} kinds={kinds} value={kind} onChoose={setKind} />
        <select
          class="in flt"
          aria-label={i18n.t('history.result')}
          value={failed ? 'failed' : ''}
          onChange={({ currentTarget }) => setFailed(currentTarget.value === 'failed')}
        >
          <option value="">{i18n.t('history.anyResult')}</option>
          <option value="failed">{i18n.t('history.withFailures')}</option>
        </select>
      </div>
      <HistoryRuns client={client} filter={filter} news={days.news} now={now} />
    </div>
  );
}
