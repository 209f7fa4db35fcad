import { ChevronRight } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type {
  FailureFilterView,
  FailureReasonView,
  FailureRow,
} from '../../sync/protocol/administration';
import { ask, type Client } from '../state/client';
import { useRows } from '../state/use-rows';
import { count, exact, lately } from '../ui/format';
import { Icon } from '../ui/icon';
import { useNow } from '../ui/use-now';
import { VirtualRows } from '../ui/virtual-rows';
import { FailureDetail } from './failure-detail';
import { reasonWords } from './failure-words';

interface FailureGroupProps {
  client: Client;
  of: FailureReasonView;
  filter: FailureFilterView;
  open: boolean;
  busy: boolean;
  onToggle: () => void;
  onRetry: (keys: readonly string[] | null) => void;
}

export function FailureGroup({
  client,
  of,
  filter,
  open,
  busy,
  onToggle,
  onRetry,
}: FailureGroupProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const { title, lead, byMapping } = reasonWords(of.reason, of.problem);
  const number = open && ticked.size > 0 ? ticked.size : of.records;
  return (
    <section class="grp">
      <div class="grp-h">
        <h2>
          <button class="tog2" type="button" aria-expanded={open} onClick={onToggle}>
            <Icon of={ChevronRight} class="flip" />
            <span>
              <b class="mid">{title}</b>
              <span class="badge num">{count(of.records)}</span>
              {lead !== '' && <span class="muted">{lead}</span>}
            </span>
          </button>
        </h2>
        <div class="ga">
          {byMapping && (
            <a class="btn sm" href="#configuration/mapping">
              {i18n.t('failures.openMapping')}
            </a>
          )}
          <button
            class="btn sm"
            type="button"
            disabled={busy}
            onClick={() => {
              onRetry(open && ticked.size > 0 ? [...ticked] : null);
              setTicked(new Set());
            }}
          >
            {i18n.t('failures.tryN', number, { count: count(number) })}
            <span class="vh">: {title}</span>
          </button>
        </div>
      </div>
      {open && (
        <Records
          client={client}
          of={of}
          filter={filter}
          title={title}
          ticked={ticked}
          onTick={setTicked}
          onRetry={onRetry}
        />
      )}
    </section>
  );
}

interface RecordsProps extends Pick<FailureGroupProps, 'client' | 'of' | 'filter' | 'onRetry'> {
  title: string;
  ticked: ReadonlySet<string>;
  onTick: (ticked: ReadonlySet<string>) => void;
}

function Records({ client, of, filter, title, ticked, onTick, onRetry }: RecordsProps) {
  const now = useNow();
  const [detail, setDetail] = useState<FailureRow | null>(null);
  const key = JSON.stringify([filter, of.records, of.lastAt]);
  const rows = useRows<FailureRow>(key, (offset, limit) =>
    ask(client, 'failures.rows', { ...filter, offset, limit }),
  );

  function tick(pair: string): void {
    const next = new Set(ticked);
    if (!next.delete(pair)) next.add(pair);
    onTick(next);
  }

  return (
    <div class="grp-b fr">
      <VirtualRows
        label={title}
        of={Math.max(rows.of, Math.min(of.records, 1))}
        onSight={rows.onSight}
        head={
          <>
            <th scope="col">
              <span class="vh">{i18n.t('failures.tick')}</span>
            </th>
            <th scope="col">{i18n.t('failures.record')}</th>
            <th scope="col">{i18n.t('failures.why')}</th>
            <th scope="col">{i18n.t('failures.lastTry')}</th>
            <th scope="col" class="act">
              <span class="vh">{i18n.t('failures.details')}</span>
            </th>
          </>
        }
        row={(index) => {
          const row = rows.row(index);
          if (row === undefined) return <td>…</td>;
          return (
            <>
              <td>
                <input
                  type="checkbox"
                  checked={ticked.has(row.key)}
                  aria-label={row.title}
                  onChange={() => tick(row.key)}
                />
              </td>
              <td>
                <span class="name" title={row.title}>
                  <bdi>{row.title}</bdi>
                </span>
                <span class="muted small sub2">
                  {i18n.t(`failures.to.${row.side}`, { kind: i18n.t(`one.${row.kind}`) })}
                </span>
              </td>
              <td class="why">
                <span class="two" title={row.problem.message}>
                  {besideTitle(row.problem.message, title)}
                </span>
              </td>
              <td class="when muted">
                <time title={exact(row.at)}>{lately(row.at, now)}</time>
              </td>
              <td class="act">
                <button class="link small" type="button" onClick={() => setDetail(row)}>
                  {i18n.t('failures.details')}
                  <span class="vh">: {row.title}</span>
                </button>
              </td>
            </>
          );
        }}
      />
      {detail !== null && (
        <FailureDetail
          row={detail}
          onRetry={() => {
            onRetry([detail.key]);
            setDetail(null);
          }}
          onClose={() => setDetail(null)}
        />
      )}
    </div>
  );
}

/** The title stands above the rows. */
function besideTitle(message: string, title: string): string {
  return message.startsWith(title) ? message.slice(title.length).replace(/^[.:]\s*/, '') : message;
}
