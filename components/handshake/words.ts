/** What a card says: when it is due, and why it stands where it stands. */
import { i18n } from '#i18n';
import type { BoardColumn, RequesterType } from '../../sync/protocol/handshake';
import type { CustomerType, Instant } from '../../sync/types';
import { count, dayText, duration, isolated, moment, type Due } from '../ui/format';

const hour = 3_600_000;
/** ms before the due time in which it is said in amber. */
const soon = 2 * hour;
/** ms before the due time in which hours say more than a clock time. */
const near = 5 * hour;

/** Never more exact than a person can use: hours alone from two on. */
function rough(ms: number): string {
  return duration(ms >= 2 * hour ? Math.floor(ms / hour) * hour : ms);
}

export function dueWords(at: Instant | null, now: Instant): Due {
  if (at === null) return { text: i18n.t('time.noDueTime'), urgency: '' };
  const left = at - now;
  if (left < 0) return { text: i18n.t('board.overdueBy', { time: rough(-left) }), urgency: 'red' };
  if (left < near)
    return {
      text: i18n.t('board.dueIn', { time: rough(left) }),
      urgency: left <= soon ? 'amber' : '',
    };
  return { text: i18n.t('board.due', { time: moment(at, false, now) }), urgency: '' };
}

/** High ones are set darker. The help desk's own names stay as they are. */
export function isHigh(priority: string | null): boolean {
  return ['high', 'highest', 'urgent', 'critical'].includes(priority?.toLowerCase() ?? '');
}

export function columnName({ type, cards }: Pick<BoardColumn, 'type' | 'cards'>): string {
  if (type === null) return i18n.t('board.column.unknown');
  const onlyPresence = cards.length > 0 && cards.every((card) => card.type?.source === 'presence');
  return i18n.t(
    type === 'contact' && onlyPresence
      ? 'type.inCrm'
      : `board.column.${type satisfies CustomerType}`,
  );
}

export function whyWords(type: RequesterType | null, now: Instant): string {
  if (type === null) return i18n.t('board.why.unknown');
  if (type.source === 'presence')
    return i18n.t(type.value === 'new' ? 'facts.notInCrm' : 'board.why.inCrm');
  if (type.source === 'desk') return i18n.t('board.why.desk');
  const { because } = type;
  if (because?.status === 'won')
    return because.closesOn === null
      ? i18n.t('facts.won', { name: isolated(because.name) })
      : i18n.t('board.why.won', {
          name: isolated(because.name),
          date: dayText(because.closesOn, now),
        });
  if (because !== null)
    return type.openDeals > 1
      ? i18n.t('board.why.openSeveral', { count: count(type.openDeals) })
      : i18n.t('board.why.open', {
          name: isolated(because.name),
          stage: isolated(because.stage),
        });
  if (type.value === 'new') return i18n.t('facts.notInCrm');
  if (type.module === 'Leads') return i18n.t('board.why.lead');
  if (type.lostDeals > 0)
    return i18n.t('board.why.lost', type.lostDeals, { count: count(type.lostDeals) });
  return i18n.t('board.why.contact');
}
