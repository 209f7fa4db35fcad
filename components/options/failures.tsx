import './failures.css';
import { Download, RotateCw } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FailureFilterView } from '../../sync/protocol/administration';
import type { TicksView } from '../../sync/protocol/preview';
import { kinds, type Kind, type Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { ChoiceBar } from '../ui/choice-bar';
import { datedName, download } from '../ui/download';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { SearchField } from '../ui/search-field';
import { FailureGroup } from './failure-group';
import { everything } from './ticks';
import { Unanswered } from './unanswered';
import { Failed } from './failed';

/** As people name them: contacts first. */
const shownKinds = ['contact', 'account', 'product'] as const;

/** What could not be synced, by reason, and the way out of each (LOG-2). */
export function Failures({ client }: { client: Client }) {
  const [kind, setKind] = useState<Kind | null>(null);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const log = useQuery(client, 'failures.get', { kind, search });

  async function retry(reason: string | null, ticks: TicksView): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'failures.retry', { kind, search, reason, ticks });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const words = log.value?.paused === true ? 'failures.marked' : 'failures.retrying';
    setSaid(i18n.t(words, answer.value, { count: count(answer.value) }));
    log.again();
  }

  async function save(): Promise<void> {
    const filter: FailureFilterView = { kind, search, reason: null };
    const answer = await ask(client, 'failures.csv', filter);
    if (answer.ok) download(datedName('failures', Date.now()), answer.value);
    else setProblem(answer.problem);
  }

  const { value } = log;
  if (value === null) return <Unanswered problem={log.problem} again={log.again} />;
  const all = kinds.reduce((sum, each) => sum + value.counts[each], 0);
  const shown = value.reasons.reduce((sum, { records }) => sum + records, 0);
  const filtered = kind !== null || search !== '';
  return (
    <div class="op-in">
      <header class="op-h">
        <div>
          <h1>{i18n.t('nav.failures')}</h1>
          <p>
            {all === 0
              ? i18n.t('failures.none')
              : i18n.t('failures.leadText', all, {
                  count: count(all),
                  reasons: i18n.t('failures.reasons', value.reasons.length, {
                    count: count(value.reasons.length),
                  }),
                })}
          </p>
        </div>
        <div class="acts">
          <button
            class="btn"
            type="button"
            disabled={busy || shown === 0}
            onClick={() => void retry(null, everything)}
          >
            <Icon of={RotateCw} />
            {filtered
              ? i18n.t('failures.tryN', shown, { count: count(shown) })
              : i18n.t('failures.tryAll')}
          </button>
          <button class="btn" type="button" disabled={shown === 0} onClick={() => void save()}>
            <Icon of={Download} />
            {i18n.t('exportCsv')}
          </button>
        </div>
      </header>
      <Failed problem={problem ?? log.problem} />
      <output class="said muted small">{said}</output>
      <div class="bar">
        <ChoiceBar<Kind | null>
          label={i18n.t('recordType')}
          value={kind}
          onChoose={setKind}
          choices={[
            { value: null, label: i18n.t('all'), count: all },
            ...shownKinds
              .filter((each) => each !== 'product' || value.counts.product > 0)
              .map((each) => ({
                value: each,
                label: i18n.t(`kind.${each}`),
                count: value.counts[each],
              })),
          ]}
        />
        <span class="push" />
        <SearchField label={i18n.t('failures.find')} onSearch={setSearch} />
      </div>
      {value.reasons.length === 0 ? (
        <p class="empty">{i18n.t(filtered ? 'nothingFound' : 'failures.empty')}</p>
      ) : (
        <div class="grps">
          {value.reasons.map((reason) => (
            <FailureGroup
              key={reason.reason}
              client={client}
              of={reason}
              filter={{ kind, search, reason: reason.reason }}
              open={open === reason.reason}
              busy={busy}
              onToggle={() => setOpen(open === reason.reason ? null : reason.reason)}
              onRetry={(ticks) => void retry(reason.reason, ticks)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
