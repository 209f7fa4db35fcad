import './history.css';
import { Download } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { kinds, type Kind, type Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { ChoiceBar } from '../ui/choice-bar';
import { datedName, download } from '../ui/download';
import { date } from '../ui/format';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { useNow } from '../ui/use-now';
import { HistoryChart } from './history-chart';
import { dayOf, historyDays } from './history-days';
import { HistoryRuns } from './history-runs';
import { Unanswered } from './unanswered';

type Way = 'both' | 'toDesk' | 'toCrm';

/** What every run did, by day and line by line (LOG-1). */
export function SyncHistory({ client }: { client: Client }) {
  const now = useNow();
  const [day, setDay] = useState<number | null>(null);
  const [way, setWay] = useState<Way>('both');
  const [kind, setKind] = useState<Kind | ''>('');
  const [failed, setFailed] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const history = useQuery(client, 'history.get', undefined);

  async function save(): Promise<void> {
    const answer = await ask(client, 'history.csv', undefined);
    if (answer.ok) download(datedName('history', Date.now()), answer.value);
    else setProblem(answer.problem);
  }

  const { value } = history;
  if (value === null) return <Unanswered problem={history.problem} again={history.again} />;
  const rows = value.rows.filter(
    (row) =>
      (day === null || dayOf(row.at) === day) &&
      (way === 'both' || row.to === (way === 'toDesk' ? 'desk' : 'crm')) &&
      (kind === '' || row.kind === kind) &&
      (!failed || row.failed > 0 || row.problem !== null),
  );
  return (
    <div class="op-in">
      <header class="op-h">
        <div>
          <h1>{i18n.t('nav.history')}</h1>
          <p>{i18n.t('history.lead')}</p>
        </div>
        <div class="acts">
          <button
            class="btn"
            type="button"
            disabled={value.rows.length === 0}
            onClick={() => void save()}
          >
            <Icon of={Download} />
            {i18n.t('exportCsv')}
          </button>
        </div>
      </header>
      {problem !== null && (
        <Notice tone="red" title={i18n.t('actions.failed')}>
          <span>{problem.message}</span>
        </Notice>
      )}
      <HistoryChart days={historyDays(value.rows, now)} now={now} chosen={day} onChoose={setDay} />
      <div class="bar">
        <ChoiceBar
          label={i18n.t('history.direction')}
          value={way}
          onChoose={setWay}
          choices={(['both', 'toDesk', 'toCrm'] as const).map((each) => ({
            value: each,
            label: i18n.t(each === 'both' ? 'history.bothWays' : `history.${each}`),
          }))}
        />
        {day !== null && (
          <button class="btn sm" type="button" onClick={() => setDay(null)}>
            {date(day, now, true)}: {i18n.t('history.allDays')}
          </button>
        )}
        <span class="push" />
        <select
          class="in flt"
          aria-label={i18n.t('history.kinds')}
          value={kind}
          onChange={({ currentTarget }) => setKind(currentTarget.value as Kind | '')}
        >
          <option value="">{i18n.t('history.allKinds')}</option>
          {kinds.map((each) => (
            <option key={each} value={each}>
              {i18n.t(`kind.${each}`)}
            </option>
          ))}
        </select>
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
      {rows.length === 0 ? (
        <p class="empty">{i18n.t('history.none')}</p>
      ) : (
        <HistoryRuns client={client} rows={rows} now={now} />
      )}
    </div>
  );
}
