/** The position in the chosen list views, and when they must be read again. */
import type { Cursor, Instant, Kind } from '../types';
import { openCursor } from '../core/cursor';
import { viewsOf } from '../core/scope';
import type { RunContext } from './run-context';

/** The cursor of the chosen views; null where every record is synced. */
export async function viewsCursor(context: RunContext, kind: Kind): Promise<Cursor | null> {
  if (viewsOf(context.config, kind).length === 0) return null;
  const stored = await context.ports.store.cursor('crm', kind, 'views');
  return openCursor(stored, 'crm', kind, 'views', context.config.version);
}

/**
 * To be read from its beginning, for something changed that it may have half passed. `since`: when
 * the reading of changes began, by CRM's clock; kept where one is open already.
 */
export const reopened = (views: Cursor, since: Instant): Cursor => ({
  ...views,
  page: null,
  startedAt: views.startedAt ?? since,
});
