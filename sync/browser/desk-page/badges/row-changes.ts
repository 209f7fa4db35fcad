/** Sorts what the page changed by the badged rows that it concerns. */
import { isBadge } from './badge';

/** How deep inside a row a change may lie. */
const mostLevels = 16;

export interface RowChanges {
  /** Badged rows in which something else than the badge changed. */
  readonly changed: ReadonlySet<HTMLElement>;
  /** Badged rows that the page took the badge from. */
  readonly robbed: ReadonlySet<HTMLElement>;
  /** False: all of it is our own doing. */
  readonly foreign: boolean;
}

/** `badgeOf`: the badge that stands on a row. */
export function sortChanges(
  records: readonly MutationRecord[],
  badgeOf: (row: HTMLElement) => HTMLElement | null,
): RowChanges {
  const changed = new Set<HTMLElement>();
  const robbed = new Set<HTMLElement>();
  let foreign = false;

  function rowAbove(node: Node): HTMLElement | null {
    let at: Node | null = node;
    for (let level = 0; level < mostLevels && at !== null; level += 1) {
      if (at instanceof HTMLElement && badgeOf(at) !== null) return at;
      at = at.parentNode;
    }
    return null;
  }

  for (const { target, type, addedNodes, removedNodes } of records) {
    if (isBadge(target)) continue;
    const isBadges = type === 'childList' && [...addedNodes, ...removedNodes].every(isBadge);
    // Put there by us: nothing to hear.
    if (isBadges && removedNodes.length === 0) continue;
    const row = rowAbove(target);
    if (isBadges) {
      if (row === null || badgeOf(row)?.isConnected === true) continue;
      robbed.add(row);
    } else if (row !== null) changed.add(row);
    foreign = true;
  }
  return { changed, robbed, foreign };
}
