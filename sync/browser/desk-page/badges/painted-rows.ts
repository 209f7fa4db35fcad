/** Which rows bear a badge, and for what each was painted. Absent is better than wrong. */
import type { Theme } from '../../../protocol/host';
import type { Evidence } from '../../../core/evidence';
import type { Slugs } from '../../../core/place';
import type { TypeWord } from '../../../protocol/handshake';
import { createBadge, type Badge } from './badge';
import { evidenceOn } from './row-evidence';
import { findSpot } from './spot';
import { subjectOn } from './subject';
import type { TicketRow } from './ticket-rows';

/** Badges that the page may take off a row before it is left alone. */
const mostRemovals = 6;

interface Painted {
  readonly badge: Badge;
  /** The evidence it was painted for. */
  readonly key: string;
  /** What it says, and how: where that differs it is painted anew. */
  readonly look: string;
}

export interface PaintedRows {
  /** The badge on a row; null where there is none. */
  badgeOf(row: HTMLElement): HTMLElement | null;
  /** Takes the badge away at once unless the row still says the same ticket. */
  recheck(row: HTMLElement, slugs: Slugs): void;
  /** The page took a badge away: a row that it keeps clean is left alone in the end. */
  rob(row: HTMLElement): void;
  /** Every badge is measured again at the next painting. */
  loosen(): void;
  /** Makes the badges those of these rows and of no other. */
  paint(rows: readonly TicketRow[], say: Saying): void;
  clear(): void;
}

/** What is said of a ticket, and in which way. */
export interface Saying {
  readonly slugs: Slugs;
  readonly theme: Theme;
  wordOf(evidence: Evidence): TypeWord | null;
}

export function createPaintedRows(): PaintedRows {
  const painted = new Map<HTMLElement, Painted>();
  /** Rows where a badge made the row grow, or that the page keeps clean. */
  const refused = new WeakSet<HTMLElement>();
  const removals = new WeakMap<HTMLElement, number>();
  /** Badged rows whose badge may have to stand elsewhere. */
  const loose = new Set<HTMLElement>();

  function drop(row: HTMLElement): void {
    painted.get(row)?.badge.host.remove();
    painted.delete(row);
    loose.delete(row);
  }

  /** What has to be done on a row, measured; null where it is right as it is or bears nothing. */
  function measure({ row, evidence: { key }, evidence }: TicketRow, say: Saying) {
    const there = painted.get(row);
    const word = refused.has(row) ? null : say.wordOf(evidence);
    if (there !== undefined && (word === null || there.key !== key)) drop(row);
    if (word === null) return null;
    const look = `${word} ${say.theme}`;
    const isRight = there?.look === look && there.key === key && !loose.has(row);
    if (isRight && there.badge.host.isConnected) return null;
    const subject = subjectOn(row, say.slugs);
    const spot = subject === null ? null : findSpot(row, subject);
    if (spot !== null) return { row, key, word, look, spot, height: row.offsetHeight };
    drop(row);
    return null;
  }

  return {
    badgeOf: (row) => painted.get(row)?.badge.host ?? null,
    recheck(row, slugs) {
      const there = painted.get(row);
      if (there === undefined) return;
      if (!row.isConnected || evidenceOn(row, slugs)?.key !== there.key) drop(row);
      else loose.add(row);
    },
    rob(row) {
      const times = (removals.get(row) ?? 0) + 1;
      removals.set(row, times);
      if (times >= mostRemovals) refused.add(row);
      drop(row);
    },
    loosen() {
      for (const row of painted.keys()) loose.add(row);
    },
    paint(rows, say) {
      const there = new Set(rows.map(({ row }) => row));
      for (const row of painted.keys()) if (!there.has(row)) drop(row);
      // All are measured before the first is changed, and once more after the last.
      const due = rows.map((row) => measure(row, say)).filter((one) => one !== null);
      for (const { row, key, word, look, spot } of due) {
        const badge = painted.get(row)?.badge ?? createBadge();
        badge.show(word, spot.narrow, say.theme);
        spot.put(badge.host);
        if (badge.host.isConnected) painted.set(row, { badge, key, look });
        else painted.delete(row);
      }
      for (const { row, height } of due)
        if (painted.has(row) && row.offsetHeight !== height) {
          refused.add(row);
          drop(row);
        }
      loose.clear();
    },
    clear() {
      for (const row of painted.keys()) drop(row);
    },
  };
}
