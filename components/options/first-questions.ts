/** What a page asks as soon as it is drawn, asked while it is still being drawn. */
import type { Client } from '../state/client';
import { begin } from '../state/client';
import { partSize } from '../state/use-rows';
import { daysBack } from './history-days';

/** As `useRows` asks for its first part. */
const part = { offset: 0, limit: partSize };

/** Begins the questions of the page that the address names; the page itself then takes the answers. */
export function beginQuestions(client: Client, hash: string, now: number): void {
  const [page, tab = 'preferences'] = hash.slice(1).split('/');
  begin(client, 'setup.get', undefined);
  begin(client, 'status.get', undefined);
  if (page === 'failures') begin(client, 'failures.get', { kind: null, search: '' });
  if (page === 'conflicts') {
    begin(client, 'conflicts.get', { kind: null, search: '' });
    begin(client, 'conflicts.rows', { kind: null, search: '', show: 'open', ...part });
  }
  if (page === 'history') {
    const from = daysBack(7, now);
    const all = { since: from[0] ?? 0, until: null, kind: null, to: null, failed: false };
    begin(client, 'history.days', { from });
    begin(client, 'history.rows', { ...all, ...part });
  }
  if (page === 'permissions') {
    begin(client, 'permissions.get', undefined);
    begin(client, 'publication.get', undefined);
  }
  if (page === 'configuration' && tab === 'mapping')
    begin(client, 'mapping.get', { kind: 'contact' });
  if (page === 'configuration' && (tab === 'preferences' || tab === 'deletions'))
    begin(client, 'preferences.get', undefined);
}
