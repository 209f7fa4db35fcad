import { RefreshCw, Settings, X } from 'lucide';
import { i18n } from '#i18n';
import type { BoardView } from '../../sync/protocol/handshake';
import { age, count, exact } from '../ui/format';
import { Icon } from '../ui/icon';

interface HeadProps {
  view: BoardView | null;
  now: number;
  all: boolean;
  waiting: boolean;
  onDepartment: (id: string) => void;
  onAll: (all: boolean) => void;
  onKeys: () => void;
  onRefresh: () => void;
  onRelease: () => void;
  onSettings: () => void;
  /** Undefined in a tab of its own, which the browser closes. */
  onClose: (() => void) | undefined;
}

/** Which department, how much, how old, and what can be done with the board. */
export function Head({ view, now, all, waiting, ...on }: HeadProps) {
  const tickets = view?.columns.reduce((sum, { cards }) => sum + cards.length, 0) ?? 0;
  const shown = view?.state === 'shown';
  return (
    <header class="bd-head">
      <h1>{i18n.t('board.title')}</h1>
      {view !== null && view.departments.length > 0 && (
        <select
          class="bd-pick"
          aria-label={i18n.t('board.department')}
          value={view.departmentId ?? ''}
          onChange={({ currentTarget }) => on.onDepartment(currentTarget.value)}
        >
          {view.departments.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      {shown && (
        <span class="muted small num">
          {view.complete
            ? i18n.t('board.tickets', tickets, { count: count(tickets) })
            : i18n.t('board.firstTickets', { count: count(tickets) })}
        </span>
      )}
      <span class="push" />
      {waiting && (
        <button class="btn sm" type="button" onClick={on.onRelease}>
          {i18n.t('board.showNews')}
        </button>
      )}
      {shown && (
        <span class="small muted" role="status">
          {view.refreshing || view.updatedAt === null ? (
            i18n.t('board.reading')
          ) : (
            <span title={exact(view.updatedAt)}>
              {i18n.t('board.updated', { age: age(view.updatedAt, now) })}
            </span>
          )}
        </span>
      )}
      <label class="row small">
        <input
          type="checkbox"
          checked={all}
          onChange={({ currentTarget }) => on.onAll(currentTarget.checked)}
        />
        {i18n.t('board.emptyColumns')}
      </label>
      <button class="btn quiet sm" type="button" onClick={on.onKeys}>
        {i18n.t('keys.title')} <span class="kbd">?</span>
      </button>
      <span class="row">
        <IconButton label={i18n.t('footer.refresh')} of={RefreshCw} onClick={on.onRefresh} />
        <IconButton label={i18n.t('sidebar.settings')} of={Settings} onClick={on.onSettings} />
        {on.onClose !== undefined && (
          <IconButton label={i18n.t('board.close')} of={X} onClick={on.onClose} />
        )}
      </span>
    </header>
  );
}

function IconButton({
  label,
  of,
  onClick,
}: {
  label: string;
  of: typeof RefreshCw;
  onClick: () => void;
}) {
  return (
    <button class="ib" type="button" aria-label={label} title={label} onClick={onClick}>
      <Icon of={of} />
    </button>
  );
}
