import type { ChangePage, DeletionPage, Remote } from '../../sync/engine/remote-ports';
import type { Instant, Kind, Snapshot } from '../../sync/types';

/** Reads a feed of changes to its end; `between` happens before each further page. */
export async function readChanges(
  remote: Remote,
  kind: Kind,
  fields: readonly string[],
  since: Instant | null,
  between: (page: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ records: Map<string, Snapshot>; pages: ChangePage[] }> {
  const records = new Map<string, Snapshot>();
  const pages: ChangePage[] = [];
  let page: string | null = null;
  do {
    const answer: ChangePage = await remote.changes(kind, { fields, since, page });
    for (const record of answer.records) records.set(record.id, record);
    pages.push(answer);
    page = answer.next;
    if (page !== null) await between(pages.length);
    if (pages.length > 500) throw new Error('endless');
  } while (page !== null);
  return { records, pages };
}

/** The ids in a feed of deletions, read to its end. */
export async function readDeletions(
  remote: Remote,
  kind: Kind,
  since: Instant | null,
): Promise<string[]> {
  const ids = new Set<string>();
  let page: string | null = null;
  do {
    const answer: DeletionPage = await remote.deletions(kind, { since, page });
    for (const deletion of answer.deletions) ids.add(deletion.id);
    page = answer.next;
  } while (page !== null);
  return [...ids];
}
