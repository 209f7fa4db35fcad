import { ChevronRight } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { HistoryFilterView } from '../../sync/protocol/administration';
import type { Kind } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { useRows, type RowsQuery } from '../state/use-rows';
import { count, exact, moment } from '../ui/format';
import { Icon } from '../ui/icon';
import { VirtualRows } from '../ui/virtual-rows';
import type { HistoryRow } from '../../sync/types/runs';
import { problemText } from '../ui/problem-text';
import { ValueChange } from './value-change';

const numbers = ['added', 'updated', 'deleted', 'failed'] as const;

interface HistoryRunsProps {
  client: Client;
  filter: HistoryFilterView;
  /** Another number: there may be new lines. */
  news: number;
  now: number;
}

const keyOf = ({ runId, kind, to }: HistoryRow): string => `${runId}/${kind}/${to}`;

export function HistoryRuns({ client, filter, news, now }: HistoryRunsProps) {
  const [open, setOpen] = useState<{ readonly key: string; readonly index: number } | null>(null);
  const key = JSON.stringify([filter, news]);
  const rows = useRows<HistoryRow>(key, (offset, limit) =>
    ask(client, 'history.rows', { ...filter, offset, limit }),
  );
  if (rows.of === 0 && rows.known) return <p class="empty">{i18n.t('history.none')}</p>;
  // News push lines down; what is open stays with its line.
  const at = open === null ? -1 : openIndex(rows, open);
  const opened = at < 0 ? undefined : rows.row(at);
  return (
    <div class="hv">
      <VirtualRows
        label={i18n.t('nav.history')}
        of={rows.of}
        onSight={rows.onSight}
        head={
          <>
            <th scope="col">{i18n.t('history.run')}</th>
            <th scope="col">{i18n.t('history.direction')}</th>
            <th scope="col">{i18n.t('history.kinds')}</th>
            {numbers.map((name) => (
              <th scope="col" class="n" key={name}>
                {i18n.t(`history.${name}`)}
              </th>
            ))}
          </>
        }
        row={(index) => {
          const row = rows.row(index);
          if (row === undefined) return <td>…</td>;
          if (row.kind === null) return <Stopped row={row} now={now} />;
          const isOpen = open?.key === keyOf(row);
          return (
            <Line
              row={row}
              kind={row.kind}
              now={now}
              open={isOpen}
              onToggle={() => setOpen(isOpen ? null : { key: keyOf(row), index })}
            />
          );
        }}
        opened={
          opened === undefined || opened.kind === null
            ? null
            : {
                index: at,
                content: (
                  <td>
                    <Changes client={client} row={opened} kind={opened.kind} />
                  </td>
                ),
              }
        }
      />
    </div>
  );
}

/** Looks near where it was: lines only come on top. */
function openIndex(
  rows: RowsQuery<HistoryRow>,
  { key, index }: { readonly key: string; readonly index: number },
): number {
  for (let at = index; at < Math.min(rows.of, index + 500); at += 1) {
    const row = rows.row(at);
    if (row !== undefined && keyOf(row) === key) return at;
  }
  return -1;
}

interface LineProps {
  row: HistoryRow;
  kind: Kind;
  now: number;
  open: boolean;
  onToggle: () => void;
}

function Line({ row, kind, now, open, onToggle }: LineProps) {
  return (
    <>
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
    </>
  );
}

function Stopped({ row, now }: { row: HistoryRow; now: number }) {
  return (
    <>
      <td class="num">
        <time title={exact(row.at)}>{moment(row.at, false, now)}</time>
      </td>
      <td class="stop" colSpan={6} title={problemText(row.problem)}>
        <b class="amber mid">{i18n.t('history.stopped')}</b>{' '}
        <span class="muted">{problemText(row.problem)}</span>
      </td>
    </>
  );
}

function Changes({ client, row, kind }: { client: Client; row: HistoryRow; kind: Kind }) {
  const query = useQuery(client, 'history.changes', { runId: row.runId, kind, to: row.to }, []);
  if (query.problem !== null) return <p class="recs muted">{problemText(query.problem)}</p>;
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
            {change.fields.map((field) => (
              <li key={field.label}>
                <ValueChange {...field} none={i18n.t('history.empty')} />
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
