import { Download } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { PreviewFilterView, PreviewView, TicksView } from '../../sync/protocol/preview';
import { kinds, type Kind, type Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { ChoiceBar } from '../ui/choice-bar';
import { datedName, download } from '../ui/download';
import { count, date } from '../ui/format';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { SearchField } from '../ui/search-field';
import { useNow } from '../ui/use-now';
import { PreviewCost } from './preview-cost';
import { PreviewRows } from './preview-rows';
import { PreviewStats, type Sort } from './preview-stats';
import { everything, isTicked, nothing, state, toggled } from './ticks';
import { Failed } from './failed';

interface PreviewPlanProps {
  client: Client;
  hash: string;
  view: PreviewView;
  /** The way on, with what is ticked. */
  actions: (ticks: TicksView, rows: number) => ComponentChildren;
}

const any: Sort = { action: null, side: null };

/** A plan: its numbers are the filters, each record can be left out, the cost follows the ticks. */
export function PreviewPlan({ client, hash, view, actions }: PreviewPlanProps) {
  const now = useNow(3_600_000);
  const [sort, setSort] = useState<Sort>(any);
  const [kind, setKind] = useState<Kind | null>(null);
  const [search, setSearch] = useState('');
  const [emails, setEmails] = useState(false);
  const [ticks, setTicks] = useState<TicksView>(everything);
  const [problem, setProblem] = useState<Problem | null>(null);
  const filter: PreviewFilterView = { ...sort, kind, search, emails };
  const sum = useQuery(client, 'preview.sum', { hash, ticks }, []);
  const overwritten = useQuery(
    client,
    'preview.rows',
    {
      kind: 'contact',
      action: 'update',
      side: 'desk',
      search: '',
      emails: true,
      hash,
      offset: 0,
      limit: 1,
    },
    [],
  ).value?.of;
  const ticked = state(ticks);
  // Nothing is planned for those, so there is nothing to tick.
  const isLeft = sort.action === 'need';
  const rows = ticked === 'all' ? view.rows : (sum.value?.rows ?? view.rows);

  async function save(): Promise<void> {
    const answer = await ask(client, 'preview.csv', { hash, ...filter });
    if (answer.ok) download(datedName('preview', Date.now()), answer.value);
    else setProblem(answer.problem);
  }

  const sumOf = (of: readonly { readonly records: number }[]): number =>
    of.reduce((all, { records }) => all + records, 0);
  const ofKind = (each: Kind): number =>
    sumOf([...view.counts, ...view.needs].filter((one) => one.kind === each));
  return (
    <>
      <Failed problem={problem} />
      {view.look?.isSetup === true && view.importFrom > 0 && (
        <p class="muted since">{i18n.t('preview.since', { date: date(view.importFrom, now) })}</p>
      )}
      <PreviewStats
        rows={view.rows}
        needs={sumOf(view.needs)}
        counts={view.counts}
        chosen={sort}
        onChoose={(next) => {
          setEmails(false);
          setSort(next);
        }}
      />
      {overwritten !== undefined && overwritten > 0 && (
        <Notice
          tone="plain"
          title={i18n.t('preview.emails', overwritten, { count: count(overwritten) })}
        >
          <span>
            {i18n.t('preview.emailsLead')}{' '}
            <button class="link" type="button" onClick={() => setEmails(!emails)}>
              {emails
                ? i18n.t('preview.showAll')
                : i18n.t('preview.showEmails', { count: count(overwritten) })}
            </button>
          </span>
        </Notice>
      )}
      <div class="bar">
        <ChoiceBar<Kind | null>
          label={i18n.t('recordType')}
          value={kind}
          onChoose={setKind}
          choices={[
            { value: null, label: i18n.t('all') },
            ...kinds
              .filter((each) => ofKind(each) > 0)
              .map((each) => ({
                value: each,
                label: i18n.t(`kind.${each}`),
                count: ofKind(each),
              })),
          ]}
        />
        <span class="push" />
        <button class="link small" type="button" onClick={() => void save()}>
          <Icon of={Download} small />
          {i18n.t('exportCsv')}
        </button>
        <SearchField label={i18n.t('failures.find')} onSearch={setSearch} />
      </div>
      <PreviewRows
        label={i18n.t('nav.preview')}
        list={JSON.stringify([hash, filter])}
        fetch={(offset, limit) => ask(client, 'preview.rows', { ...filter, hash, offset, limit })}
        tick={{
          head: (
            <label class="ticks-all">
              <input
                type="checkbox"
                aria-label={i18n.t('preview.tickAll')}
                checked={ticked === 'all' && !isLeft}
                disabled={isLeft}
                ref={(box) => {
                  if (box !== null) box.indeterminate = ticked === 'some' && !isLeft;
                }}
                onChange={() => setTicks(ticked === 'all' ? nothing : everything)}
              />
              <span>{i18n.t('preview.tickAll')}</span>
            </label>
          ),
          row: (row) => (
            <input
              type="checkbox"
              aria-label={i18n.t('preview.tick', { title: row.title })}
              checked={row.why === null && isTicked(ticks, row.key)}
              disabled={row.why !== null}
              onChange={() => setTicks(toggled(ticks, row.key))}
            />
          ),
        }}
      />
      <div class="save">
        <PreviewCost
          view={view}
          rows={rows}
          of={ticked === 'all' || sum.value === null ? view : sum.value}
        />
        <div class="acts">{actions(ticks, rows)}</div>
      </div>
    </>
  );
}
