import { ArrowRight, ChevronRight } from 'lucide';
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { HistoryRowView } from '../../sync/protocol/administration';
import type { Kind } from '../../sync/types';
import type { Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { count, exact, moment } from '../ui/format';
import { Icon } from '../ui/icon';

const numbers = ['added', 'updated', 'deleted', 'failed'] as const;
/** Lines drawn at first. */
const firstLines = 100;

interface HistoryRunsProps {
  client: Client;
  rows: readonly HistoryRowView[];
  now: number;
}

export function HistoryRuns({ client, rows, now }: HistoryRunsProps) {
  const [open, setOpen] = useState<string | null>(null);
  const [shown, setShown] = useState(firstLines);
  return (
    <>
      <table class="table hist stack" aria-label={i18n.t('nav.history')}>
        <thead>
          <tr>
            <th scope="col">{i18n.t('history.run')}</th>
            <th scope="col">{i18n.t('history.direction')}</th>
            <th scope="col">{i18n.t('history.kinds')}</th>
            {numbers.map((name) => (
              <th scope="col" class="n" key={name}>
                {i18n.t(`history.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => {
            const key = `${row.runId}/${row.kind}/${row.to}`;
            if (row.kind === null) return <Stopped key={key} row={row} now={now} />;
            return (
              <Fragment key={key}>
                <Line
                  row={row}
                  kind={row.kind}
                  now={now}
                  open={open === key}
                  onToggle={() => setOpen(open === key ? null : key)}
                />
                {open === key && (
                  <tr class="drill">
                    <td colSpan={7}>
                      <Changes client={client} row={row} kind={row.kind} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {rows.length > shown && (
        <button class="link small" type="button" onClick={() => setShown(shown + firstLines)}>
          {i18n.t('more_', { count: count(rows.length - shown) })}
        </button>
      )}
    </>
  );
}

interface LineProps {
  row: HistoryRowView;
  kind: Kind;
  now: number;
  open: boolean;
  onToggle: () => void;
}

function Line({ row, kind, now, open, onToggle }: LineProps) {
  return (
    <tr class={open ? 'open' : ''}>
      <td>
        <button class="link fold num" type="button" aria-expanded={open} onClick={onToggle}>
          <Icon of={ChevronRight} small class="flip" />
          <time title={exact(row.at)}>{moment(row.at, false, now)}</time>
        </button>
      </td>
      <td data-l={i18n.t('history.direction')}>
        {i18n.t(
          row.to === null
            ? 'history.bothWays'
            : row.to === 'desk'
              ? 'history.toDesk'
              : 'history.toCrm',
        )}
      </td>
      <td data-l={i18n.t('history.kinds')}>{i18n.t(`kind.${kind}`)}</td>
      {numbers.map((name) => (
        <td key={name} class={row[name] === 0 ? 'n zero' : 'n'} data-l={i18n.t(`history.${name}`)}>
          {name === 'failed' && row.failed > 0 ? (
            <a class="red mid" href="#failures">
              {count(row.failed)}
            </a>
          ) : (
            count(row[name])
          )}
        </td>
      ))}
    </tr>
  );
}

function Stopped({ row, now }: { row: HistoryRowView; now: number }) {
  return (
    <tr>
      <td class="num">
        <time title={exact(row.at)}>{moment(row.at, false, now)}</time>
      </td>
      <td colSpan={6}>
        <b class="amber mid">{i18n.t('history.stopped')}</b>{' '}
        <span class="muted">{row.problem?.message}</span>
      </td>
    </tr>
  );
}

function Changes({ client, row, kind }: { client: Client; row: HistoryRowView; kind: Kind }) {
  const query = useQuery(client, 'history.changes', { runId: row.runId, kind, to: row.to }, []);
  if (query.problem !== null) return <p class="recs muted">{query.problem.message}</p>;
  if (query.value === null) return <p class="recs muted">…</p>;
  const { changes, of } = query.value;
  if (changes.length === 0) return <p class="recs muted">{i18n.t('history.noDetail')}</p>;
  return (
    <ul class="recs">
      {changes.map((change) => (
        <li key={change.id}>
          <span class="mid who">
            <bdi>{change.title}</bdi>
            <span class="muted small sub2">{i18n.t(`history.action.${change.action}`)}</span>
          </span>
          <ul class="flds">
            {change.fields.map(({ label, before, after }) => (
              <li key={label}>
                <span class="muted">{label}</span>{' '}
                {before !== null && (
                  <>
                    <del class="was">
                      <bdi>{before}</bdi>
                    </del>{' '}
                    <Icon of={ArrowRight} small class="flip" />{' '}
                  </>
                )}
                <bdi>{after ?? <span class="muted">{i18n.t('history.empty')}</span>}</bdi>
              </li>
            ))}
          </ul>
        </li>
      ))}
      {of > changes.length && (
        <li class="muted">
          {i18n.t('history.more', of - changes.length, { count: count(of - changes.length) })}
        </li>
      )}
    </ul>
  );
}
