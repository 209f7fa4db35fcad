import './conflicts.css';
import { Download } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ConflictShow, ConflictView } from '../../sync/protocol/administration';
import type { Kind, Problem, Side } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { ChoiceBar } from '../ui/choice-bar';
import { datedName, download } from '../ui/download';
import { Icon } from '../ui/icon';
import { SearchField } from '../ui/search-field';
import { ConflictRows } from './conflict-rows';
import { KindFilter } from './kind-filter';
import { Unanswered } from './unanswered';
import { Failed } from './failed';

const shownKinds = ['contact', 'account', 'product'] as const;

/** What both sides had changed: which value stands, and a person's word on it (LOG-3). */
export function Conflicts({ client }: { client: Client }) {
  const [show, setShow] = useState<ConflictShow>('open');
  const [kind, setKind] = useState<Kind | ''>('');
  const [search, setSearch] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const filter = { kind: kind === '' ? null : kind, search };
  const log = useQuery(client, 'conflicts.get', filter);

  async function decide(conflict: ConflictView, side: Side, always: boolean): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'conflicts.decide', { id: conflict.id, side, always });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const words = always ? 'conflicts.decidedAlways' : 'conflicts.decided';
    const { title, field } = conflict;
    setSaid(i18n.t(words, { title, field, side: i18n.t(`side.${side}`) }));
    log.again();
  }

  async function dismiss(id: string | null): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'conflicts.dismiss', { id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setSaid(i18n.t('conflicts.dismissed'));
    log.again();
  }

  async function save(): Promise<void> {
    const answer = await ask(client, 'conflicts.csv', filter);
    if (answer.ok) download(datedName('conflicts', Date.now()), answer.value);
    else setProblem(answer.problem);
  }

  const { value } = log;
  if (value === null) return <Unanswered problem={log.problem} again={log.again} />;
  const { open } = value.counts;
  return (
    <div class="op-in">
      <header class="op-h">
        <div>
          <h1>{i18n.t('nav.conflicts')}</h1>
          <p>{i18n.t('conflicts.lead')}</p>
        </div>
        <div class="acts">
          <button
            class="btn"
            type="button"
            disabled={busy || value.decided === 0}
            onClick={() => void dismiss(null)}
          >
            {i18n.t('conflicts.dismissAll')}
          </button>
          <button class="btn" type="button" disabled={open === 0} onClick={() => void save()}>
            <Icon of={Download} />
            {i18n.t('exportCsv')}
          </button>
        </div>
      </header>
      <Failed problem={problem} />
      <output class="said muted small">{said}</output>
      <div class="bar">
        <ChoiceBar
          label={i18n.t('show')}
          value={show}
          onChoose={setShow}
          choices={[
            { value: 'open', label: i18n.t('conflicts.open'), count: open },
            { value: 'asked', label: i18n.t('conflicts.youDecide'), count: value.counts.asked },
            { value: 'settled', label: i18n.t('conflicts.settled'), count: value.counts.settled },
          ]}
        />
        <span class="push" />
        <KindFilter
          label={i18n.t('recordType')}
          kinds={shownKinds}
          value={kind}
          onChoose={setKind}
        />
        <SearchField label={i18n.t('failures.find')} onSearch={setSearch} />
      </div>
      {value.counts[show] === 0 ? (
        <p class="empty">
          {i18n.t(
            kind !== '' || search !== ''
              ? 'nothingFound'
              : show === 'settled'
                ? 'conflicts.noneSettled'
                : 'conflicts.none',
          )}
        </p>
      ) : (
        <ConflictRows
          client={client}
          filter={{ ...filter, show }}
          news={log.news}
          busy={busy}
          onDecide={(conflict, side, always) => void decide(conflict, side, always)}
          onDismiss={(id) => void dismiss(id)}
        />
      )}
      <p class="muted small rule">
        {i18n.t(`conflicts.rule.${value.policy}`)}{' '}
        <a href="#configuration/preferences">{i18n.t('conflicts.changeRule')}</a>
      </p>
    </div>
  );
}
