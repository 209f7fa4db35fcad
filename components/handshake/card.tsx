import { i18n } from '#i18n';
import type { BoardCard } from '../../sync/protocol/handshake';
import { exact } from '../ui/format';
import { safeHref } from '../ui/safe-href';
import { typeName } from '../ui/type-sign';
import { Sums } from './sums';
import { dueWords, isHigh, whyWords } from './words';

interface CardProps {
  card: BoardCard;
  now: number;
  selected: boolean;
  /** Over a page of Desk, which the ticket then takes the place of. */
  framed: boolean;
  onSelect: () => void;
}

/** A ticket: when, what, who, and why it stands in its column. */
export function Card({ card, now, selected, framed, onSelect }: CardProps) {
  const due = dueWords(card.dueAt, now);
  const { type } = card;
  const href = card.url === null ? null : safeHref(card.url);
  return (
    <a
      class={selected ? 'bd-card sel' : 'bd-card'}
      {...(href === null
        ? { role: 'link', 'aria-disabled': true }
        : { href, target: framed ? '_top' : '_blank', rel: 'noopener noreferrer' })}
      aria-current={selected ? 'true' : undefined}
      tabIndex={selected ? 0 : -1}
      data-ticket={card.ticketId}
      onFocus={onSelect}
    >
      <span class="bd-when">
        <span
          class={due.urgency === '' ? 'muted' : due.urgency}
          title={card.dueAt === null ? undefined : exact(card.dueAt)}
        >
          {due.text}
        </span>
        {card.priority !== null && (
          <span class={isHigh(card.priority) ? 'push bd-high' : 'push muted'}>
            <bdi>{card.priority}</bdi>
          </span>
        )}
      </span>
      <span class="bd-subject" dir="auto" title={card.subject}>
        {card.subject}
      </span>
      <span class="muted cut" dir="auto">
        <bdi>{card.requester ?? i18n.t('board.noRequester')}</bdi>
        {card.company !== null && (
          <>
            {' · '}
            <bdi>{card.company}</bdi>
          </>
        )}
      </span>
      <span class="bd-why">
        <span dir="auto">{whyWords(type, now)}</span>
        {type !== null && type.open.length > 0 && (
          <span class="push">
            <Sums of={type.open} />
          </span>
        )}
      </span>
      {type !== null && type.matches > 1 && (
        <span class="bd-why">{i18n.t('board.matches', { count: type.matches })}</span>
      )}
      {type?.deskSays != null && (
        <span class="bd-why amber">
          {i18n.t('board.deskSays', { type: typeName(type.deskSays) })}
        </span>
      )}
    </a>
  );
}
