import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { BoardColumn } from '../../sync/protocol/handshake';
import { count } from '../ui/format';
import { TypeShape } from '../ui/type-sign';
import { Card } from './card';
import { Sums } from './sums';
import { columnName } from './words';

interface ColumnProps {
  column: BoardColumn;
  now: number;
  selected: string | null;
  framed: boolean;
  onSelect: (ticketId: string) => void;
}

/** Cards drawn by themselves; a longer queue is nobody's next hour. */
const atFirst = 100;
/** Of them, in the first frame: more than a screen shows. The others follow it. */
const atOnce = 16;

export function Column({ column, now, selected, framed, onSelect }: ColumnProps) {
  const { type, cards, open } = column;
  const [whole, setWhole] = useState(false);
  const [most, setMost] = useState(atOnce);
  useEffect(() => {
    const rest = setTimeout(() => setMost(atFirst), 50);
    return () => clearTimeout(rest);
  }, []);
  const overdue = cards.filter(({ dueAt }) => dueAt !== null && dueAt < now).length;
  const shown = whole ? cards : cards.slice(0, most);
  const name = columnName(column);
  return (
    <section
      class="bd-col"
      aria-label={i18n.t('board.columnLabel', cards.length, { name, count: count(cards.length) })}
    >
      <header>
        <h2 class="row">
          <span class={type === null ? 'type new' : `type ${type}`}>
            {type !== null && <TypeShape type={type} />}
            {name}
          </span>
          <span class="muted num bd-count">{count(cards.length)}</span>
        </h2>
        <p class="small">
          <span class={overdue > 0 ? 'red mid' : 'muted'}>
            {overdue > 0
              ? i18n.t('board.overdue', { count: count(overdue) })
              : i18n.t('board.noneOverdue')}
          </span>
          <span class="muted">
            <Sums of={open} />
          </span>
        </p>
      </header>
      {cards.length === 0 && <p class="muted small bd-none">{i18n.t('board.empty')}</p>}
      <ul>
        {shown.map((card) => (
          <li key={card.ticketId}>
            <Card
              card={card}
              now={now}
              selected={card.ticketId === selected}
              framed={framed}
              onSelect={() => onSelect(card.ticketId)}
            />
          </li>
        ))}
      </ul>
      {shown.length < cards.length && most === atFirst && (
        <button class="link bd-more" type="button" onClick={() => setWhole(true)}>
          {i18n.t('more_', { count: count(cards.length - shown.length) })}
        </button>
      )}
    </section>
  );
}
