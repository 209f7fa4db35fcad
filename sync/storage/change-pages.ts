/** The history of a run, a commit's changes to a row: a first sync makes one for every link. */
import type { Change } from '../types/runs';
import type { ChangePageRow, Database } from './schema';

/** Changes as they are stored: one row for those of a run and a moment. */
export function changePages(changes: readonly Change[]): readonly ChangePageRow[] {
  const pages = new Map<string, Change[]>();
  for (const change of changes) {
    const moment = `${change.runId}\n${change.at}`;
    const page = pages.get(moment);
    if (page) page.push(change);
    else pages.set(moment, [change]);
  }
  return [...pages.values()].flatMap((page) => {
    const [first] = page;
    return first ? [{ first: first.id, runId: first.runId, at: first.at, changes: page }] : [];
  });
}

/** The stored history of one run, in its order. */
export async function changesOf(database: Database, runId: string): Promise<readonly Change[]> {
  const rows = await database.changePages.where('runId').equals(runId).toArray();
  return rows
    .flatMap((row) => row.changes)
    .toSorted((one, two) => (one.id < two.id ? -1 : one.id > two.id ? 1 : 0));
}
