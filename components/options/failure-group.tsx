import { ChevronRight } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { TicksView } from '../../sync/protocol/preview';
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
import { problemText } from '../ui/problem-text';
import { FailureDetail } from './failure-detail';
import { reasonWords } from './failure-words';
import { everything, isTicked, nothing, state, toggled } from './ticks';

interface FailureGroupProps {
  client: Client;
  of: FailureReasonView;
  filter: FailureFilterView;
  open: boolean;
  busy: boolean;
  onToggle: () => void;
  /** With none ticked, all of the reason are meant. */
  onRetry: (ticks: TicksView) => void;
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
  const [ticked, setTicked] = useState(nothing);
  const { title, lead, byMapping } = reasonWords(of.reason, of.problem);
  const meant = open && state(ticked) !== 'none' ? ticked : everything;
  const number = meant.all ? of.records - meant.except.length : meant.only.length;
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
            disabled={busy || number <= 0}
            onClick={() => {
              onRetry(meant);
              setTicked(nothing);
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
  ticked: TicksView;
  onTick: (ticked: TicksView) => void;
}

function Records({ client, of, filter, title, ticked, onTick, onRetry }: RecordsProps) {
  const now = useNow();
  const [detail, setDetail] = useState<FailureRow | null>(null);
  const key = JSON.stringify([filter, of.records, of.lastAt]);
  const rows = useRows<FailureRow>(key, (offset, limit) =>
    ask(client, 'failures.rows', { ...filter, offset, limit }),
  );

  const how = state(ticked);
  return (
    <div class="grp-b fr">
      <VirtualRows
        label={title}
        of={Math.max(rows.of, Math.min(of.records, 1))}
        onSight={rows.onSight}
        head={
          <>
            <th scope="col">
              <input
                type="checkbox"
                aria-label={i18n.t('failures.tickAll')}
                checked={how === 'all'}
                ref={(box) => {
                  if (box !== null) box.indeterminate = how === 'some';
                }}
                onChange={() => onTick(how === 'all' ? nothing : everything)}
              />
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
                  checked={isTicked(ticked, row.key)}
                  aria-label={row.title}
                  onChange={() => onTick(toggled(ticked, row.key))}
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
                <span class="two" title={problemText(row.problem)}>
                  {besideTitle(problemText(row.problem), title)}
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
            onRetry({ all: false, only: [detail.key] });
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
