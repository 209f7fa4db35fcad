/** CRM's chosen list views: whether they were edited, and who is inside (SYN-2, SYN-13). */
import type { Cursor, Kind } from '../types';
import { advanceCursor, openCursor } from '../core/cursor';
import { insideViews, viewsOf } from '../core/scope';
import { chunks, pageSize } from './pool';
import { readPage } from './read-page';
import { hasPassed, nextSecondMs, type RunContext } from './run-context';
import { viewsCursor } from './views-cursor';

/** ms. Views are edited rarely, and looking costs a call a kind. */
const watchMs = 60 * 60_000;

/**
 * The cursor of the chosen views, after a look whether one was edited since. Other criteria change
 * who is inside without any record changing: then everything is read anew.
 */
export async function watchViews(context: RunContext, kind: Kind): Promise<Cursor | null> {
  const cursor = await viewsCursor(context, kind);
  const now = context.ports.clock.now();
  if (!cursor || (cursor.edits && Math.abs(now - cursor.edits.lookedAt) < watchMs)) return cursor;
  const chosen = new Set(viewsOf(context.config, kind));
  const listed = await context.remote('crm').views(kind);
  const mark = listed
    .filter(({ id }) => chosen.has(id))
    .map(({ id, editedAt }) => `${id} ${editedAt ?? ''}`)
    .toSorted((one, two) => (one < two ? -1 : 1))
    .join();
  const edits = { mark, lookedAt: now };
  const { version } = context.config;
  if (!cursor.edits || cursor.edits.mark === mark) {
    const looked = { ...cursor, edits };
    await context.commit({ cursors: [looked] }, 'fence');
    return looked;
  }
  // In one commit: a start that is cut off here must not forget what the edit means.
  const anew = { ...openCursor(null, 'crm', kind, 'views', version), edits };
  const changes = openCursor(null, 'crm', kind, 'changes', version);
  await context.commit({ cursors: [anew, changes] }, 'fence');
  return anew;
}

/** Looks at the views in one run while records change in the very second of the look. */
const mostLooks = 3;

/** Reads which changed records are in the chosen views; only after something changed. */
export async function readViews(
  context: RunContext,
  kind: Kind,
  isStopped: () => boolean,
): Promise<void> {
  for (let looks = 1; (await look(context, kind, isStopped)) && looks < mostLooks; looks++)
    await context.ports.clock.sleep(nextSecondMs);
}

/**
 * One reading; true when it has to be repeated. A record that was modified in this very second of
 * CRM's clock may leave the views in the same second, or enter them, and nothing would tell: it stays
 * outside until a later reading names it, so the cursor stays open.
 */
async function look(context: RunContext, kind: Kind, isStopped: () => boolean): Promise<boolean> {
  const remote = context.remote('crm');
  const viewIds = viewsOf(context.config, kind);
  const stored = await viewsCursor(context, kind);
  if (stored === null || stored.startedAt === null) return false;
  const { startedAt } = stored;
  let cursor = stored;
  const latest = context.latestRead(kind, 'crm');
  let isEarly = latest !== null && !hasPassed('crm', latest, remote.serverTime());
  do {
    const askedAt = remote.serverTime();
    const [page, from] = await readPage(cursor, ({ since, page: token }) =>
      remote.inViews(kind, viewIds, { since, page: token }),
    );
    const next = advanceCursor({ ...from, startedAt }, page.next, null);
    const parts = page.ids.length === 0 ? [[]] : chunks([...new Set(page.ids)], pageSize);
    for (const [index, ids] of parts.entries())
      await context.exclusive(async () => {
        const known = await context.ports.store.pairsById(kind, 'crm', ids);
        const named = known.flatMap((pair) => (pair ? (insideViews(pair) ?? []) : []));
        const pairs = named.filter((pair) =>
          hasPassed('crm', pair.crm?.modifiedAt ?? null, askedAt),
        );
        isEarly ||= pairs.length < named.length;
        const end = isEarly && next.page === null ? { ...stored, page: null } : next;
        const cursors = index === parts.length - 1 ? [end] : [];
        await context.commit({ pairs, cursors }, 'fence');
      });
    cursor = next;
  } while (cursor.page !== null && !isStopped());
  return isEarly && !isStopped();
}
